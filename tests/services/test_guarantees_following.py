"""What follows on what was told: escalation, how a date went on, updates, late consent, and what waits for a person."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from relay import Relay
from scenes import do, family, messages, rows, told

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, quieting
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent, check_event
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import release
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.agreeing import give_consent
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.services.planning.system import plan_system
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import NewCase

from installations import PARENT, installed, make_case, on_day

CASE, ADVISER, SUPERVISOR = "EHC-2026-0001", "adviser@example.org", "supervisor@example.org"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On one kind of database: these rules are about days, not about storage."""
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


def _round(here: Installation, relay: Relay, *days: str) -> list[str]:
    """Plan and deliver on some days; to whom something went."""
    before = len(relay.handed)
    for day in days:
        plan_round(on_day(here, day))
        deliver(on_day(here, day), relay.by())
    return [message.to for message in relay.handed[before:]]


def _supervised(here: Installation, asked: str) -> None:
    family(here, PARENT, ("request_received", asked), adviser=ADVISER)
    add_person(here, CASE, NewPerson("supervisor", (("email", SUPERVISOR),)), "test")


def test_a_supervisor_hears_after_two_and_five_working_days_over_christmas(installation: Installation):
    """The limit ended on Tuesday 22 December; the adviser hears on the 23rd. Friday and Monday are bank holidays."""
    _supervised(installation, "2026-11-10")
    relay = Relay()
    assert ADVISER in _round(installation, relay, "2026-12-23")
    waiting = ("2026-12-24", "2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28")
    assert SUPERVISOR not in _round(installation, relay, *waiting)
    assert SUPERVISOR in _round(installation, relay, "2026-12-29")
    assert SUPERVISOR not in _round(installation, relay, "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-03")
    assert SUPERVISOR in _round(installation, relay, "2027-01-04")


def test_a_supervisor_does_not_hear_of_what_was_acknowledged(installation: Installation):
    _supervised(installation, "2026-11-10")
    relay = Relay()
    _round(installation, relay, "2026-12-23")
    assert quieting.acknowledge(on_day(installation, "2026-12-24"), CASE, None, "test") > 0
    assert SUPERVISOR not in _round(installation, relay, "2026-12-29", "2027-01-04")


def test_a_supervisor_does_not_hear_of_what_was_put_right(installation: Installation):
    _supervised(installation, "2026-11-10")
    relay = Relay()
    _round(installation, relay, "2026-12-23")
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-12-28"))
    casework.record_event(on_day(installation, "2026-12-28"), CASE, answer, "test")
    assert SUPERVISOR not in _round(installation, relay, "2026-12-29", "2027-01-04")


def test_who_was_told_of_a_date_hears_that_it_was_met(installation: Installation):
    family(installation)
    relay = Relay()
    _round(installation, relay, "2026-11-23")
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-11-25"))
    casework.record_event(on_day(installation, "2026-11-25"), CASE, answer, "test")
    assert _round(installation, relay, "2026-11-25") == [PARENT]
    kinds = rows(installation, "SELECT kind, state FROM notices ORDER BY id")
    assert ("met", "told") in kinds


def test_who_came_later_hears_no_end_of_what_they_did_not_hear_the_beginning_of(installation: Installation):
    family(installation)
    relay = Relay()
    _round(installation, relay, "2026-11-23")
    new = NewPerson("second_parent", (("email", "second@example.org"),), source="by phone")
    add_person(on_day(installation, "2026-11-24"), CASE, new, "test")
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-11-25"))
    casework.record_event(on_day(installation, "2026-11-25"), CASE, answer, "test")
    _round(installation, relay, "2026-11-25")
    assert ("met",) not in rows(installation, "SELECT kind FROM notices WHERE person_id = 2")
    assert ("met",) in rows(installation, "SELECT kind FROM notices WHERE person_id = 1")


def test_nobody_hears_the_end_of_what_nobody_was_told(installation: Installation):
    family(installation)
    answer = NewEvent("decision_to_assess_notified", When.parse("2026-11-23"))
    casework.record_event(installation, CASE, answer, "test")
    assert _round(installation, Relay(), "2026-11-23", "2026-11-24") == []


def test_who_was_told_of_a_date_hears_that_it_moved(installation: Installation):
    family(installation)
    relay = Relay()
    _round(installation, relay, "2026-11-23")
    event_id = rows(installation, "SELECT id FROM events")[0][0]
    casework.correct_event(on_day(installation, "2026-11-24"), CASE, event_id, When.parse("2026-10-26"), by="test")
    assert _round(installation, relay, "2026-11-24") == [PARENT]
    assert "7 December" in relay.handed[-1].text


