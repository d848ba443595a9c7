"""Delivery: told once, only what is still true, only by day, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from relay import BUSY, NOBODY, SILENT, SPAM, Relay
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Sent
from ehcp_workflow.messages.outgoing import Outgoing
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.delivery import LEASE, WAITS, deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import messages, retry_message
from ehcp_workflow.store import notices, outbox, outbox_lists

from installations import ADVISER, PARENT, make_case, on_day


@pytest.fixture
def due(installation: Installation) -> Installation:
    """A case whose first limit ends in 7 days: one message for the parent, one for the adviser."""
    make_case(installation, ("request_received", "2026-10-19"))
    return installation


def _states(installation: Installation) -> tuple[dict[str, int], dict[str, int]]:
    with installation.database.read() as unit:
        return outbox_lists.count_by_state(unit), notices.count_by_state(unit)


def _at(installation: Installation, *, minutes: float) -> Installation:
    assert installation.fixed_now is not None
    return replace(installation, fixed_now=installation.fixed_now + timedelta(minutes=minutes))


def test_each_person_is_told_once(due: Installation):
    relay = Relay()
    first, second = deliver(due, relay.by()), deliver(due, relay.by())
    assert sorted(email.to for email in relay.handed) == [PARENT, ADVISER]
    assert (first.sent, second.sent, second.waiting) == (2, 0, 0)
    assert _states(due) == ({"accepted": 2}, {"told": 2})


def test_a_message_says_the_date_and_names_nobody(due: Installation):
    relay = Relay()
    deliver(due, relay.by())
    for email in relay.handed:
        assert "Monday 30 November 2026" in email.text
        assert "Monday 30 November 2026" in email.html
        assert "in 7 days" in email.text
        whole = email.subject + email.text + email.html
        for secret in ("Kim", "Fictional", "Pat", "Camden"):
            assert secret not in whole
        assert "EHC" not in email.subject


def test_many_dates_make_one_message_a_day(installation: Installation):
    for _ in range(4):
        make_case(installation, ("request_received", "2026-10-19"))
    relay = Relay()
    deliver(installation, relay.by())
    to_adviser = [email for email in relay.handed if email.to == ADVISER]
    assert len(to_adviser) == 1
    assert to_adviser[0].text.count("EHC-2026-") >= 4


def test_what_comes_up_after_todays_message_waits_for_tomorrows(due: Installation):
    relay = Relay()
    deliver(due, relay.by())
    make_case(due, ("request_received", "2026-10-19"))
    deliver(due, relay.by())
    assert [email.to for email in relay.handed].count(ADVISER) == 1
    deliver(on_day(due, "2026-11-24"), relay.by())
    assert [email.to for email in relay.handed].count(ADVISER) == 2


def test_what_is_no_longer_true_is_not_sent(due: Installation):
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-11-23"))
    casework.record_event(due, "EHC-2026-0001", answer, by="test")
    relay = Relay()
    report = deliver(due, relay.by())
    assert (relay.handed, report.cancelled) == ([], 2)
    assert _states(due) == ({"cancelled": 2}, {"satisfied": 2})


def test_a_later_rung_takes_the_place_of_one_that_was_not_sent(due: Installation):
    late = on_day(due, "2026-12-01")
    checks.check_deadlines(late)
    relay = Relay()
    deliver(late, relay.by())
    assert _states(late)[1] == {"superseded": 2, "told": 2}
    assert all("1 day ago" in email.text for email in relay.handed)


def test_a_corrected_date_is_told_as_it_now_is(due: Installation):
    with due.database.read() as unit:
        event_id = unit.execute(text("SELECT id FROM events")).scalar_one()
    casework.correct_event(due, "EHC-2026-0001", event_id, When.parse("2026-10-18"), by="test")
    relay = Relay()
    deliver(due, relay.by())
    assert all("Sunday 29 November 2026" in email.text for email in relay.handed)
    assert not any("30 November" in email.text for email in relay.handed)


@pytest.mark.parametrize(
    ("utc", "leaves"),
    [
        ("2026-11-23T07:59", False),
        ("2026-11-23T08:00", True),
        ("2026-11-23T19:59", True),
        ("2026-11-23T20:00", False),
        ("2026-07-01T06:59", False),  # British Summer Time: 07:59 in London
        ("2026-07-01T07:00", True),
        ("2026-07-01T19:00", False),
    ],
)
def test_nothing_leaves_outside_sending_hours_in_london(installation: Installation, utc: str, leaves: bool):
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    request = (moment.date() - timedelta(days=35)).isoformat()
    installation.fixed_now = moment.replace(hour=0)
    make_case(installation, ("request_received", request))
    installation.fixed_now = moment
    relay = Relay()
    report = deliver(installation, relay.by())
    assert bool(relay.handed) == leaves
    assert report.resting == (1 if leaves and utc.endswith("00") else 0 if leaves else 2)  # a digest leaves at 08:30


def test_without_a_mail_server_messages_wait(due: Installation):
    due.settings = due.settings.model_copy(update={"smtp_host": None})
    report = deliver(due, {})
    assert (report.sent, report.waiting, report.resting) == (0, 2, 2)


def test_who_has_not_agreed_is_never_written_to(installation: Installation):
    record = make_case(installation, people=False)
    with installation.database.write() as unit:
        casework.add_contacts(installation, unit, record.id, (Contact("parent", PARENT),))
    casework.record_event(
        installation, record.reference, NewEvent("request_received", When.parse("2026-10-19")), "test"
    )
    relay = Relay()
    deliver(installation, relay.by())
    assert (relay.handed, _states(installation)) == ([], ({}, {"undeliverable": 1}))


def test_who_said_no_after_the_message_was_planned_is_not_written_to(due: Installation):
    with due.database.write() as unit:
        casework.add_contacts(due, unit, 1, (Contact("parent", PARENT, refused=True),))
    relay = Relay()
    deliver(due, relay.by())
    assert [email.to for email in relay.handed] == [ADVISER]
    assert _states(due)[1] == {"undeliverable": 1, "told": 1, "planned": 1}  # the adviser is to phone tomorrow


def test_a_busy_server_is_tried_again_later_with_what_is_true_by_then(due: Installation):
    relay = Relay([BUSY, BUSY])
    assert deliver(due, relay.by()).deferred == 2
    assert deliver(_at(due, minutes=0.5), relay.by()).sent == 0
    assert deliver(on_day(due, "2026-11-25"), relay.by()).sent == 2
    assert "in 7 days" in relay.handed[0].text
    assert "in 5 days" in relay.handed[-1].text
    assert len({email.reference for email in relay.handed}) == 4  # other words are another message


def test_an_unanswered_message_is_sent_again_the_same_to_the_byte(due: Installation):
    relay = Relay([SILENT, SILENT])
    assert deliver(due, relay.by()).unknown == 2
    deliver(_at(due, minutes=3), relay.by())
    first, second = ({e.to: e for e in relay.handed[i : i + 2]} for i in (0, 2))
    assert first == second
    assert _states(due) == ({"accepted": 2}, {"told": 2})


def test_an_address_that_does_not_exist_is_never_used_again(due: Installation):
    relay = Relay([NOBODY, NOBODY])
    assert deliver(due, relay.by()).failed == 2
    assert _states(due) == ({"failed": 2, "due": 1}, {"undeliverable": 2, "planned": 1})  # the adviser is to phone
    make_next = on_day(due, "2026-12-01")
    checks.check_deadlines(make_next)
    deliver(make_next, relay.by())
    assert len(relay.handed) == 2


def test_a_refused_content_does_not_condemn_the_address(due: Installation):
    relay = Relay([SPAM, SPAM])
    deliver(due, relay.by())
    later = on_day(due, "2026-12-01")
    checks.check_deadlines(later)
    assert deliver(later, relay.by()).sent == 2


def test_a_message_is_given_up_after_its_last_try_and_can_be_tried_again_by_a_person(due: Installation):
    relay = Relay([BUSY] * 2 * (len(WAITS) + 1))
    here = due
    for wait in (*WAITS, 0):
        deliver(here, relay.by())
        here = _at(here, minutes=wait * 1.3)
    assert _states(due) == ({"dead": 2, "accepted": 1}, {"undeliverable": 2, "told": 1})  # the adviser is to phone
    dead = messages(due, ["dead"])
    for line in dead:
        retry_message(due, line.id)
    again = Relay()
    deliver(on_day(due, "2026-11-23"), again.by())
    assert [email.to for email in again.handed] == [PARENT]  # the adviser has had a message that day


def test_a_message_that_cannot_be_made_stops_no_other(due: Installation, caplog: pytest.LogCaptureFixture):
    class Picky(Relay):
        def send(self, message: Outgoing) -> Sent:
            if message.to == PARENT:
                raise ValueError(message.to)
            return super().send(message)

    report = deliver(due, Picky().by())
    assert (report.failed, report.sent) == (1, 1)
    assert PARENT not in caplog.text
    assert "ValueError" in caplog.text


def test_two_workers_at_once_tell_everybody_once(installation: Installation):
    for n in range(12):
        record = make_case(installation, people=False)
        family = Contact("parent", f"p{n}@example.org", consent_source="phone")
        with installation.database.write() as unit:
            casework.add_contacts(installation, unit, record.id, (family,))
        casework.record_event(
            installation, record.reference, NewEvent("request_received", When.parse("2026-10-19")), "t"
        )
    relay = Relay()
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: deliver(installation, relay.by()), range(3)))
    assert sum(report.sent for report in reports) == 12
    assert sorted(email.to for email in relay.handed) == sorted({email.to for email in relay.handed})


def test_a_worker_that_died_before_its_attempt_loses_nothing(due: Installation):
    with due.database.write() as unit:
        claims = outbox.claim(unit, due.now(), LEASE, "email", limit=2)
    assert len(claims) == 2
    relay = Relay()
    assert deliver(due, relay.by()).sent == 0  # still leased
    assert deliver(_at(due, minutes=6), relay.by()).sent == 2


def test_a_worker_that_died_after_its_attempt_began_leaves_it_unknown_and_it_is_sent_again(due: Installation):
    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    relay = Relay(before=die)
    with pytest.raises(Killed):
        deliver(due, relay.by())
    after = Relay()
    assert deliver(_at(due, minutes=6), after.by()).sent == 2
    with due.database.read() as unit:
        attempts = unit.execute(text("SELECT n, outcome FROM attempts ORDER BY outbox_id, n")).all()
    assert (1, None) in attempts


def test_a_worker_whose_lease_ended_marks_nothing(due: Installation):
    others = Relay()

    def overtake() -> None:
        if not others.handed:
            deliver(_at(due, minutes=6), others.by())

    slow = Relay([BUSY], before=overtake)
    deliver(due, slow.by())
    assert len(others.handed) == 2
    assert _states(due) == ({"accepted": 2}, {"told": 2})


def test_the_lease_is_longer_than_a_send_can_take():
    server = MailServer("127.0.0.1", 25, "", "", "none", "reminders@example.org", "Reminders")
    assert LEASE.total_seconds() > 2 * server.deadline


def test_the_sums_agree(due: Installation):
    for day, answers in (("2026-11-23", [BUSY]), ("2026-11-24", [SILENT]), ("2026-12-01", [])):
        here = on_day(due, day)
        checks.check_deadlines(here)
        deliver(here, Relay(answers).by())
    _, by_state = _states(due)
    with due.database.read() as unit:
        assert sum(by_state.values()) == unit.execute(text("SELECT count(*) FROM notices")).scalar_one()


def test_after_days_without_a_mail_server_each_person_gets_one_message_with_everything(due: Installation):
    for day in ("2026-11-24", "2026-11-25"):
        make_case(on_day(due, day), ("request_received", "2026-10-20" if day.endswith("24") else "2026-10-21"))
    relay = Relay()
    deliver(on_day(due, "2026-11-26"), relay.by())
    (to_adviser,) = [email for email in relay.handed if email.to == ADVISER]
    assert {f"EHC-2026-000{n}" for n in (1, 2, 3)} <= set(to_adviser.text.replace(":", " ").split())
    assert set(_states(due)[0]) == {"accepted", "cancelled"}
    assert set(_states(due)[1]) == {"told"}


def test_a_message_put_off_to_a_day_on_which_another_left_waits_for_the_next(due: Installation):
    relay = Relay([BUSY, BUSY])
    deliver(due, relay.by())  # both are put off
    tomorrow = on_day(due, "2026-11-24")
    make_case(tomorrow, ("request_received", "2026-10-20"))
    with tomorrow.database.write() as unit:
        unit.execute(text("UPDATE outbox SET next_at = '2026-11-24 18:00:00+00:00' WHERE london_date = '2026-11-23'"))
    deliver(tomorrow, relay.by())
    evening = _at(tomorrow, minutes=7 * 60)
    assert deliver(evening, relay.by()).resting == 1  # the adviser's; the parent was told nothing else today
    assert [email.to for email in relay.handed[2:]].count(ADVISER) == 1
    deliver(on_day(due, "2026-11-25"), relay.by())
    assert [email.to for email in relay.handed[2:]].count(ADVISER) == 2
