"""What changed between planning and sending is heeded: each reason for which a planned message must not leave."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest
from relay import Relay
from scenes import family, later, messages, rows, tasks_of, told
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services import casework, quieting
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.agreeing import withdraw_consent
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.services.people.stopping import stop_point
from ehcp_workflow.services.people.wishes import keep_point_safe, keep_safe
from ehcp_workflow.store.people_points import SafeUse

from installations import PARENT, installed, on_day

CASE = "EHC-2026-0001"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On one kind of database: that contact points and silences are found on both is shown elsewhere."""
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


MET = NewEvent("decision_to_assess_notified", When.parse("2026-11-23"))


def _withdraw(here: Installation) -> None:
    withdraw_consent(here, 1, ["reminders"], "by phone", "test")


def _stop(here: Installation) -> None:
    stop_point(here, 1, next(iter(Why)), "test")


def _unsafe(here: Installation) -> None:
    keep_point_safe(here, 1, SafeUse(do_not_use=True), "test")


def _never(here: Installation) -> None:
    keep_safe(here, 1, ["email"], [], None, "test")


@pytest.mark.parametrize("change", [_withdraw, _stop, _unsafe, _never])
def test_who_may_no_longer_be_written_to_is_not_and_somebody_is_to_phone(installation: Installation, change):
    family(installation)
    change(installation)
    relay = Relay()
    deliver(installation, relay.by())
    assert relay.handed == []
    assert told(installation) == {"undeliverable": 1}
    assert tasks_of(installation).total() == 1


def test_a_message_waits_for_the_hours_in_which_a_contact_point_may_be_used(installation: Installation):
    family(installation)
    keep_point_safe(installation, 1, SafeUse(hours=(time(14), time(15))), "test")
    relay = Relay()
    deliver(installation, relay.by())  # at noon
    assert relay.handed == []
    deliver(later(installation, hours=1, minutes=59), relay.by())
    assert relay.handed == []
    deliver(later(installation, hours=2), relay.by())
    assert len(relay.handed) == 1


@pytest.mark.parametrize(
    ("scope", "value"), [("case", CASE), ("council", "202"), ("kind", "due_soon"), ("person", "1")]
)
def test_what_somebody_silenced_comes_when_the_silence_ends(installation: Installation, scope: str, value: str):
    family(installation)
    quieting.silence(installation, scope, value, date(2026, 11, 26), "test", "test")
    relay = Relay()
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        deliver(on_day(installation, day), relay.by())
    assert relay.handed == []
    deliver(on_day(installation, "2026-11-26"), relay.by())
    assert len(relay.handed) == 1
    assert "in 4 days" in relay.handed[0].text


def test_a_silence_of_another_case_is_not_of_this_one(installation: Installation):
    family(installation)
    family(installation, "another@example.org")
    quieting.silence(installation, "case", "EHC-2026-0002", date(2026, 11, 26), "test", "test")
    relay = Relay()
    deliver(installation, relay.by())
    assert [message.to for message in relay.handed] == [PARENT]


def test_one_snoozed_date_is_silent_for_the_adviser_and_for_nobody_else(installation: Installation):
    family(installation, adviser="adviser@example.org")
    quieting.snooze(installation, CASE, "REQ-02", date(2026, 11, 26), "the council has promised", "test")
    relay = Relay()
    deliver(installation, relay.by())
    assert [message.to for message in relay.handed] == [PARENT]
    deliver(on_day(installation, "2026-11-26"), relay.by())
    assert [message.to for message in relay.handed] == [PARENT, "adviser@example.org"]


def test_a_date_that_was_met_meanwhile_is_not_told(installation: Installation):
    family(installation)
    casework.record_event(installation, CASE, MET, "test")
    relay = Relay()
    deliver(installation, relay.by())
    assert (relay.handed, told(installation), messages(installation)) == ([], {"satisfied": 1}, {"cancelled": 1})


def test_a_case_that_ended_meanwhile_is_told_of_no_more(installation: Installation):
    family(installation)
    casework.record_event(installation, CASE, NewEvent("request_withdrawn", When.parse("2026-11-23")), "test")
    relay = Relay()
    deliver(installation, relay.by())
    assert not any("30 November" in message.text for message in relay.handed)


def test_once_the_rights_are_the_young_persons_the_message_planned_for_the_parent_does_not_leave(
    installation: Installation,
):
    family(installation, birth_date=date(2011, 1, 3))
    assert told(installation) == {"planned": 1}
    with installation.database.write() as unit:  # the birth date was wrong: it is past the end of compulsory school age
        sealed = installation.cipher.seal("2009-01-03")
        unit.execute(text("UPDATE cases SET birth_date_sealed = :sealed"), {"sealed": sealed})
    relay = Relay()
    deliver(installation, relay.by())
    assert relay.handed == []
    assert told(installation) == {"superseded": 1}  # there is somebody else to tell it to


def test_a_reroute_goes_by_the_next_safe_way_and_not_by_the_one_withdrawn(installation: Installation):
    family(installation)
    add_person(
        installation,
        CASE,
        NewPerson("parent", (("email", PARENT), ("ntfy", "a-topic-of-theirs-1")), source="by phone"),
        "test",
    )
    _withdraw(installation)
    mail, push = Relay(), Relay(provider="ntfy")
    deliver(installation, {Channel.EMAIL: mail, Channel.NTFY: push})
    deliver(later(installation, minutes=1), {Channel.EMAIL: mail, Channel.NTFY: push})
    assert (len(mail.handed), len(push.handed)) == (0, 1)
    assert told(installation) == {"told": 1}
    assert rows(installation, "SELECT count(*) FROM tasks") == [(0,)]


def test_the_same_check_on_the_next_day_plans_nothing_for_who_said_no(installation: Installation):
    family(installation)
    _withdraw(installation)
    relay = Relay()
    for days in (0, 1, 6):
        deliver(later(installation, days=days), relay.by())
    assert relay.handed == []
