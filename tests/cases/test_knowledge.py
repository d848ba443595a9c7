"""What was known of a case by a day, and how what was believed is compared with what is known now."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.difference import compare
from ehcp_workflow.cases.knowledge import known_by, was_recorded_by
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.cases.section_f.entry import Entry, EntryKind
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.record import SectionF

from stories import case_of, happened, the_policy, the_rulebook

DAY = date(2026, 6, 1)
BEFORE, AFTER = datetime(2026, 6, 1, 22, 59, tzinfo=UTC), datetime(2026, 6, 1, 23, 0, tzinfo=UTC)
"""The last minute of Monday 1 June 2026 in London, where it is summer time, and the first of Tuesday."""


def recorded(event: Event, at: datetime) -> Event:
    return replace(event, recorded_at=at)


def test_a_day_ends_at_midnight_in_london():
    assert was_recorded_by(BEFORE, DAY)
    assert not was_recorded_by(AFTER, DAY)
    assert was_recorded_by(None, DAY)


def test_events_lines_and_the_log_count_by_when_they_were_written_down():
    events = (recorded(happened("note", "2026-05-01"), BEFORE), recorded(happened("note", "2026-05-02"), AFTER))
    lines = tuple(Line(f"l{n}", f"F{n}", "p", "speech", recorded_at=at) for n, at in enumerate((BEFORE, AFTER)))
    entries = tuple(
        Entry(f"e{n}", "F0", EntryKind.MISSED, DAY, DAY, recorded_at=at) for n, at in enumerate((BEFORE, AFTER))
    )
    known = known_by(Case("EHC-2026-0001", events, section_f=SectionF(lines, entries, "202")), DAY)
    assert [str(event.on) for event in known.recorded] == ["2026-05-01"]
    assert [line.code for line in known.section_f.lines] == ["F0"]
    assert [entry.id for entry in known.section_f.entries] == ["e0"]
    assert known.section_f.council == "202"


def test_a_record_counts_as_it_stood_before_its_correction_was_written_down():
    old = recorded(happened("request_received", "2026-05-04"), BEFORE)
    new = recorded(replace(happened("request_received", "2026-05-11"), corrects=old.id), AFTER)
    case = case_of(old, new)
    assert known_by(case, DAY).standing == (old,)
    assert known_by(case, date(2026, 6, 2)).standing == (new,)


def test_a_date_whose_start_was_corrected_twice_is_one_date_that_moved():
    """Six weeks from Monday 4 May 2026 end on Monday 15 June; from Monday 18 May on Monday 29 June."""
    first = happened("request_received", "2026-05-04")
    second = replace(happened("request_received", "2026-05-11"), corrects=first.id)
    third = replace(happened("request_received", "2026-05-18"), corrects=second.id)
    then, now = (
        take_position(the_rulebook(), the_policy(), case, DAY)
        for case in (case_of(first), case_of(first, second, third))
    )
    corrects = {second.id: first.id, third.id: second.id}
    moved = {turn.clock.rule.ref: turn for turn in compare(then, now, corrects).moved}
    assert (str(moved["REQ-02"].before), str(moved["REQ-02"].clock.due)) == ("2026-06-15", "2026-06-29")
    without = compare(then, now)
    assert without.moved == ()
    assert "REQ-02" in {turn.clock.rule.ref for turn in without.new}
