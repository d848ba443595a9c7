"""A case with a parent and an adviser who are written to, on Monday 23 November 2026, and pages that change it."""

import re
from html import unescape

import httpx
import pytest

from ehcp_workflow.law.when import When
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from tests.web.conftest import make_case

CASE = "/cases/EHC-2026-0001"
REQUEST = NewEvent("request_received", When.parse("2026-10-19"))
PEOPLE = (
    Contact("parent", "a.parent@example.org", "Pat Parent", "by phone"),
    Contact("adviser", "an.adviser@example.org", None, "adviser"),
)


@pytest.fixture
def case(installation: Installation) -> str:
    """A request that the council received on Monday 19 October 2026, so that its answer is due on 30 November."""
    return make_case(installation, REQUEST, contacts=PEOPLE)


def hidden_in(answer: httpx.Response) -> dict[str, str]:
    """The hidden fields of the last form of a page, without the mark against forgery."""
    last = answer.text.rpartition("<form")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', last)
    return {name: unescape(value) for name, value in found if name != "csrf"}


def day(name: str, text: str) -> dict[str, str]:
    """The fields of a date input for a day written as 2026-11-20."""
    year, month, number = text.split("-")
    return {f"{name}-day": str(int(number)), f"{name}-month": str(int(month)), f"{name}-year": year}
