"""A family with a plan and help in it, their link, and a phone outside on which they open it."""

import re
from fractions import Fraction

import httpx
import pytest

from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.law.when import When
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewLine, add_line
from ehcp_workflow.web.app import create_app
from tests.web.conftest import Browser, make_case

PARENT = Contact("parent", "amina.parent@example.org", "Pat Parent", "by phone")
SECOND = Contact("second_parent", "second.parent@example.org", "Sasha Second", "by phone")
BORN = {"born-day": "4", "born-month": "5", "born-year": "2018"}
HOST = {"Host": "dates.example.org"}


class Phone(Browser):
    """A browser outside that keeps its cookie and sends the mark of the forms it was shown."""

    def __init__(self, installation: Installation) -> None:
        super().__init__(create_app(installation), "203.0.113.9")

    def get(self, path: str, method: str = "GET", content: str | bytes = b"", **headers: str) -> httpx.Response:
        answer = super().get(path, method, content, **HOST, **headers)
        if (kept := answer.cookies.get("ehcp_family")) is not None:
            self.cookies = {"ehcp_family": kept}
        elif "ehcp_family=" in answer.headers.get("set-cookie", ""):
            self.cookies = {}
        if mark := re.search(r'name="csrf" value="([^"]+)"', answer.text):
            self.csrf = mark[1]
        return answer


@pytest.fixture
def case(installation: Installation) -> str:
    """A plan of Tuesday 1 September 2026 with speech and language therapy in it."""
    events = (
        NewEvent("request_received", When.parse("2026-04-20")),
        NewEvent("final_plan_sent", When.parse("2026-09-01")),
    )
    reference = make_case(installation, *events, contacts=(PARENT, SECOND))
    line = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK)
    add_line(installation, reference, line, "test")
    return reference


@pytest.fixture
def path(installation: Installation, case: str) -> str:
    """The parent's page, as a path."""
    return "/family/" + make_link(installation, case, 1, "an.adviser").address.rpartition("/")[2]


@pytest.fixture
def outside(installation: Installation) -> Phone:
    return Phone(installation)


@pytest.fixture
def phone(outside: Phone, path: str) -> Phone:
    """A phone on which the parent has given the right answer."""
    answer = outside.post(path, **BORN)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    outside.get(path)
    return outside


@pytest.fixture
def waiting(installation: Installation) -> str:
    """A request of which the decision is late since Monday 16 November 2026."""
    events = (NewEvent("request_received", When.parse("2026-10-05")),)
    return make_case(installation, *events, contacts=(Contact("parent", "late.parent@example.org", None, "by phone"),))
