"""Nobody misses what another has heard, what changed today, or a last day that comes while mail is not taken."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from relay import BUSY, SILENT, Relay
from scenes import family, later, rows, tasks_of

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.wishes import SafeUse, keep_point_safe
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.services.planning.system import troubles
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.people_parts import Wishes

from installations import PARENT, installed, make_case, on_day

CASE, DAD, ADVISER = "EHC-2026-0001", "dad@example.org", "adviser@example.org"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """On one kind of database: these rules are about people and days, not about storage."""
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


def _correct_the_record(here: Installation, on: str) -> None:
    event = read_sheet(here, CASE).history[0].event
    casework.correct_event(here, CASE, event.id, When.parse(on), by="test")


def _words_to(relay: Relay, address: str) -> str:
    return "\n".join(message.text for message in relay.handed if message.to == address)


def test_of_two_parents_each_hears_that_a_date_moved_at_their_own_hour(installation: Installation):
    family(installation)  # a limit ends on Monday 30 November
    add_person(installation, CASE, NewPerson("second_parent", (("email", DAD),), source="phone"), "test")
    plan_round(installation)
    deliver(installation, Relay().by())
    keep_point_safe(installation, 1, SafeUse(hours=(time(18), time(19))), "test")
    noon, relay = on_day(installation, "2026-11-24"), Relay()
    _correct_the_record(noon, "2026-10-17")  # now it ends on Saturday 28 November
    deliver(noon, relay.by())
    deliver(later(noon, hours=6, minutes=5), relay.by())
    for address in (DAD, PARENT):
        assert "It is now Saturday 28 November 2026" in _words_to(relay, address)


def test_a_date_that_moves_to_tomorrow_is_told_today_once_and_must_be_acknowledged(installation: Installation):
    """The last of 15 days to comment is Sunday 6 December; for a draft of 11 November it is Wednesday 25 November."""
    family(installation, PARENT, ("draft_plan_sent", "2026-11-22"), adviser=ADVISER)
    day, relay = on_day(installation, "2026-11-24"), Relay()
    plan_round(day)
    deliver(day, relay.by())
    relay.handed.clear()
    _correct_the_record(day, "2026-11-11")
    deliver(later(day, minutes=10), relay.by())
    assert {message.to for message in relay.handed} == {PARENT, ADVISER}
    for address in (PARENT, ADVISER):
        assert "It is now Wednesday 25 November 2026" in _words_to(relay, address)
        assert _words_to(relay, address).count("25 November") == 1
    assert rows(installation, "SELECT must_ack FROM notices WHERE kind = 'moved' AND audience = 'adviser'") == [(1,)]


def test_what_is_urgent_leaves_within_the_hour_once_mail_is_taken_again(installation: Installation):
    """The last day to comment on the draft is Wednesday 25 November; from the 24th on nothing is taken until 9 am."""
    family(installation, PARENT, ("draft_plan_sent", "2026-11-11"))
    busy = Relay([BUSY] * 500)
    here = later(on_day(installation, "2026-11-24"), hours=-4)  # 08:00
    for _ in range(12 * 12):
        plan_round(here)
        deliver(here, busy.by())
        here = later(here, minutes=5)
    well, morning = Relay(), later(on_day(installation, "2026-11-25"), hours=-4)
    plan_round(morning)
    deliver(morning, busy.by())
    for step in range(1, 16):
        deliver(later(morning, minutes=60 + 5 * step), well.by())
    assert "The last day is today, Wednesday 25 November 2026" in _words_to(well, PARENT)


def test_operators_see_that_mail_is_put_off_for_hours(installation: Installation):
    family(installation)
    deliver(installation, Relay([BUSY] * 9).by())
    with installation.database.read() as unit:
        assert "put off" not in str(troubles(installation, unit))
    after = later(installation, hours=4)
    deliver(after, Relay([BUSY] * 9).by())
    with installation.database.read() as unit:
        assert "Messages have been put off by their provider for hours." in str(troubles(after, unit))


def test_a_last_day_that_passes_untold_becomes_a_task(installation: Installation):
    family(installation, PARENT, ("draft_plan_sent", "2026-11-10"))  # comment by Tuesday 24 November
    plan_round(on_day(installation, "2026-11-25"))
    deliver(on_day(installation, "2026-11-26"), Relay().by())
    assert tasks_of(installation) == {"the last day passed before it left": 1}


def test_who_asks_for_neutral_words_is_not_sent_the_full_ones_again(installation: Installation):
    family(installation)
    relay = Relay([SILENT])
    deliver(installation, relay.by())
    add_person(installation, CASE, NewPerson("parent", (("email", PARENT),), wishes=Wishes(neutral=True)), "test")
    deliver(later(installation, minutes=5), relay.by())
    assert len(relay.handed) == 1
    assert tasks_of(installation) == {"not known whether they were told": 1}


def test_the_urgent_line_of_a_long_digest_is_never_among_those_not_listed(installation: Installation):
    """Thirty limits overdue since Monday 16 November, and the last day of a right of the family's today."""
    contact = (Contact("adviser", ADVISER, consent_source="adviser"),)
    for kind, on in (*[("request_received", "2026-10-05")] * 30, ("draft_plan_sent", "2026-11-09")):
        record = make_case(installation, people=False)
        with installation.database.write() as unit:
            casework.add_contacts(installation, unit, record.id, contact)
        casework.record_event(installation, record.reference, NewEvent(kind, When.parse(on)), by="test")
    relay = Relay()
    deliver(installation, relay.by())
    first = relay.handed[0].text
    assert "EHC-2026-0031" in first
    assert "more are not listed here" in first


def test_an_address_that_is_not_safe_in_one_case_is_not_used_in_the_next(installation: Installation):
    family(installation)
    keep_point_safe(installation, 1, SafeUse(do_not_use=True), "test")
    family(installation)  # another child of hers
    relay = Relay()
    deliver(installation, relay.by())
    assert relay.handed == []
