"""School days and terms of a real council, counted with a calendar and a pencil."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar, is_weekday, school_year, weekdays

from worked_ledgers_loader import solihull

SOLIHULL = solihull()


@pytest.mark.parametrize(
    ("day", "taught"),
    [
        (date(2023, 9, 4), False),  # Monday, a training day
        (date(2023, 9, 5), True),  # Tuesday, the first day
        (date(2023, 9, 9), False),  # Saturday
        (date(2023, 10, 30), False),  # Monday, the first day of the half-term holiday
        (date(2023, 11, 3), False),  # Friday, the last
        (date(2023, 11, 6), True),  # Monday after it
        (date(2023, 12, 22), True),  # Friday, the last day of term
        (date(2023, 12, 27), False),  # Wednesday between terms
        (date(2024, 5, 6), False),  # Monday, a bank holiday
        (date(2026, 7, 20), True),  # Monday, the last day that is known to be one
        (date(2026, 9, 2), False),  # Wednesday, not known
    ],
)
def test_a_day_is_a_school_day_or_not(day: date, taught: bool):
    assert SOLIHULL.is_school_day(day) is taught


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2023, 9, 1), date(2024, 8, 31), 190),  # what the law asks of a school year
        (date(2024, 9, 1), date(2025, 8, 31), 195),  # the council's year, before each school's own training days
        (date(2025, 9, 1), date(2026, 8, 31), 195),
        (date(2023, 9, 4), date(2023, 12, 22), 73),
        (date(2024, 5, 6), date(2024, 5, 12), 4),  # a week with a bank holiday
        (date(2023, 10, 23), date(2023, 11, 6), 5),  # four days, half-term, and the Monday after it
        (date(2020, 1, 1), date(2030, 1, 1), 580),  # days that are not known are none
        (date(2024, 9, 3), date(2024, 9, 2), 0),  # the wrong way round there are none
    ],
)
def test_school_days_are_counted_with_both_ends(first: date, last: date, number: int):
    assert SOLIHULL.school_days(first, last) == number


def test_snow_closes_a_school():
    snowed_in = replace(SOLIHULL, closures=(Days(date(2025, 1, 9), date(2025, 1, 12)),))  # Thursday to Sunday
    assert snowed_in.school_days(date(2025, 1, 6), date(2025, 1, 12)) == 3


@pytest.mark.parametrize(
    ("day", "lies_in", "begun"),
    [
        (date(2023, 9, 3), None, None),  # Sunday before the first term
        (date(2023, 9, 4), "Autumn 2023", "Autumn 2023"),
        (date(2023, 11, 1), "Autumn 2023", "Autumn 2023"),  # in the half-term holiday
        (date(2023, 12, 22), "Autumn 2023", "Autumn 2023"),
        (date(2023, 12, 23), None, "Autumn 2023"),
        (date(2024, 1, 8), "Spring 2024", "Spring 2024"),
        (date(2026, 8, 31), None, "Summer 2026"),
        (date(2026, 9, 1), None, None),  # not known
    ],
)
def test_a_day_lies_in_a_term_and_one_had_begun_last(day: date, lies_in: str | None, begun: str | None):
    term, latest = SOLIHULL.term_of(day), SOLIHULL.latest_term(day)
    assert (term and term.name, latest and latest.name) == (lies_in, begun)


def test_a_term_has_two_halves_around_its_holiday_and_one_without_it():
    autumn = SOLIHULL.terms[0]
    assert autumn.halves == (
        Days(date(2023, 9, 4), date(2023, 10, 29)),  # to Sunday
        Days(date(2023, 11, 4), date(2023, 12, 22)),  # from Saturday
    )
    whole = Term("Short", Days(date(2024, 1, 8), date(2024, 2, 2)))
    assert whole.halves == (whole.days,)


@pytest.mark.parametrize(
    ("first", "last", "unknown"),
    [
        (date(2024, 1, 1), date(2024, 2, 1), ()),
        (date(2023, 8, 1), date(2023, 9, 30), (Days(date(2023, 8, 1), date(2023, 8, 31)),)),
        (date(2026, 8, 1), date(2026, 9, 30), (Days(date(2026, 9, 1), date(2026, 9, 30)),)),
        (date(2022, 1, 1), date(2022, 2, 1), (Days(date(2022, 1, 1), date(2022, 2, 1)),)),
    ],
)
def test_days_outside_the_calendar_are_named(first: date, last: date, unknown: tuple[Days, ...]):
    assert SOLIHULL.unknown(first, last) == unknown


def test_the_school_year_begins_on_the_first_of_september():
    assert school_year(date(2024, 8, 31)) == Days(date(2023, 9, 1), date(2024, 8, 31))
    assert school_year(date(2024, 9, 1)) == Days(date(2024, 9, 1), date(2025, 8, 31))


def test_weekdays_are_counted_as_the_calendar_has_them():
    monday = date(2024, 9, 2).toordinal()
    assert [is_weekday(monday + n) for n in range(7)] == [True] * 5 + [False] * 2
    assert [weekdays(monday, monday + n) for n in range(8)] == [1, 2, 3, 4, 5, 5, 5, 6]
    assert weekdays(monday, monday - 1) == 0


def test_a_calendar_without_terms_has_no_term_and_no_school_day():
    bare = TermCalendar("999", "Nowhere", (), date(2024, 9, 1), date(2025, 8, 31))
    assert bare.latest_term(date(2024, 9, 2)) is None
    assert bare.school_days(date(2024, 9, 1), date(2025, 8, 31)) == 0
