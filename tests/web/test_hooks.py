"""Receipts and answers that providers bring: only with the token, harmless when doubled, early or of nobody of ours."""

import base64
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.services.outbox_desk import open_tasks
from ehcp_workflow.settings import Settings
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_points import add_point
from ehcp_workflow.web.app import create_app
from tests.web.conftest import MONDAY, Browser, make_case

TOKEN = "a-shared-hook-token"
NUMBER = "+447700900123"
REFERENCE = "0f8fad5bd9cb469fa16570867728950e"
PEOPLE = (Contact("parent", "a.parent@example.org", None, "by phone"), Contact("adviser", "b@example.org", None, "a"))


@pytest.fixture
def installation(home: Path) -> Iterator[Installation]:
    """A case whose parent has a number too; the parent's message was handed over to GOV.UK Notify."""
    with open_installation(Settings(hook_token=SecretStr(TOKEN))) as opened:
        opened.fixed_now = MONDAY
        make_case(opened, NewEvent("request_received", When.parse("2026-10-19")), contacts=PEOPLE)
        with opened.database.write() as unit:
            add_point(unit, opened.cipher, 1, "sms", NUMBER, Hand("test", MONDAY), replaced_too=True)
            unit.execute(
                text(
                    "UPDATE outbox SET state = 'accepted', provider = 'govuk', attempts = 1, message_id = :reference, "
                    "contact_point_id = 1, finished_at = next_at WHERE person_id = 1"
                ),
                {"reference": REFERENCE},
            )
            unit.execute(text("UPDATE notices SET state = 'told', told_at = planned_at WHERE person_id = 1"))
            unit.execute(
                text("INSERT INTO attempts (outbox_id, n, fence, started_at) SELECT id, 1, 1, planned_at FROM outbox")
            )
        yield opened


@pytest.fixture
def provider(installation: Installation) -> Browser:
    return Browser(create_app(installation), "203.0.113.9")


def _tell(provider: Browser, path: str, told: object, token: str = TOKEN) -> int:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    return provider.get(path, method="POST", content=json.dumps(told), **headers).status_code


def _receipt(status: str, reference: str | None = REFERENCE) -> dict[str, object]:
    """A delivery receipt as documented by GOV.UK Notify."""
    return {
        "id": "740e5834-3a29-46b4-9a6f-16142fde533a",
        "reference": reference,
        "to": "a.parent@example.org",
        "status": status,
        "created_at": "2026-11-23T08:30:00.000000Z",
        "completed_at": "2026-11-23T08:31:00.000000Z",
        "sent_at": "2026-11-23T08:30:10.000000Z",
        "notification_type": "email",
        "template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a",
        "template_version": 1,
    }


def _received(words: str) -> dict[str, object]:
    """A received text as documented by GOV.UK Notify; its numbers have no plus sign."""
    return {
        "id": "d5f5c1a8-6a2f-4b43-9f2d-7a4b7f9a1c11",
        "source_number": NUMBER.removeprefix("+"),
        "destination_number": "07700900111",
        "message": words,
        "date_received": "2026-11-23T09:00:00.000000Z",
    }


def _state(installation: Installation) -> str:
    with installation.database.read() as unit:
        return str(unit.execute(text("SELECT state FROM outbox WHERE person_id = 1 ORDER BY id")).scalars().first())


@pytest.mark.parametrize("path", ["/hooks/govuk", "/hooks/texts"])
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Bearer {TOKEN}x", f"Token {TOKEN}", "Basic ???"])
def test_who_does_not_know_the_token_is_not_heard(installation: Installation, provider: Browser, path: str, header):
    answer = provider.get(path, method="POST", content=json.dumps(_receipt("delivered")), Authorization=header)
    assert (answer.status_code, answer.content) == (403, b"")
    assert _state(installation) == "accepted"


