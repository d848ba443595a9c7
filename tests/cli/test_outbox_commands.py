"""`ehcp outbox`: the messages that wait, that left, and that need a person."""

from collections.abc import Iterator

import pytest
from messages.conftest import Relay

from .conftest import NOBODY_LISTENS, Terminal

PAT, ANN = "pat@example.org", "ann@example.org"


@pytest.fixture
def relay() -> Iterator[Relay]:
    """A mail server on this machine."""
    running = Relay()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def waiting(ehcp: Terminal) -> Terminal:
    """A terminal on Monday 23 November 2026, with one message waiting for a parent and one for an adviser."""
    ehcp(f"case open --child 'Kim Fictional' --parent-email {PAT} --agreed 'phone, 3 May' --adviser-email {ANN}")
    ehcp("case event EHC-2026-0001 request_received 2026-10-05")
    return ehcp


def use(ehcp: Terminal, port: int) -> None:
    ehcp.set(EHCP_SMTP_HOST="127.0.0.1", EHCP_SMTP_PORT=port, EHCP_SMTP_SECURITY="none")


def states(ehcp: Terminal) -> list[str]:
    return [line["state"] for line in ehcp.json("outbox list")]


def test_what_waits_is_listed_newest_first(waiting: Terminal):
    said = waiting("outbox list")
    assert "2 2026-11-23 adviser email due 1 0 23 Nov 12:00 1 2026-11-23 family email due 1 0 23 Nov 12:00" in said
    lines = waiting.json("outbox list")
    assert [(line["id"], line["notices"], line["attempts"]) for line in lines] == [(2, 1, 0), (1, 1, 0)]


def test_only_the_states_asked_for_are_listed(waiting: Terminal):
    assert waiting.json("outbox list --state accepted --state dead") == []
    assert [line["id"] for line in waiting.json("outbox list --state accepted --state due")] == [2, 1]


def test_without_a_mail_server_messages_wait(waiting: Terminal):
    assert waiting("outbox send") == "2 waiting, 2 resting"
    assert states(waiting) == ["due", "due"]


def test_what_is_due_is_sent_once(waiting: Terminal, relay: Relay):
    use(waiting, relay.port)
    assert waiting.json("outbox send") == {
        "sent": 2, "deferred": 0, "failed": 0, "unknown": 0, "cancelled": 0,
        "collapsed": 0, "waiting": 0, "held": 0, "resting": 0,
    }  # fmt: skip
    assert sorted(relay.recipients) == [ANN, PAT]
    assert states(waiting) == ["accepted", "accepted"]
    assert waiting("outbox send") == "Nothing was due."
    assert len(relay.messages) == 2


def test_at_night_messages_wait_for_the_morning(waiting: Terminal, relay: Relay):
    use(waiting, relay.port)
    waiting.on("2026-11-23", hour=22)
    assert waiting("outbox send") == "2 waiting, 2 resting"
    assert relay.messages == []
    waiting.on("2026-11-24", hour=9)
    assert waiting("outbox send") == "2 sent"


def test_a_message_that_waits_for_its_next_try_need_not_wait(waiting: Terminal, relay: Relay):
    use(waiting, NOBODY_LISTENS)
    assert waiting("outbox send") == "2 deferred, 2 waiting, 2 resting"
    use(waiting, relay.port)
    assert waiting("outbox send") == "2 waiting, 2 resting"
    assert waiting("outbox retry 1") == "Message 1 is tried again with the next delivery."
    assert waiting("outbox send") == "1 sent, 1 waiting, 1 resting"
    assert states(waiting) == ["due", "accepted"]


def test_a_message_given_up_is_tried_again_by_hand(waiting: Terminal, relay: Relay):
    use(waiting, relay.port)
    relay.answers["DATA"] = "554 not today"
    assert waiting("outbox send") == "2 failed, 1 waiting, 1 resting"  # tomorrow's digest: the adviser is to phone
    assert "trouble Messages: 2 given up" in waiting("doctor", code=1)
    assert "2 2026-11-23 adviser email failed 1 1 permanent 554" in waiting("outbox list --state failed")
    relay.answers.clear()
    waiting("outbox retry 2")
    assert waiting("outbox send") == "1 sent, 1 waiting, 1 resting"
    assert states(waiting) == ["due", "accepted", "failed"]


def test_a_message_that_was_sent_is_not_sent_again(waiting: Terminal, relay: Relay):
    use(waiting, relay.port)
    waiting("outbox send")
    assert waiting.refused("outbox retry 1") == "Message 1 is accepted, so it is not tried again."
    assert "There is no message 7." in waiting.refused("outbox retry 7")