def test_who_wants_it_hears_that_nothing_has_changed_after_two_weeks_and_only_then(installation: Installation):
    wants = ("reminders", "updates")
    for n, purposes in enumerate((wants, ("reminders",))):
        record = make_case(installation, ("request_received", "2026-11-20"), people=False)
        contact = (("email", f"p{n}@example.org"),)
        new = NewPerson("parent", contact, source="by phone", purposes=purposes)
        add_person(installation, record.reference, new, "test")
    relay = Relay()
    every_day = [(date(2026, 11, 23) + timedelta(days=n)).isoformat() for n in range(14)]
    assert _round(installation, relay, *every_day) == []
    assert _round(installation, relay, "2026-12-07") == ["p0@example.org"]
    assert _round(installation, relay, "2026-12-08", "2026-12-20") == []
    assert _round(installation, relay, "2026-12-21") == ["p0@example.org"]


def test_who_heard_something_else_meanwhile_hears_no_update(installation: Installation):
    record = make_case(installation, ("request_received", "2026-10-26"), people=False)  # told on 30 November
    new = NewPerson("parent", (("email", PARENT),), source="by phone", purposes=("reminders", "updates"))
    add_person(installation, record.reference, new, "test")
    relay = Relay()
    assert _round(installation, relay, "2026-11-30") == [PARENT]
    _round(installation, relay, "2026-12-07")
    assert ("update",) not in rows(installation, "SELECT kind FROM notices")


def test_who_agrees_late_is_told_what_still_holds(installation: Installation):
    record = make_case(installation, people=False)
    with installation.database.write() as unit:
        add_contacts(installation, unit, record.id, (Contact("parent", PARENT),))
    asked = NewEvent("request_received", When.parse("2026-10-19"))
    casework.record_event(installation, record.reference, asked, "test")
    relay = Relay()
    assert _round(installation, relay, "2026-11-23") == []
    give_consent(on_day(installation, "2026-11-25"), 1, ["reminders"], "by phone", "test")
    assert _round(installation, relay, "2026-11-25", "2026-11-26") == [PARENT]
    assert "in 5 days" in relay.handed[0].text


def test_who_agrees_after_the_date_was_met_is_not_told_of_it(installation: Installation):
    record = make_case(installation, people=False)
    with installation.database.write() as unit:
        add_contacts(installation, unit, record.id, (Contact("parent", PARENT),))
    for kind, on in (("request_received", "2026-10-19"), ("decision_to_assess_notified", "2026-11-23")):
        casework.record_event(installation, record.reference, NewEvent(kind, When.parse(on)), "test")
    give_consent(on_day(installation, "2026-11-25"), 1, ["reminders"], "by phone", "test")
    assert _round(installation, Relay(), "2026-11-25") == []


def _imported(here: Installation) -> None:
    with here.database.write() as unit:
        record = casebook.add_case(unit, here.cipher, NewCase(here.now()))
        add_contacts(here, unit, record.id, (Contact("parent", PARENT, None, "in the file"),))
        event = check_event(here, NewEvent("request_received", When.parse("2026-10-19")))
        casebook.add_event(unit, here.cipher, record.id, event, by="test")
        file_quietly(here, unit, record)


def test_what_a_file_brings_is_held_until_somebody_lets_it_go(installation: Installation):
    _imported(installation)
    relay = Relay()
    assert _round(installation, relay, "2026-11-23", "2026-11-24") == []
    assert messages(installation) == {"held": 1}
    assert release(on_day(installation, "2026-11-25"), "imported", None, "test") == 1
    assert _round(installation, relay, "2026-11-25") == [PARENT]
    assert "in 5 days" in relay.handed[0].text


def test_after_a_change_of_rules_a_date_that_stayed_is_told_and_one_that_moved_is_held(installation: Installation):
    family(installation, "stays@example.org")
    family(installation, "moves@example.org")
    do(installation, "UPDATE cases SET fingerprint = 'earlier'")
    do(installation, "UPDATE clocks SET due = '2026-11-20' WHERE case_id = 2")  # as the earlier rules had it
    relay = Relay()
    assert _round(installation, relay, "2026-11-30") == ["stays@example.org"]
    assert ("held", "rules changed") in rows(installation, "SELECT state, held_why FROM outbox WHERE person_id = 2")


def test_operators_hear_of_each_trouble_once_a_day(installation: Installation, tmp_path: Path):
    file = tmp_path / "home" / "apprise.yml"
    file.write_text('version: 1\nurls:\n  - "ntfys://ntfy.example.org/ops-room":\n      tag: ops\n')
    file.chmod(0o600)
    assert plan_system(installation) > 0
    assert plan_system(installation) == 0
    of_the_day = rows(installation, "SELECT alert_key FROM notices WHERE case_id IS NULL")
    assert plan_system(on_day(installation, "2026-11-24")) > 0
    again = rows(installation, "SELECT alert_key FROM notices WHERE case_id IS NULL")
    assert len(set(again)) == len(again) > len(of_the_day)
    assert told(installation) == {"planned": len(again)}
