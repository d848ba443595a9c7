"""A family with a plan, a date of birth, and the link to their page."""

from datetime import date

import pytest

from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation

from databases import database_url, installation, postgres, prepared_postgres
from installations import make_case

__all__ = ["database_url", "installation", "postgres", "prepared_postgres"]

BORN = date(2018, 5, 4)


@pytest.fixture
def case(installation: Installation) -> str:
    """A request that came five weeks ago: the decision is due on Monday 30 November 2026."""
    return make_case(installation, ("request_received", "2026-10-19"), birth_date=BORN).reference


@pytest.fixture
def token(installation: Installation, case: str) -> str:
    """The end of the address of the parent's page."""
    return make_link(installation, case, 1, "an.adviser").address.rpartition("/")[2]
