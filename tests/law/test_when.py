"""Dates known as exactly as the record says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import UNKNOWN, When, day_in_words

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
whens = st.one_of(
    st.just(UNKNOWN),
    days.map(When.day),
    days.map(lambda day: When.month(day.year, day.month)),
    st.tuples(days, st.integers(0, 400)).map(lambda pair: When(pair[0], pair[0] + timedelta(days=pair[1]))),
)


@given(whens)
def test_what_is_printed_can_be_read_again(when: When):
    assert When.parse(str(when)) == when


@given(whens, st.integers(0, 200))
def test_moving_a_range_moves_both_its_ends(when: When, n: int):
    moved = when.move(lambda day: day + timedelta(days=n))
    if when.earliest is None or when.latest is None:
        assert moved == UNKNOWN
    else:
        assert (moved.earliest, moved.latest) == (when.earliest + timedelta(days=n), when.latest + timedelta(days=n))


@pytest.mark.parametrize(
    ("text", "precision", "words"),
    [
        ("2026-12-01", "day", "Tuesday 1 December 2026"),
        ("2028-02", "month", "some day in February 2028"),
        (
            "2025-03-10/2025-03-20",
            "range",
            "between Monday 10 March 2025 and Thursday 20 March 2025",
        ),
        (" Unknown ", "unknown", "an unknown date"),
    ],
)
def test_a_date_has_a_precision_and_words(text: str, precision: str, words: str):
    when = When.parse(text)
    assert (when.precision, when.in_words()) == (precision, words)
    assert when.is_known == (precision != "unknown")


def test_a_month_ends_on_its_last_day_in_leap_years_too():
    assert When.parse("2028-02") == When(date(2028, 2, 1), date(2028, 2, 29))


def test_a_range_that_is_a_whole_month_is_that_month():
    assert str(When.parse("2025-04-01/2025-04-30")) == "2025-04"


def test_only_a_date_known_to_the_day_is_exact():
    assert When.parse("2025-03-10").exact == date(2025, 3, 10)
    assert When.parse("2025-03").exact is None
    assert UNKNOWN.exact is None


@pytest.mark.parametrize("text", ["", "tomorrow", "2025-13", "2025-02-30", "10/03/2025", "2025-03-10/", "2025"])
def test_what_is_not_a_date_is_refused_with_the_forms_that_are(text: str):
    with pytest.raises(BadInput, match="Write 2025-03-10, 2025-03"):
        When.parse(text)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(BadInput, match="ends before it begins"):
        When.parse("2025-03-20/2025-03-10")


def test_a_range_with_one_end_is_refused():
    with pytest.raises(BadInput, match="both a first and a last day"):
        When(date(2025, 3, 1), None)


@given(days, days)
def test_of_two_known_days_the_earlier_may_precede_the_later(one: date, other: date):
    assert When.day(one).may_precede(When.day(other)) == (one <= other)


def test_a_date_nobody_knows_may_precede_and_follow_anything():
    day = When.parse("2025-03-10")
    assert UNKNOWN.may_precede(day)
    assert day.may_precede(UNKNOWN)


def test_a_month_may_precede_any_day_in_it():
    assert When.parse("2025-03").may_precede(When.parse("2025-03-01"))
    assert not When.parse("2025-03").may_precede(When.parse("2025-02-28"))


def test_a_day_is_written_with_its_weekday():
    assert day_in_words(date(2027, 1, 4)) == "Monday 4 January 2027"
