"""Running a rule backwards: the last day on which it may start."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.backwards import last_notice, last_start
from ehcp_workflow.law.counting import Way
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.versions import Period, Version
from ehcp_workflow.law.when import When

from stories import the_rulebook


def version_of(rulebook: Rulebook, ref: str) -> Version:
    return rulebook.rule(ref).versions[-1]


@pytest.mark.parametrize(
    ("ref", "by", "start"),
    [
        ("REV-13", date(2027, 2, 14), date(2026, 11, 22)),  # E8: meeting by Sunday 22 November 2026
        ("REV-12", date(2027, 2, 14), date(2026, 12, 20)),  # E8: notice by Sunday 20 December 2026
        ("REV-13", date(2027, 3, 30), date(2027, 1, 5)),  # E8, year 11: meeting by Tuesday 5 January 2027
        ("REQ-02", date(2027, 1, 4), date(2026, 11, 23)),  # E1 run backwards
        ("REV-09", date(2027, 3, 9), date(2027, 2, 9)),  # E10: hold the meeting by Tuesday 9 February 2027
        ("APP-01a", date(2026, 9, 1), date(2026, 7, 1)),  # E12 run backwards: August moves the end only
    ],
)
def test_the_last_day_to_start_is_found(rulebook: Rulebook, ref: str, by: date, start: date):
    found = last_start(version_of(rulebook, ref), by, rulebook.calendar)
    assert (found.day, found.safe) == (start, start - timedelta(days=1))
    assert found.due <= by


def test_a_notice_is_counted_back_from_the_day_itself(rulebook: Rulebook):
    notice = version_of(rulebook, "REQ-02").model_copy(update={"period": Period(way=Way.CLEAR_DAYS_BEFORE, n=14)})
    found = last_notice(notice, date(2026, 11, 26), rulebook.calendar)  # E7: invitations by Wednesday 11 November
    assert (found.day, found.safe) == (date(2026, 11, 11), date(2026, 11, 10))


def test_a_rule_that_runs_the_other_way_or_has_no_period_is_refused(rulebook: Rulebook):
    forwards = version_of(rulebook, "REQ-02")
    backwards = forwards.model_copy(update={"period": Period(way=Way.CLEAR_DAYS_BEFORE, n=14)})
    undated = forwards.model_copy(update={"period": None})
    for version in (backwards, undated):
        with pytest.raises(BadInput, match="runs forwards"):
            last_start(version, date(2027, 1, 4), rulebook.calendar)
    for version in (forwards, undated):
        with pytest.raises(BadInput, match="does not count backwards"):
            last_notice(version, date(2027, 1, 4), rulebook.calendar)


@given(
    st.sampled_from(["REQ-02", "ASM-06", "REV-01", "MED-01", "APP-01a"]), st.dates(date(2016, 1, 1), date(2027, 6, 1))
)
def test_a_day_later_would_be_too_late(ref: str, by: date):
    rulebook = the_rulebook()
    version = version_of(rulebook, ref)
    found = last_start(version, by, rulebook.calendar)
    next_due = work_out(version, When.day(found.day + timedelta(days=1)), rulebook.calendar, "").due.exact
    assert found.due <= by < next_due


def test_a_period_of_years_is_run_backwards_too(rulebook: Rulebook):
    long = version_of(rulebook, "REQ-02").model_copy(update={"period": Period(way=Way.MONTHS, n=40)})
    assert last_start(long, date(2027, 1, 4), rulebook.calendar).day == date(2023, 9, 4)
