"""Which terms of support had a meeting with the parents, by the term dates of Solihull (see `term_dates.py`)."""

from __future__ import annotations

from datetime import date

import pytest
from cases.term_dates import solihull

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.meetings import TermMeetings, meetings_by_term, on_register_since, support_time
from ehcp_workflow.cases.section_f.terms import Days
from ehcp_workflow.law.when import When

from stories import happened

REGISTER = happened("sen_register_added", "2025-01-13")


def by_term(as_at: str, *events: Event) -> dict[str, TermMeetings]:
    found = meetings_by_term(events, solihull(), date.fromisoformat(as_at))
    return {one.term.name: one for one in found}


def missed(as_at: str, *events: Event) -> list[str]:
    return [name for name, one in by_term(as_at, *events).items() if one.is_missed]


def test_each_whole_term_of_support_needs_a_meeting():
    meetings = [happened("parents_met", day) for day in ("2025-05-14", "2026-02-25")]
    terms = by_term("2026-05-01", REGISTER, *meetings)
    assert list(terms) == ["Spring 2025", "Summer 2025", "Autumn 2025", "Spring 2026", "Summer 2026"]
    assert [len(one.meetings) for one in terms.values()] == [0, 1, 0, 1, 0]
    # In spring 2025 support began a week into the term, and summer 2026 is not over.
    assert missed("2026-05-01", REGISTER, *meetings) == ["Autumn 2025"]


def test_a_term_is_missed_only_on_the_day_after_it_ended():
    assert missed("2025-07-21", REGISTER) == []  # Monday, the last day of the summer term
    assert missed("2025-07-22", REGISTER) == ["Summer 2025"]


def test_a_meeting_of_which_only_the_month_is_known_may_have_been_in_the_term():
    assert missed("2025-09-30", REGISTER, happened("parents_met", "2025-07")) == []
    assert missed("2025-09-30", REGISTER, happened("parents_met", "unknown")) == ["Summer 2025"]
    assert missed("2025-09-30", REGISTER, happened("parents_met", "2025-08")) == ["Summer 2025"]


def test_help_of_the_school_ends_with_the_plan_and_nothing_is_asked_of_it_afterwards():
    plan = happened("final_plan_sent", "2025-11-03")
    late = happened("support_plan_started", "2026-01-12")
    assert list(by_term("2026-05-01", REGISTER, plan, late)) == ["Spring 2025", "Summer 2025", "Autumn 2025"]
    assert missed("2026-05-01", REGISTER, plan, late) == ["Summer 2025"]  # the autumn was not a whole term


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), None),
        ((happened("sen_register_added", "unknown"),), None),
        ((happened("sen_register_added", "2026-06-01"),), None),  # later than the day asked for
        ((REGISTER,), ("2025-01-13", "2026-05-01")),
        ((happened("sen_register_added", "2025-01"),), ("2025-01-31", "2026-05-01")),  # surely by the end of the month
        ((REGISTER, happened("sen_register_removed", "2025-06")), ("2025-01-13", "2025-05-31")),
        ((REGISTER, happened("sen_register_removed", "unknown")), ("2025-01-13", "2026-05-01")),
        (
            (REGISTER, happened("sen_register_removed", "2025-06-02"), happened("sen_provision_made", "2025-10-06")),
            ("2025-10-06", "2026-05-01"),
        ),
        ((REGISTER, happened("support_plan_started", "2025-02-03")), ("2025-01-13", "2026-05-01")),
        ((REGISTER, happened("left_education", "2025-01-13")), None),
        (
            (happened("sen_register_removed", "2025-06-02"), happened("sen_register_added", "2025-09-01")),
            ("2025-09-01", "2026-05-01"),
        ),
    ],
)
def test_the_time_of_support_is_what_is_sure(events: tuple[Event, ...], expected: tuple[str, str] | None):
    days = Days(*map(date.fromisoformat, expected)) if expected else None
    assert support_time(events, date(2026, 5, 1)) == days
    if days is None:
        assert meetings_by_term(events, solihull(), date(2026, 5, 1)) == ()


def test_a_child_is_on_the_register_until_they_are_taken_off_it():
    off = happened("sen_register_removed", "2025-06-02")
    again = happened("sen_register_added", "2025-09-08")
    assert on_register_since((happened("parents_met", "2025-02-03"),)) is None
    assert on_register_since((REGISTER, happened("sen_register_added", "2025-02-03"))) == When.parse("2025-01-13")
    assert on_register_since((REGISTER, off)) is None
    assert on_register_since((REGISTER, off, again)) == When.parse("2025-09-08")
