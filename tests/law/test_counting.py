"""Every way of counting, against a second implementation and against days worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.law.counting import Adjustment, Way, adjust, count
from ehcp_workflow.law.rulebook import Rulebook

from stories import the_rulebook

FIRST, LAST, LAST_OF_ALL = date(2014, 1, 1), date(2028, 12, 31), date(2035, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
TO_2035 = [FIRST + timedelta(days=n) for n in range((LAST_OF_ALL - FIRST).days + 1)]
BACKWARDS = {Way.CLEAR_DAYS_BEFORE, Way.MONTHS_BEFORE}
USUAL = {
    Way.WEEKS: (4, 6, 8, 12, 16, 20),
    Way.DAYS: (14, 15, 30),
    Way.DAYS_BEGINNING_WITH: (1, 15),
    Way.WORKING_DAYS: (3, 5, 30),
    Way.WORKING_DAYS_BEGINNING_WITH: (1, 15),
    Way.MONTHS: (1, 2, 3, 6, 12),
    Way.MONTHS_BEGINNING_WITH: (1, 3, 12),
    Way.CLEAR_DAYS_BEFORE: (14,),
    Way.MONTHS_BEFORE: (5, 12),
    Way.BEFORE_DATE: (215, 331),
    Way.TRIBUNAL_DAYS: (5, 28),
    Way.TRIBUNAL_WORKING_DAYS: (10, 30),
}
WORKING = {Way.WORKING_DAYS, Way.WORKING_DAYS_BEGINNING_WITH}
TRIBUNAL = {Way.TRIBUNAL_DAYS, Way.TRIBUNAL_WORKING_DAYS}


def months_beginning_with(day: date, n: int) -> date:
    """Second way: the first day that the period cannot contain, less one."""
    after = day + relativedelta(months=n)
    return after if after.day < day.day else after - timedelta(days=1)


SECOND: dict[Way, Callable[[date, int], date]] = {
    Way.WEEKS: lambda day, n: day + relativedelta(weeks=n),
    Way.DAYS: lambda day, n: day + relativedelta(days=n),
    Way.DAYS_BEGINNING_WITH: lambda day, n: day + relativedelta(days=n) - relativedelta(days=1),
    Way.MONTHS: lambda day, n: day + relativedelta(months=n),
    Way.MONTHS_BEGINNING_WITH: months_beginning_with,
    Way.CLEAR_DAYS_BEFORE: lambda day, n: day - relativedelta(days=n + 1),
    Way.MONTHS_BEFORE: lambda day, n: day - relativedelta(months=n),
    Way.BEFORE_DATE: lambda day, n: day + relativedelta(month=n // 100, day=n % 100, days=-1),
}


def closed(day: date) -> bool:
    """Whether the Tribunal leaves a day out of its time limits."""
    return day.month == 8 or f"{day:%m-%d}" >= "12-25" or f"{day:%m-%d}" == "01-01"


@cache
def working_list(holidays: frozenset[date]) -> list[date]:
    """Every working day in order: counting is then a place in a list."""
    return [day for day in EVERY_DAY if day.isoweekday() <= 5 and day not in holidays]


@pytest.mark.parametrize("way", sorted(set(Way) - WORKING - TRIBUNAL))
def test_a_second_implementation_agrees_on_every_day(way: Way, rulebook: Rulebook):
    for n in USUAL[way]:
        step = count(way, n, rulebook.calendar).step
        assert [(day, step(day)) for day in TO_2035] == [(day, SECOND[way](day, n)) for day in TO_2035]


@pytest.mark.parametrize("way", sorted(TRIBUNAL))
def test_a_list_of_the_days_the_tribunal_counts_agrees_on_every_day(way: Way, rulebook: Rulebook):
    working = set(working_list(rulebook.calendar.holidays))
    listed = [day for day in EVERY_DAY if not closed(day) and (way is Way.TRIBUNAL_DAYS or day in working)]
    ends = [day for day in EVERY_DAY if day in working]
    for n in USUAL[way]:
        step, passed, end = count(way, n, rulebook.calendar).step, 0, 0
        for day in EVERY_DAY[:-120]:
            passed += listed[passed] == day  # the day it starts from does not count
            last = listed[passed + n - 1]
            while ends[end] < last:
                end += 1
            assert step(day) == ends[end], (way, n, day)


@pytest.mark.parametrize("way", sorted(WORKING))
def test_a_list_of_working_days_agrees_on_every_day(way: Way, rulebook: Rulebook):
    working = working_list(rulebook.calendar.holidays)
    for n in USUAL[way]:
        step = count(way, n, rulebook.calendar).step
        passed = 0  # working days up to and with the day before (or, where it does not count, the day itself)
        for day in EVERY_DAY[:-60]:
            starts = passed + (way is Way.WORKING_DAYS and working[passed] == day)
            assert step(day) == working[starts + n - 1], (way, n, day)
            passed += working[passed] == day


def test_a_second_implementation_of_the_tribunal_end_agrees_on_every_day(rulebook: Rulebook):
    working = set(working_list(rulebook.calendar.holidays))
    step = adjust(Adjustment.TRIBUNAL_END, rulebook.calendar).step
    for day in EVERY_DAY[:-10]:
        # Only the day on which the period itself ends counts: a Saturday in July rolls on into August and stays there.
        end = day
        while end not in working or (closed(day) and (end.month in {8, 12} or f"{end:%m-%d}" == "01-01")):
            end += timedelta(days=1)
        assert step(day) == end


@pytest.mark.parametrize(
    ("way", "n", "start", "end"),
    [
        (Way.WEEKS, 6, date(2026, 11, 23), date(2027, 1, 4)),  # E1
        (Way.BEFORE_DATE, 215, date(2027, 9, 1), date(2027, 2, 14)),  # E8
        (Way.BEFORE_DATE, 331, date(2027, 9, 1), date(2027, 3, 30)),  # E8
        (Way.TRIBUNAL_WORKING_DAYS, 30, date(2026, 7, 6), date(2026, 9, 15)),  # E16
        (Way.TRIBUNAL_WORKING_DAYS, 30, date(2026, 12, 7), date(2027, 1, 26)),  # E16
        (Way.DAYS_BEGINNING_WITH, 15, date(2027, 3, 2), date(2027, 3, 16)),  # E5
        (Way.CLEAR_DAYS_BEFORE, 14, date(2026, 11, 26), date(2026, 11, 11)),  # E7
        (Way.MONTHS_BEFORE, 5, date(2027, 9, 1), date(2027, 4, 1)),  # E9
        (Way.MONTHS_BEFORE, 5, date(2027, 7, 31), date(2027, 2, 28)),  # E9
        (Way.MONTHS_BEGINNING_WITH, 12, date(2028, 2, 29), date(2029, 2, 28)),  # E10
        (Way.MONTHS, 2, date(2026, 12, 31), date(2027, 2, 28)),  # E14
        (Way.WORKING_DAYS, 3, date(2026, 12, 23), date(2026, 12, 30)),  # E18
        (Way.DAYS, 30, date(2026, 12, 4), date(2027, 1, 3)),  # E18
        (Way.WORKING_DAYS_BEGINNING_WITH, 15, date(2026, 12, 1), date(2026, 12, 21)),  # E19
        (Way.WORKING_DAYS_BEGINNING_WITH, 15, date(2026, 12, 14), date(2027, 1, 6)),  # E19
    ],
)
def test_the_worked_examples_of_counting(way: Way, n: int, start: date, end: date, rulebook: Rulebook):
    assert count(way, n, rulebook.calendar).step(start) == end


forward = st.sampled_from(sorted(way for way in Way if not way.is_backwards))
days = st.dates(FIRST, date(2027, 12, 31))


@given(forward, st.integers(1, 40), days, st.integers(0, 400))
def test_no_limit_ends_before_it_starts_and_a_later_start_never_ends_earlier(way: Way, n: int, day: date, later: int):
    n = min(n, 11) if way in {Way.MONTHS, Way.MONTHS_BEGINNING_WITH} else n
    later_day = min(day + timedelta(days=later), date(2027, 12, 31))
    step = count(way, n, the_rulebook().calendar).step
    assert day <= step(day) <= step(later_day)


@given(st.sampled_from(sorted(BACKWARDS)), st.integers(1, 24), days, st.integers(0, 400))
def test_counting_back_never_ends_after_the_day_and_keeps_the_order(way: Way, n: int, day: date, later: int):
    step = count(way, n, the_rulebook().calendar).step
    assert step(day) <= day
    assert step(day) <= step(day + timedelta(days=later))


@given(st.sampled_from([215, 331]), days, st.integers(0, 4000))
def test_a_fixed_date_is_in_the_year_it_is_asked_for_and_keeps_the_order(n: int, day: date, later: int):
    step = count(Way.BEFORE_DATE, n, the_rulebook().calendar).step
    assert step(day).year == day.year
    assert step(day) <= step(day + timedelta(days=later))


def test_no_days_are_the_same_day(rulebook: Rulebook):
    move = count(Way.DAYS, 0, rulebook.calendar)
    assert (move.says, move.step(date(2026, 11, 23))) == ("It falls on that same day.", date(2026, 11, 23))


@given(days, st.integers(0, 400))
def test_the_tribunal_end_never_moves_a_date_back_and_keeps_the_order(day: date, later: int):
    step = adjust(Adjustment.TRIBUNAL_END, the_rulebook().calendar).step
    assert day <= step(day) <= step(min(day + timedelta(days=later), date(2028, 12, 1)))


@pytest.mark.parametrize("way", list(Way))
def test_every_way_says_in_words_how_many_it_counts(way: Way, rulebook: Rulebook):
    n = 207 if way is Way.BEFORE_DATE else 7
    assert "7" in count(way, n, rulebook.calendar).says


def test_the_tribunal_end_says_when_it_applies(rulebook: Rulebook):
    assert "5 pm" in adjust(Adjustment.TRIBUNAL_END, rulebook.calendar).says
