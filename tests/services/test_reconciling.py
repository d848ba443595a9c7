"""What became of messages: asked after, told, come back. Whatever the order, and however often, the end is the same."""

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bounced import complaint, dsn, out_of_office
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st
from relay import SILENT, Relay
from sqlalchemy import text

from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.bounces import bounce_address
from ehcp_workflow.services.delivery import LEASE, deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import open_tasks, retry_message
from ehcp_workflow.services.receiving import take
from ehcp_workflow.services.reconciling import reconcile, take_bounce
from ehcp_workflow.store import consents, outbox
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_points import add_point
from ehcp_workflow.store.receipts import Receipt

from installations import PARENT, installed, make_case

DELIVERED = Sent(Outcome.ACCEPTED, "delivered", "done", "", "n1")
SENDING = Sent(Outcome.ACCEPTED, "sending", "done", "", "n1")
NO_SUCH = Sent(Outcome.PERMANENT, "permanent-failure", "rcpt", "", "n1")
BROKEN = Sent(Outcome.RETRY, "technical-failure", "connect", "", "n1")
SECOND = "a.second@example.org"


@pytest.fixture
def due(installation: Installation) -> Installation:
    """A case whose first limit ends in 7 days: one message for the parent, one for the adviser."""
    _set_up(installation)
    return installation


def _set_up(installation: Installation) -> None:
    installation.settings = installation.settings.model_copy(update={"bounce_address": "back@mail.example.net"})
    make_case(installation, ("request_received", "2026-10-19"))


def _second_address(installation: Installation) -> None:
    hand = Hand("test", installation.now())
    with installation.database.write() as unit:
        point, _ = add_point(unit, installation.cipher, 1, "email", SECOND, hand, replaced_too=True)
        consents.give(unit, point, ["reminders"], "by phone", "test", hand.at)


def _at(installation: Installation, **later: float) -> Installation:
    assert installation.fixed_now is not None
    return replace(installation, fixed_now=installation.fixed_now + timedelta(**later))


def _rows(installation: Installation, question: str) -> list[tuple[object, ...]]:
    with installation.database.read() as unit:
        return [tuple(row) for row in unit.execute(text(question)).all()]


def _mine(installation: Installation) -> int:
    """The parent's first message."""
    return int(str(_rows(installation, "SELECT min(id) FROM outbox WHERE person_id = 1")[0][0]))


def _state(installation: Installation) -> object:
    return _rows(installation, f"SELECT state FROM outbox WHERE id = {_mine(installation)}")[0][0]


def _bounce(installation: Installation, status: str, action: str = "failed") -> bytes:
    return dsn(bounce_address(installation, _mine(installation)), status, action)


def test_an_address_that_does_not_exist_stops_and_what_was_told_goes_by_the_next(due: Installation):
    _second_address(due)
    deliver(due, Relay().by())
    assert take_bounce(due, _bounce(due, "5.1.1")) == "failed"
    assert _state(due) == "failed"
    assert _rows(due, "SELECT stopped_why FROM contact_points WHERE id = 1") == [("bounced (5.1.1)",)]
    relay = Relay()
    deliver(_at(due, days=1), relay.by())
    assert [message.to for message in relay.handed] == [SECOND]
    assert open_tasks(due) == []


def test_where_there_is_no_other_way_it_becomes_a_task_exactly_once(due: Installation):
    deliver(due, Relay().by())
    raw = _bounce(due, "5.1.1")
    assert [take_bounce(due, raw), take_bounce(due, raw), take_bounce(due, _bounce(due, "5.7.1"))] == [
        "failed", "ignored", "kept",
    ]  # fmt: skip
    [task] = open_tasks(due)
    assert (task.person_id, task.why) == (1, "no safe way left")
    reconcile(due, {})
    assert len(open_tasks(due)) == 1


def test_a_full_mailbox_is_tried_again_another_time_but_this_time_somebody_must_phone(due: Installation):
    deliver(due, Relay().by())
    take_bounce(due, _bounce(due, "5.2.2"))
    assert _rows(due, "SELECT stopped_why, soft_bounces FROM contact_points WHERE id = 1") == [(None, 1)]
    assert len(open_tasks(due)) == 1


def test_a_message_that_is_late_is_not_lost(due: Installation):
    deliver(due, Relay().by())
    assert take_bounce(due, _bounce(due, "4.4.1", "delayed")) == "kept"
    assert (_state(due), open_tasks(due)) == ("accepted", [])
    assert take_bounce(due, _bounce(due, "2.0.0", "delivered")) == "delivered"
    assert _state(due) == "delivered"


