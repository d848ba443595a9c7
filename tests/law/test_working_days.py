"""The bank-holiday file agrees with a second source, and nothing is guessed beyond it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import holidays
import pytest

from ehcp_workflow.errors import BadConfiguration, BeyondCalendar
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.working_days import WorkingDays, load_working_days


def test_the_bank_holidays_are_those_of_a_second_source_on_every_weekday(rulebook: Rulebook):
    """A weekend day that a bank holiday is moved from is never a working day anyway; GOV.UK does not list it."""
    known = rulebook.calendar
    years = range(known.known_from.year, known.known_to.year + 1)
    theirs = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=years) if day.isoweekday() <= 5}
    assert sorted(known.holidays ^ theirs) == []


def test_no_bank_holiday_of_the_file_is_at_a_weekend(rulebook: Rulebook):
    assert [day for day in sorted(rulebook.calendar.holidays) if day.isoweekday() > 5] == []


def test_a_weekday_is_a_working_day_unless_it_is_a_bank_holiday(rulebook: Rulebook):
    calendar = rulebook.calendar
    assert calendar.is_working(date(2026, 12, 24))
    assert not calendar.is_working(date(2026, 12, 25))
    assert not calendar.is_working(date(2026, 12, 27))
    assert not calendar.is_working(date(2026, 12, 28))


def test_the_first_working_day_after_christmas_2026_is_the_29th(rulebook: Rulebook):
    assert rulebook.calendar.on_or_after(date(2026, 12, 25)) == date(2026, 12, 29)
    assert rulebook.calendar.nth_after(date(2026, 12, 23), 3) == date(2026, 12, 30)


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1)])
def test_a_day_the_file_does_not_cover_is_refused_with_the_remedy(day: date, rulebook: Rulebook):
    with pytest.raises(BeyondCalendar, match=r"Add the missing years to config/calendars/england\.yaml"):
        rulebook.calendar.is_working(day)


def test_the_first_and_the_last_day_of_the_file_are_covered(rulebook: Rulebook):
    assert not rulebook.calendar.is_working(rulebook.calendar.known_from)
    assert not rulebook.calendar.is_working(rulebook.calendar.known_to)


def _read(folder: Path, text: str) -> WorkingDays:
    path = folder / "england.yaml"
    path.write_text(text, encoding="utf-8")
    return load_working_days(path)


def test_a_small_file_is_read(tmp_path: Path):
    days = _read(tmp_path, "known_from: 2027-01-01\nknown_to: 2027-01-31\nholidays: [2027-01-01]\n")
    assert days.on_or_after(date(2027, 1, 1)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("known_from: 2027-01-01\nholidays: []\n", "the key 'known_to' is missing"),
        (
            "known_from: 2027-01-01\nknown_to: 2027-12-31\nholidays: [2028-01-03]\n",
            "2028-01-03 is outside 2027-01-01 to 2027-12-31",
        ),
        ("known_from: 2027\nknown_to: 2027-12-31\nholidays: []\n", "'2027' is not a date"),
        ("known_from: 2027-01-01\nknown_to: 2027-12-31\nholidays: [1 May]\n", "'1 May' is not a date"),
        ("known_from: 2027-01-01\nknown_to: 2027-12-31\nholidays:\n", "'None' is not a date"),
        ("known_from: 2027-01-01\nknown_to: 2027-12-31\nholidays: [2027-05-03 09:00:00]\n", "is not a date"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(text: str, says: str, tmp_path: Path):
    with pytest.raises(BadConfiguration, match=says):
        _read(tmp_path, text)
