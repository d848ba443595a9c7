"""What would be sent about a case: foreseen day by day, by the code that sends; nothing is sent or stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from relay import Relay
from sqlalchemy import text

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.previewing import Preview, preview
from ehcp_workflow.store import positions, silences
from ehcp_workflow.store.tables import Table

from installations import ADVISER, PARENT, installed, make_case, on_day

CASE = "EHC-2026-0001"
TABLES = sorted(Table.metadata.tables)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Installation]:
    """An installation on SQLite alone, for what does not depend on the database; Monday 23 November 2026, noon."""
    with installed(tmp_path / "home", None, "2026-11-23") as it:
        yield it


def _rows(installation: Installation) -> dict[str, list[str]]:
    """Every row of every table, to see that nothing was changed."""
    with installation.database.read() as unit:
        return {table: sorted(map(str, unit.execute(text(f"SELECT * FROM {table}")))) for table in TABLES}


def _shown(found: Preview) -> list[tuple[str, str, str, str, str]]:
    return [(f"{one.at:%d %b %H:%M}", one.role, one.kind, one.rung, one.why) for one in found.foreseen]


def test_three_weeks_of_a_request_are_foreseen_to_the_hour(installation: Installation):
    """Asked on Monday 19 October 2026, so the answer is due by Monday 30 November; today is Monday 23 November, noon.

    What is due on the 23rd was planned when the request was recorded; Saturday and Sunday have no digest.
    """
    make_case(installation, ("request_received", "2026-10-19"))
    found = preview(installation, CASE, 21)
    assert (str(found.first), str(found.last)) == ("2026-11-23", "2026-12-13")
    assert _shown(found) == [
        ("23 Nov 12:00", "parent", "due_soon", "7 days before", "from 08:00 on"),
        ("23 Nov 12:00", "adviser", "due_soon", "7 days before", "digest at 08:30"),
        ("30 Nov 08:00", "parent", "due_today", "", "from 08:00 on"),
        ("30 Nov 08:30", "adviser", "due_today", "", "digest at 08:30"),
        ("01 Dec 08:00", "parent", "overdue", "1 day after", "from 08:00 on"),
        ("01 Dec 08:30", "adviser", "overdue", "1 day after", "digest at 08:30"),
        ("07 Dec 08:30", "adviser", "overdue", "7 days after", "digest at 08:30"),
    ]
    assert [one.waiting for one in found.foreseen] == [True, True, False, False, False, False, False]
    assert {one.channel for one in found.foreseen} == {"email"}
    assert {(one.rule, one.due) for one in found.foreseen} == {("REQ-02", "Monday 30 November 2026")}


def test_nothing_is_stored(installation: Installation):
    make_case(installation, ("request_received", "2026-10-19"))
    before = _rows(installation)
    assert preview(installation, CASE, 40).foreseen
    assert _rows(installation) == before


def test_the_words_are_those_that_would_leave(here: Installation):
    """What is delivered a minute later is, to the letter, what was foreseen; but for the key of the stop link."""
    make_case(here, ("request_received", "2026-10-19"))
    found = preview(here, CASE, 1)
    relay = Relay()
    deliver(here, relay.by())
    to_parent = next(one for one in relay.handed if one.to == PARENT)
    number = next(one.message for one in found.foreseen if one.role == "parent")
    assert number is not None
    subject, said = found.words[number]
    start, _, rest = said.partition("/stop/…")
    assert rest
    assert (subject, to_parent.text.startswith(start)) == (to_parent.subject, True)
    assert to_parent.text.endswith(rest)


def test_what_was_told_is_not_foreseen_again(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    deliver(here, Relay().by())
    tomorrow = on_day(here, "2026-11-24")
    assert [one.kind for one in preview(tomorrow, CASE, 7).foreseen] == ["due_today", "due_today"]
    assert preview(tomorrow, CASE, 6).foreseen == ()


def test_only_the_case_asked_about_is_shown(here: Installation):
    make_case(here, ("request_received", "2026-10-19"))
    make_case(here, ("request_received", "2026-10-20"))
    found = preview(here, CASE, 14)
    assert {one.due for one in found.foreseen} == {"Monday 30 November 2026"}
    assert not any("EHC-2026-0002" in said for _, said in found.words.values())


def test_who_has_not_agreed_is_said_to_be_left_out(here: Installation):
    record = make_case(here, people=False)
    with here.database.write() as unit:
        add_contacts(here, unit, record.id, (Contact("parent", PARENT), Contact("adviser", ADVISER, None, "work")))
    casework.record_event(here, CASE, NewEvent("request_received", When.parse("2026-10-19")), by="test")
    parents = [one for one in preview(here, CASE, 8).foreseen if one.role == "parent"]
    assert [(one.channel, one.why) for one in parents] == [(None, "has not agreed to be written to")]
    assert f"{parents[0].at:%d %b}" == "30 Nov"


def test_who_can_only_be_phoned_is_a_task_before_the_day_and_again_after_it(here: Installation):
    record = make_case(here, people=False)
    phone = NewPerson("parent", (("phone", "+447700900123"),), source="by phone")
    add_person(here, record.reference, phone, by="test")
    casework.record_event(here, CASE, NewEvent("request_received", When.parse("2026-10-26")), by="test")
    parents = [one for one in preview(here, CASE, 30).foreseen if one.role == "parent"]
    assert [(f"{one.at:%d %b}", one.kind, one.why) for one in parents] == [
        ("30 Nov", "due_soon", "to be told by phone"),
        ("07 Dec", "due_today", "a task for the adviser already"),
        ("08 Dec", "overdue", "to be told by phone"),
        ("21 Dec", "overdue", "a task for the adviser already"),
    ]


def test_what_is_silenced_is_said_to_be(here: Installation):
    record = make_case(here, ("request_received", "2026-10-19"))
    now = here.now()
    with here.database.write() as unit:
        silences.add(
            unit,
            here.cipher,
            scope="case",
            value=str(record.id),
            subject=None,
            until=now + timedelta(days=30),
            reason="they asked",
            by="test",
            at=now,
        )
    found = preview(here, CASE, 8).foreseen
    assert {(one.channel, one.why) for one in found} == {(None, "silenced until Wednesday 23 December 2026")}
    assert {one.kind for one in found} == {"due_soon", "due_today"}


def test_what_is_held_is_said_to_be(here: Installation):
    record = make_case(here)
    with here.database.write() as unit:
        positions.set_quiet(unit, [record.id], "imported")
    casework.record_event(here, CASE, NewEvent("request_received", When.parse("2026-10-19")), by="test")
    found = preview(here, CASE, 1).foreseen
    assert {(one.channel, one.why) for one in found} == {(None, "held: imported")}


def test_an_unknown_case_and_a_senseless_number_of_days_are_refused(here: Installation):
    make_case(here)
    with pytest.raises(NotFound):
        preview(here, "EHC-2026-0009", 14)
    with pytest.raises(BadInput, match="0 days cannot be previewed"):
        preview(here, CASE, 0)


def test_what_nothing_is_set_up_to_send_is_said_to_wait(here: Installation):
    here.settings = here.settings.model_copy(update={"smtp_host": None})
    make_case(here, ("request_received", "2026-10-19"))
    whys = [one.why for one in preview(here, CASE, 1).foreseen]
    assert whys == [
        "from 08:00 on, once something is set up to send by email",
        "digest at 08:30, once something is set up to send by email",
    ]