@pytest.mark.parametrize("header", ["Bearer ", "Bearer", "Basic Og=="])
def test_without_a_token_of_our_own_nobody_is_heard(installation: Installation, provider: Browser, header: str):
    installation.settings.hook_token = None
    assert provider.get("/hooks/govuk", method="POST", Authorization=header).status_code == 403


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("delivered", "delivered"),
        ("permanent-failure", "failed"),
        ("temporary-failure", "failed"),
        ("technical-failure", "failed"),
        ("sending", "accepted"),
        ("something-new", "accepted"),
    ],
)
def test_a_receipt_says_how_a_message_ended(installation: Installation, provider: Browser, status: str, state: str):
    assert _tell(provider, "/hooks/govuk", _receipt(status)) == 204
    assert _tell(provider, "/hooks/govuk", _receipt(status)) == 204
    assert _state(installation) == state


def test_a_receipt_of_none_of_our_messages_is_taken_and_changes_nothing(installation: Installation, provider: Browser):
    for reference in (None, "unknown", "0" * 300):
        assert _tell(provider, "/hooks/govuk", _receipt("permanent-failure", reference)) == 204
    assert _state(installation) == "accepted"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b'{"id": 1}', b"[1]", b"\xff\xfe", b"[" * 60_000])
def test_what_cannot_be_read_is_refused_in_a_sentence(provider: Browser, body: bytes):
    answer = provider.get("/hooks/govuk", method="POST", content=body, Authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 400
    assert answer.text.startswith("This ")


def test_a_body_that_is_far_too_large_is_not_read(provider: Browser):
    answer = provider.get("/hooks/govuk", method="POST", content=b" " * 70_000, Authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 413


@pytest.mark.parametrize("words", ["STOP", "stop", " Stop. ", "UNSUBSCRIBE"])
def test_stop_by_text_stops_the_number(installation: Installation, provider: Browser, words: str):
    assert _tell(provider, "/hooks/govuk", _received(words)) == 204
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT channel, reason FROM suppressions")).all() == [("sms", "answered STOP")]
    [task] = open_tasks(installation)
    assert (task.subject, task.why) == ("stopped messages", "stopped sms; told by email now")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", json.dumps({"sender": NUMBER, "text": "STOP"})),
        ("application/x-www-form-urlencoded", "From=%2B447700900123&Body=STOP&To=447700900111"),  # Twilio
        ("application/json", json.dumps({"msisdn": "447700900123", "text": "Stop", "to": "447700900111"})),  # Vonage
        ("application/json", json.dumps({"webhook_event": "sms_mo", "data": {"sender": NUMBER, "text": "STOP"}})),
        ("application/json", json.dumps([{"from": "447700900123", "body": "STOP"}])),  # BulkSMS
    ],
)
def test_stop_is_heard_in_the_form_of_each_provider(installation: Installation, provider: Browser, kind, body):
    basic = base64.b64encode(f"hook:{TOKEN}".encode()).decode()
    answer = provider.get(
        "/hooks/texts", method="POST", content=body, Authorization=f"Basic {basic}", **{"Content-Type": kind}
    )
    assert answer.status_code == 204
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT count(*) FROM suppressions")).scalar_one() == 1


def test_any_other_answer_becomes_one_task_and_its_words_are_kept_nowhere(
    installation: Installation, provider: Browser, home: Path, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            assert _tell(provider, "/hooks/texts", {"sender": NUMBER, "text": "What does zyxwv mean?"}) == 204
    [task] = open_tasks(installation)
    assert (task.subject, task.why) == ("answered a text", "answered a text: ask what they need")
    assert "A text came in: told" in caplog.text
    assert "7700900123" not in caplog.text
    stored = b"".join(path.read_bytes() for path in home.glob("ehcp.db*"))
    assert b"zyxwv" not in stored
    assert b"7700900123" not in stored


@pytest.mark.parametrize("sender", ["+447700900999", "60777", "NOTIFY", "", "+" + "4" * 500])
def test_a_text_from_nobody_of_ours_is_harmless(installation: Installation, provider: Browser, sender: str):
    assert _tell(provider, "/hooks/texts", {"sender": sender, "text": "hello"}) == 204
    assert open_tasks(installation) == []


def test_while_the_database_cannot_be_used_the_provider_is_asked_to_come_again(
    installation: Installation, provider: Browser
):
    with installation.database.write() as unit:
        unit.execute(text("ALTER TABLE receipts RENAME TO elsewhere"))
    assert _tell(provider, "/hooks/govuk", _receipt("delivered")) == 503