def test_who_complains_is_written_to_no_more_and_the_adviser_knows(due: Installation):
    deliver(due, Relay().by())
    address = bounce_address(due, _mine(due))
    assert [take_bounce(due, complaint(address)), take_bounce(due, complaint(address))] == ["complaint", "ignored"]
    assert _rows(due, "SELECT reason FROM suppressions") == [("complained",)]
    assert [task.subject for task in open_tasks(due)] == ["stopped messages"]
    assert _state(due) == "accepted"


def test_the_bounce_folder_is_read_once_and_put_away(due: Installation, tmp_path: Path):
    folder = tmp_path / "Maildir"
    (folder / "new").mkdir(parents=True)
    due.settings = due.settings.model_copy(update={"bounce_folder": folder})
    deliver(due, Relay().by())
    mails = {
        "1": _bounce(due, "5.1.1"),
        "2": dsn("back+1-0123456789abcdef@mail.example.net", "5.1.1"),
        "3": out_of_office(bounce_address(due, _mine(due))),
        "4": b"\xff\x00",
    }
    for name, raw in mails.items():
        (folder / "new" / name).write_bytes(raw)
    report = reconcile(due, {})
    assert (report.bounces, report.failed, report.ignored) == (4, 1, 3)
    assert sorted(path.name for path in (folder / "cur").iterdir()) == ["1:2,S", "2:2,S", "3:2,S", "4:2,S"]
    assert reconcile(due, {}).bounces == 0


def test_a_bounce_folder_that_is_not_there_yet_is_no_trouble(due: Installation, tmp_path: Path):
    due.settings = due.settings.model_copy(update={"bounce_folder": tmp_path / "nowhere"})
    assert reconcile(due, {}).bounces == 0


def test_a_receipt_that_comes_before_we_know_that_the_message_left_is_kept_and_applied_later(due: Installation):
    told: list[str | None] = []

    def tell() -> None:
        if not told:
            told.append(take_bounce(due, _bounce(due, "5.1.1")))

    deliver(due, Relay(before=tell).by(), senders=1)
    assert told == ["kept"]
    assert _state(due) == "accepted"
    assert reconcile(due, {}).failed == 1
    assert _state(due) == "failed"
    assert len(open_tasks(due)) == 1
    assert reconcile(due, {}).failed == 0


def test_what_was_told_of_an_earlier_attempt_says_nothing_of_this_one(due: Installation):
    deliver(due, Relay().by())
    take_bounce(due, _bounce(due, "5.2.2"))
    retry_message(due, _mine(due))
    later = _at(due, days=1)
    deliver(later, Relay().by())
    assert _state(due) == "accepted"
    assert reconcile(later, {}).failed == 0


def _notify(due: Installation, answer: Sent | None, *first: Sent) -> Relay:
    """A provider that can be asked, which took the messages and says the same of each."""
    relay = Relay(list(first), provider="govuk", can_be_asked=True, resend_unknown=False)
    deliver(due, relay.by())
    for message in relay.handed:
        if answer:
            relay.arrived[message.reference] = replace(answer, provider_ref=message.reference)
    return relay


def test_a_provider_that_can_be_asked_is_asked_until_it_knows_the_end_but_not_more_than_hourly(due: Installation):
    relay = _notify(due, SENDING)
    assert [reconcile(_at(due, minutes=n), relay.by()).asked for n in (0, 15, 45, 61, 75)] == [2, 0, 0, 2, 0]
    relay.arrived = {reference: replace(DELIVERED, provider_ref=reference) for reference in relay.arrived}
    report = reconcile(_at(due, hours=3), relay.by())
    assert (report.asked, report.delivered) == (2, 2)
    assert _rows(due, "SELECT DISTINCT state FROM outbox") == [("delivered",)]
    assert reconcile(_at(due, hours=5), relay.by()).asked == 0


def test_a_provider_is_not_asked_for_ever(due: Installation):
    relay = _notify(due, SENDING)
    assert reconcile(_at(due, days=4), relay.by()).asked == 0


def test_a_number_that_the_provider_found_dead_later_stops(due: Installation):
    relay = _notify(due, NO_SUCH)
    assert reconcile(due, relay.by()).failed == 2
    assert _rows(due, "SELECT DISTINCT state FROM outbox WHERE provider = 'govuk'") == [("failed",)]
    assert _rows(due, "SELECT count(*) FROM suppressions") == [(2,)]


def test_a_provider_that_broke_down_does_not_condemn_the_address(due: Installation):
    relay = _notify(due, BROKEN)
    assert reconcile(due, relay.by()).failed == 2
    assert _rows(due, "SELECT count(*) FROM suppressions") == [(0,)]
    assert [task.why for task in open_tasks(due)] == ["given up (technical-failure)"]


