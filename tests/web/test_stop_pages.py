"""The page behind a stop link: reached from anywhere, by anybody who has the link, and saying nothing of anybody."""

import logging

import pytest
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import open_tasks
from ehcp_workflow.services.people.changing import change_address
from ehcp_workflow.services.stopping import stop_token
from ehcp_workflow.web.app import create_app
from ehcp_workflow.web.public import hide_tokens
from tests.web.conftest import Browser, make_case

PARENT, ADVISER = "amina.parent@example.org", "an.adviser@example.org"
PEOPLE = (Contact("parent", PARENT, "Pat Parent", "by phone"), Contact("adviser", ADVISER, None, "adviser"))
REQUEST = NewEvent("request_received", When.parse("2026-10-19"))
OUTSIDE = "203.0.113.9"


@pytest.fixture
def outside(installation: Installation) -> Browser:
    """Somebody elsewhere, who comes by the name that people outside use."""
    make_case(installation, REQUEST, contacts=PEOPLE)
    return Browser(create_app(installation), OUTSIDE)


def _link(installation: Installation, contact_point_id: int = 1) -> str:
    return f"/stop/{stop_token(installation, contact_point_id)}"


def _one_click(browser: Browser, path: str):
    form = {"Content-Type": "application/x-www-form-urlencoded", "Host": "dates.example.org"}
    return browser.get(path, method="POST", content="List-Unsubscribe=One-Click", **form)


def _rows(installation: Installation, question: str) -> list[tuple[object, ...]]:
    with installation.database.read() as unit:
        return [tuple(row) for row in unit.execute(text(question)).all()]


def test_the_page_says_what_is_stopped_and_nothing_of_anybody(installation: Installation, outside: Browser):
    answer = outside.get(_link(installation), Host="dates.example.org")
    assert answer.status_code == 200
    assert "Stop messages by e-mail" in answer.text
    assert answer.text.count("<button") == 1
    for word in ("EHC", "Amina", "Pat", "example.org", "EHCP", "<script", "http"):
        assert word not in answer.text


def test_the_page_is_kept_out_of_search_and_lets_nothing_in_or_out(installation: Installation, outside: Browser):
    headers = outside.get(_link(installation)).headers
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script" not in headers["content-security-policy"]
    assert "set-cookie" not in headers


def test_looking_at_the_link_changes_nothing(installation: Installation, outside: Browser):
    before = _rows(installation, "SELECT count(*) FROM consents")
    outside.get(_link(installation))
    assert _rows(installation, "SELECT count(*) FROM consents") == before
    assert _rows(installation, "SELECT count(*) FROM suppressions") == [(0,)]


def test_one_click_from_a_mail_program_stops_once(installation: Installation, outside: Browser):
    first, second = (_one_click(outside, _link(installation)) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "no more messages by e-mail" in first.text
    assert "were stopped before" in second.text
    assert "were stopped before" in outside.get(_link(installation)).text
    assert _rows(installation, "SELECT count(*) FROM suppressions") == [(1,)]
    assert _rows(installation, "SELECT count(*) FROM consents WHERE NOT given") == [(3,)]


def test_an_old_link_says_that_messages_go_elsewhere_now_and_how_to_stop_those(
    installation: Installation, outside: Browser
):
    change_address(installation, 1, "amina.new@example.org", "test")
    pages = [outside.get(_link(installation)), *(_one_click(outside, _link(installation)) for _ in range(2))]
    for page in pages:
        assert "Messages go to another address now" in page.text
        assert "tell the person who helps you" in page.text
        assert "no more messages by e-mail" not in page.text
        assert "do not need to do anything" not in page.text
        assert "example.org" not in page.text


def test_the_adviser_gets_one_clear_task_in_place_of_all_that_waited(installation: Installation, outside: Browser):
    _one_click(outside, _link(installation))
    [task] = open_tasks(installation)
    assert (task.reference, task.subject, task.why) == (
        "EHC-2026-0001",
        "stopped messages",
        "stopped email: phone or write",
    )
    assert _rows(installation, "SELECT state FROM outbox WHERE person_id = 1") == [("cancelled",)]
    told = "SELECT count(*) FROM notices WHERE kind = 'task' AND audience = 'adviser' AND state = 'planned'"
    assert _rows(installation, told) == [(1,)]


@pytest.mark.parametrize(
    "token", ["1", "1-", "1-00000000000000000000000000000000", "x", "2-abc", "9999999999999999999", "%00", "-1-a"]
)
def test_a_wrong_link_is_a_plain_page_that_says_no_more(installation: Installation, outside: Browser, token: str):
    for method in ("GET", "POST"):
        answer = outside.get(f"/stop/{token}", method=method)
        assert answer.status_code == 404
        assert "This link does not work" in answer.text
    assert open_tasks(installation) == []


def test_a_link_of_one_address_does_not_stop_another(installation: Installation, outside: Browser):
    signature = stop_token(installation, 1).partition("-")[2]
    assert outside.get(f"/stop/2-{signature}", method="POST").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/cases/EHC-2026-0001"), ("GET", "/stop"), ("PUT", "/stop/1-a"), ("GET", "/stop/1-a/x"),
     ("GET", "/hooks/govuk"), ("POST", "/hooks/other"), ("GET", "/healthz"), ("GET", "/static"),
     ("GET", "/stop/../cases/EHC-2026-0001"), ("GET", "/stop/%2e%2e%2fcases%2fEHC-2026-0001")],
)  # fmt: skip
def test_nothing_else_is_reached_from_outside(outside: Browser, method: str, path: str):
    answer = outside.get(path, method=method)
    assert answer.status_code == 403
    assert "Amina" not in answer.text
    assert "EHC-2026" not in answer.text


def test_under_a_name_from_outside_only_the_public_addresses_answer(installation: Installation, outside: Browser):
    near = Browser(outside.app)  # a proxy on this machine that kept the name
    assert near.get(_link(installation), Host="dates.example.org").status_code == 200
    assert near.get("/", Host="dates.example.org").status_code == 400
    assert near.get("/cases/EHC-2026-0001", Host="dates.example.org").status_code == 400


def test_a_database_that_cannot_be_used_is_said_without_more(installation: Installation, outside: Browser):
    link = _link(installation)
    with installation.database.write() as unit:
        unit.execute(text("ALTER TABLE contact_points RENAME TO elsewhere"))
    answer = outside.get(link)
    assert answer.status_code == 503
    assert "Nothing was changed" in answer.text


def test_the_log_of_requests_keeps_no_token(installation: Installation):
    path = _link(installation)
    record = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', (OUTSIDE, "GET", path, "1.1", 200), None
    )
    assert hide_tokens(record)
    assert record.getMessage() == f'{OUTSIDE} - "GET /stop/… HTTP/1.1" 200'
