"""Which lines may be asked about: those of the plan in force on the days, and of them those of which help was owed."""

from __future__ import annotations

from datetime import date

from cases.section_f.sections import PLAN, line, section

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.section_f.in_force import lines_in_force, lines_owed
from ehcp_workflow.cases.section_f.line import Line

from stories import happened

HALF_TERM = (date(2025, 10, 27), date(2025, 10, 31))
SCHOOL_WEEK = (date(2025, 11, 3), date(2025, 11, 7))
AMENDED = happened("amended_plan_sent", "2025-11-05")  # a Wednesday


def case(*lines: Line, events: tuple[Event, ...] = (PLAN,)) -> Case:
    return Case("EHC-2026-0001", events, section_f=section(lines))


def test_a_line_of_no_version_in_force_is_left_out():
    assert lines_in_force(case(line("F1")), date(2024, 8, 26), date(2024, 8, 30)) == {}
    assert set(lines_in_force(case(line("F1")), date(2024, 8, 26), date(2024, 9, 2))) == {"F1"}


def test_of_a_week_in_which_the_plan_was_amended_the_later_version_counts():
    changed = line("F1", 2, id="newer", plan=AMENDED.id)
    found = lines_in_force(case(line("F1"), line("F2"), changed, events=(PLAN, AMENDED)), *SCHOOL_WEEK)
    assert {code: one.id for code, one in found.items()} == {"F1": "newer", "F2": "line F2"}


def test_in_the_holidays_only_what_is_owed_all_the_year_is_owed():
    both = case(line("F1"), line("F2", term_time=False))
    assert set(lines_in_force(both, *HALF_TERM)) == {"F1", "F2"}
    assert set(lines_owed(both, *HALF_TERM)) == {"F2"}
    assert set(lines_owed(both, *SCHOOL_WEEK)) == {"F1", "F2"}


def test_where_the_term_dates_are_not_known_help_is_taken_as_owed():
    assert set(lines_owed(case(line("F1", calendar="school:unknown")), *HALF_TERM)) == {"F1"}


def test_a_line_that_begins_in_the_week_is_owed_from_its_first_day():
    begins = line("F1", starts=date(2025, 11, 7))
    assert set(lines_owed(case(begins), *SCHOOL_WEEK)) == {"F1"}
    assert lines_owed(case(begins), date(2025, 11, 3), date(2025, 11, 6)) == {}
