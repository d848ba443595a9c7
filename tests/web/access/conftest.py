"""Accounts with passwords, and somebody at a browser."""

import pytest

from ehcp_workflow.services.demo.accounts import add_demo_accounts
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.app import create_app

from .browsing import Person


@pytest.fixture
def demo(installation: Installation) -> Installation:
    """An installation with the demo's accounts."""
    assert add_demo_accounts(installation)
    return installation


@pytest.fixture
def person(demo: Installation) -> Person:
    """Somebody who has not signed in yet."""
    return Person(create_app(demo))
