"""The page behind a check-in's link: two taps for whoever has the link, saying nothing of anybody."""

import logging
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text

from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.law.when import When
from ehcp_workflow.services import check_ins
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewLine, add_line
from ehcp_workflow.web.app import create_app
from ehcp_workflow.web.public import hide_tokens
from tests.web.conftest import Browser, make_case

PARENT = Contact("parent", "amina.parent@example.org", "Pat Parent", "by phone")
WEEK = (date(2026, 11, 16), date(2026, 11, 20))


@pytest.fixture
def case(installation: Installation) -> str:
    reference = make_case(installation, NewEvent("final_plan_sent", When.parse("2026-09-01")), contacts=(PARENT,))
    for code, strand in (("F1", "speech_and_language"), ("F2", "mentoring")):
        add_line(installation, reference, NewLine(code, strand, Fraction(1), Unit.HOURS, Per.WEEK), "test")
    return reference


@pytest.fixture
def outside(installation: Installation) -> Browser:
    return Browser(create_app(installation), "203.0.113.9")


def link(installation: Installation, reference: str, *lines: str) -> str:
    return f"/check-in/{check_ins.ask(installation, reference, 1, lines, WEEK)}"


def post(browser: Browser, path: str, said: str):
    form = {"Content-Type": "application/x-www-form-urlencoded", "Host": "dates.example.org"}
    return browser.get(path, method="POST", content=said, **form)


def log_of(installation: Installation) -> list[tuple[str, str]]:
    with installation.database.read() as unit:
        return [
            tuple(row) for row in unit.execute(text("SELECT line, kind FROM deliveries ORDER BY recorded_at, line"))
        ]


def test_one_line_is_answered_with_the_second_tap(installation: Installation, outside: Browser, case: str):
    path = link(installation, case, "F1")
    page = outside.get(path, Host="dates.example.org")
    assert page.status_code == 200
    assert "From Monday 16 November 2026 to Friday 20 November 2026." in page.text
    assert page.text.count("<button") == 3
    for word in ("EHC", "Amina", "Pat", "example.org", "EHCP", "speech", "<script", "http", "Camden"):
        assert word not in page.text
    assert log_of(installation) == []
    assert "Your answer is kept" in post(outside, path, "help-F1=none").text
    assert log_of(installation) == [("F1", "missed")]


def test_the_page_leads_on_to_the_readers_own_page_which_asks_again(
    installation: Installation, outside: Browser, case: str
):
    path = link(installation, case, "F1")
    assert "Open your own page" not in outside.get(path).text
    theirs = "/family/" + make_link(installation, case, 1, "an.adviser").address.rpartition("/")[2]
    assert f'<a href="{theirs}">Open your own page</a>' in outside.get(path).text
    assert f'<a href="{theirs}">Open your own page</a>' in post(outside, path, "help-F1=none").text
    assert "date of birth" in outside.get(theirs, Host="dates.example.org").text


def test_several_lines_are_answered_together_and_corrected(installation: Installation, outside: Browser, case: str):
    path = link(installation, case, "F1", "F2")
    assert outside.get(path).text.count('type="radio"') == 6
    post(outside, path, "help-F1=all&help-F2=some")
    post(outside, path, "help-F1=all&help-F2=none")
    assert log_of(installation) == [("F1", "delivered"), ("F2", "part"), ("F2", "missed")]
    assert 'value="none" required checked' in outside.get(path).text


@pytest.mark.parametrize("said", ["", "help-F1=perhaps", "help-F9=all", "other=1", "help-F1=all&" * 200, "x" * 70_000])
def test_what_is_no_answer_is_asked_again(installation: Installation, outside: Browser, case: str, said: str):
    answer = post(outside, link(installation, case, "F1"), said)
    assert (answer.status_code, "<title>Error: " in answer.text) == (400, True)
    assert log_of(installation) == []


def test_a_wrong_link_and_one_that_is_over_say_no_more(installation: Installation, outside: Browser, case: str):
    path = link(installation, case, "F1")
    link(installation, case, "F1")
    over = outside.get(path)
    assert (over.status_code, "This question is over" in over.text) == (410, True)
    assert post(outside, path, "help-F1=all").status_code == 410
    wrong = outside.get(f"{path}x")
    assert (wrong.status_code, "This link does not work" in wrong.text) == (404, True)
    assert log_of(installation) == []


def test_the_page_is_kept_out_of_search_and_the_token_out_of_logs(
    installation: Installation, outside: Browser, case: str
):
    path = link(installation, case, "F1")
    headers = outside.get(path).headers
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    record = logging.LogRecord("uvicorn.access", 20, "", 1, "%s", (f"GET {path} HTTP/1.1",), None)
    hide_tokens(record)
    assert path.removeprefix("/check-in/") not in record.getMessage()
