"""The rulebook and the house policy of this repository, read once for all tests."""

import pytest
from hypothesis import HealthCheck, settings

from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.law.rulebook import Rulebook

from stories import the_policy, the_rulebook

# The same examples on every run; `pytest --hypothesis-profile=search` looks for new ones, for long.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("steady"), derandomize=False, max_examples=2000)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return the_rulebook()


@pytest.fixture(scope="session")
def policy() -> Policy:
    return the_policy()
