import re

import pytest
from sqlalchemy import text as sql

from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts
from ehcp_workflow.store.tables import CaseDeskRow
from ehcp_workflow.web.house import outbox as pages
from tests.web.conftest import Browser, make_case, on, signed_in

PAT = "pat@example.org"
FORMS = (
    "/outbox/held/imported/release",
    "/outbox/held/imported/drop",
    "/outbox/1/retry",
    "/outbox/1/seen",
    "/outbox/1/task",
    "/outbox/tasks/1/done",
)


def do(installation: Installation, statement: str) -> None:
    with installation.database.write() as unit:
        unit.execute(sql(statement))


def states(installation: Installation) -> list[str]:
    with installation.database.read() as unit:
        return list(unit.scalars(sql("SELECT state FROM outbox ORDER BY id")))


@pytest.fixture
def reference(installation: Installation) -> str:
    """A case with one message to a parent: the answer of the council is due on Monday 30 November 2026."""
    asked = NewEvent("request_received", on("2026-10-19"))
    return make_case(installation, asked, contacts=(Contact("parent", PAT, "Pat Parent", "by phone"),))


@pytest.fixture
def held(installation: Installation, reference: str) -> str:
    do(installation, "UPDATE outbox SET state = 'held', held_why = 'imported'")
    do(installation, "UPDATE cases SET quiet = 'imported'")
    return reference


def shown_in(browser: Browser) -> str:
    """What the page of the held messages says that it showed."""
    found = re.search(r'name="shown" value="([^"]+)"', browser.text("/outbox/held/imported"))
    assert found
    return found[1]


def test_messages_show_references_and_states_and_neither_names_nor_addresses(installation, browser, reference):
    for path in ("/outbox", "/outbox?group=waiting", "/outbox/1"):
        text = browser.text(path)
        assert reference in text
        assert "Waiting" in text
        for personal in ("Amina", "Pat Parent", PAT):
            assert personal not in text
    assert f'href="/cases/{reference}/messages"' in browser.text("/outbox/1")


def test_an_operator_knows_the_reference_and_is_led_to_no_case(installation, reference):
    operator = signed_in(installation, "operator")
    for path in ("/outbox", "/outbox/1"):
        assert reference in operator.text(path)
        assert "/cases/" not in operator.text(path)


def test_a_message_of_a_case_they_may_not_see_is_not_there(installation, browser, reference):
    with installation.database.write() as unit:
        unit.add(CaseDeskRow(case_id=1, team_id=accounts.team_named(unit, "north")))
    assert reference not in browser.text("/outbox?group=waiting")
    assert browser.get("/outbox/1").status_code == 404
    do(installation, "UPDATE outbox SET state = 'dead'")
    for act in ("retry", "seen", "task"):
        assert browser.post(f"/outbox/1/{act}").status_code == 404
    assert states(installation) == ["dead"]


def test_what_letting_go_would_tell_is_shown_before_it_is_let_go(installation, browser, held):
    text = browser.text("/outbox/held/imported")
    assert "<strong>1 message</strong> waits for your decision." in text
    assert "1 case is not accepted yet" in text
    assert "Due soon" in text
    assert held in text
    answer = browser.post("/outbox/held/imported/release", shown=shown_in(browser), most="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/outbox?group=waiting&done=released")
    assert states(installation) == ["due"]
    assert "They leave with the next delivery" in browser.text("/outbox?group=waiting&done=released")


def test_what_has_changed_since_it_was_shown_is_not_let_go(installation, browser, held):
    answer = browser.post("/outbox/held/imported/release", shown="0 0", most="")
    assert answer.status_code == 422
    assert "has changed since you looked" in answer.text
    assert states(installation) == ["held"]


def test_a_number_that_is_none_lets_nothing_go(installation, browser, held):
    answer = browser.post("/outbox/held/imported/release", shown=shown_in(browser), most="a few")
    assert answer.status_code == 422
    assert "Enter a number of messages" in answer.text
    assert states(installation) == ["held"]


def test_dropping_asks_whether_it_is_meant(installation, browser, held):
    shown = shown_in(browser)
    assert browser.post("/outbox/held/imported/drop", shown=shown).status_code == 422
    assert states(installation) == ["held"]
    assert browser.post("/outbox/held/imported/drop", shown=shown, sure="yes").status_code == 303
    assert states(installation) == ["cancelled"]


def test_a_message_given_up_is_tried_again(installation, browser, reference):
    do(installation, "UPDATE outbox SET state = 'dead'")
    do(installation, "UPDATE notices SET state = 'undeliverable'")
    assert "What you can do" in browser.text("/outbox/1")
    assert browser.post("/outbox/1/retry").headers["location"] == "/outbox/1?done=tried-again"
    assert states(installation) == ["due"]


def test_what_cannot_be_done_any_more_is_said_on_the_page(installation, browser, reference):
    do(installation, "UPDATE outbox SET state = 'accepted'")
    answer = browser.post("/outbox/1/retry")
    assert answer.status_code == 409
    assert "Message 1 is accepted, so it is not tried again." in answer.text


def test_a_message_in_doubt_becomes_a_task_which_is_closed(installation, browser, reference):
    do(installation, "UPDATE outbox SET state = 'unknown'")
    assert browser.post("/outbox/1/task").headers["location"] == "/outbox/tasks?done=tasks-made"
    text = browser.text("/outbox/tasks")
    assert reference in text
    assert "Parent, person 1" in text
    assert "Not known whether they were told" in text
    assert "Monday 30 November 2026" in text
    assert "Pat Parent" not in text
    assert browser.post("/outbox/tasks/1/done").status_code == 303
    assert "Nobody has to be reached by hand." in browser.text("/outbox/tasks")
    assert browser.post("/outbox/tasks/1/done").status_code == 404


def test_a_message_given_up_can_be_seen_to(installation, browser, reference):
    do(installation, "UPDATE outbox SET state = 'failed'")
    do(installation, "UPDATE notices SET state = 'undeliverable'")
    assert browser.post("/outbox/1/seen").status_code == 303
    assert "There are no messages like that." in browser.text("/outbox?group=trouble")


def test_pages_follow_each_other(installation, browser, reference, monkeypatch):
    monkeypatch.setattr(pages, "LINES_PER_PAGE", 1)
    asked = NewEvent("request_received", on("2026-10-19"))
    second = make_case(installation, asked, contacts=(Contact("parent", "sam@example.org", None, "by phone"),))
    first = browser.text("/outbox?group=waiting")
    assert second in first
    assert reference not in first
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert reference in browser.text(following[1].replace("&amp;", "&"))


@pytest.mark.parametrize("path", ["/outbox?group=lost", "/outbox?before=x", "/outbox/tasks?after=x"])
def test_a_place_that_is_none_is_refused(browser, path):
    assert browser.get(path).status_code == 400


@pytest.mark.parametrize("path", FORMS)
def test_no_form_does_anything_without_the_mark_of_ours(installation, browser, held, path):
    browser.csrf = "forged"
    assert browser.post(path, shown="1 1", sure="yes").status_code == 403
    assert states(installation) == ["held"]


@pytest.mark.parametrize(
    ("role", "status"), [("adviser", 200), ("supervisor", 200), ("operator", 200), ("read_only", 403)]
)
def test_those_who_operate_see_the_outbox(installation, role, status):
    browser = signed_in(installation, role)
    assert browser.get("/outbox").status_code == status
    assert browser.get("/outbox/tasks").status_code == status
    assert all(status == 200 or browser.post(path).status_code == 403 for path in FORMS)


def test_nobody_else_does(stranger):
    assert stranger.get("/outbox").status_code == 303
