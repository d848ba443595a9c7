"""The rulebook and the house policy of this repository, read once for all tests."""

from pathlib import Path

import pytest

from ehcp_workflow.cases.policy import Policy, load_policy
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rulebook import Rulebook

CONFIG = Path(__file__).parent.parent / "config"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook(CONFIG)


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(CONFIG / "policy.yaml")