def test_a_message_of_unknown_end_that_the_provider_has_is_told(due: Installation):
    relay = _notify(due, SENDING, SILENT, SILENT)
    assert _state(due) == "unknown"
    assert reconcile(due, relay.by()).accepted == 2
    assert _rows(due, "SELECT DISTINCT state FROM notices") == [("told",)]
    assert reconcile(due, relay.by()).asked == 0


def test_a_message_of_unknown_end_that_the_provider_has_not_got_waits_for_its_next_try(due: Installation):
    relay = _notify(due, None, SILENT, SILENT)
    assert reconcile(due, relay.by()).asked == 2
    assert _state(due) == "unknown"


def test_a_provider_that_does_not_answer_is_asked_one_question_and_left_alone(due: Installation):
    relay = _notify(due, SENDING)
    asked: list[str] = []

    class Silent(Relay):
        def look_up(self, reference: str) -> Sent | None:
            asked.append(reference)
            return super().look_up(reference)

    silent = Silent(provider="govuk", can_be_asked=True, cannot_be_asked_now=True)
    assert reconcile(due, {Channel.EMAIL: silent}).asked == 0
    assert len(asked) == 1
    assert reconcile(due, relay.by()).asked == 2


def test_nothing_is_held_open_while_a_provider_is_asked(due: Installation):
    relay = _notify(due, SENDING)

    class Writing(Relay):
        def look_up(self, reference: str) -> Sent | None:
            with due.database.write() as unit:  # would wait for 30 seconds if a transaction were open
                unit.execute(text("UPDATE providers SET failures = 0"))
            return SENDING

    assert reconcile(due, {Channel.EMAIL: Writing(provider="govuk", can_be_asked=True)}).asked == 2
    assert relay.handed


def test_the_claim_of_a_dead_worker_is_given_back(due: Installation):
    with due.database.write() as unit:
        outbox.claim(unit, due.now(), LEASE, "email", limit=2)
    assert reconcile(due, {}).released == 0
    assert reconcile(_at(due, minutes=6), {}).released == 2


def test_an_urgent_message_that_came_back_finds_another_address_on_the_same_channel(due: Installation):
    _second_address(due)
    with due.database.write() as unit:
        unit.execute(text("UPDATE outbox SET priority = 0, key = 'notice:1:email' WHERE person_id = 1"))
    deliver(due, Relay().by())
    take_bounce(due, _bounce(due, "5.1.1"))
    relay = Relay()
    deliver(due, relay.by())
    assert [message.to for message in relay.handed] == [SECOND]


def test_no_address_is_in_any_log(due: Installation, caplog: pytest.LogCaptureFixture):
    deliver(due, Relay().by())
    with caplog.at_level(logging.DEBUG):
        take_bounce(due, _bounce(due, "5.1.1"))
        take_bounce(due, b"To: " + PARENT.encode())
        reconcile(due, {})
    assert PARENT not in caplog.text


EVENTS = ("delivered", "delayed", "temporary", "lost", "permanent", "complaint")
_END = (
    "SELECT state, last_outcome FROM outbox WHERE id <= 2 ORDER BY id",
    "SELECT state, kind, audience, person_id FROM notices ORDER BY key",
    "SELECT stopped_at IS NULL FROM contact_points ORDER BY id",
    "SELECT channel FROM suppressions ORDER BY value_lookup",
    "SELECT count(*) FROM consents",
    "SELECT case_id, person_id FROM tasks WHERE key NOT LIKE '%stopped messages%' ORDER BY key",
)


@contextmanager
def _handed_over(folder: Path) -> Iterator[Installation]:
    with installed(folder, None, "2026-11-23") as installation:
        _set_up(installation)
        deliver(installation, Relay().by())
        yield installation


def _end_after(folder: Path, events: list[str]) -> list[list[tuple[object, ...]]]:
    with _handed_over(folder) as installation:
        for event in events:
            with installation.database.write() as unit:
                take(installation, unit, Receipt("mail", event, event, "1.2.3", _mine(installation)))
            reconcile(installation, {})
        return [_rows(installation, question) for question in _END]


@given(events=st.lists(st.sampled_from(EVENTS), min_size=1, max_size=4), shuffle=st.randoms(use_true_random=False))
@search(max_examples=12)
def test_whatever_the_order_and_however_often_receipts_come_the_end_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, events: list[str], shuffle
):
    mixed = [*events, *events]
    shuffle.shuffle(mixed)
    first, second = (_end_after(tmp_path_factory.mktemp("order"), told) for told in (events, mixed))
    assert first == second


@pytest.mark.parametrize("pair", list(itertools.combinations(("delivered", "permanent", "temporary", "complaint"), 2)))
def test_two_receipts_in_either_order_come_to_the_same_end(tmp_path: Path, pair: tuple[str, str]):
    assert _end_after(tmp_path / "a", list(pair)) == _end_after(tmp_path / "b", list(reversed(pair)))
