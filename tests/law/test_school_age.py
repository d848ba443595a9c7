"""The last Friday in June of the school year in which somebody turns 16."""

from __future__ import annotations

from datetime import date

import pytest

from ehcp_workflow.law.school_age import last_day_of_compulsory_school_age, turns_25


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2010, 9, 1), date(2027, 6, 25)),  # turns 16 on the first day of the school year 2026/27
        (date(2010, 8, 31), date(2026, 6, 26)),  # turns 16 on the last day of 2025/26, after the leaving date
        (date(2011, 3, 14), date(2027, 6, 25)),
        (date(2012, 2, 29), date(2028, 6, 30)),  # 30 June 2028 is itself a Friday
        (date(2009, 12, 31), date(2026, 6, 26)),
    ],
)
def test_compulsory_school_age_ends_on_the_last_friday_in_june(born: date, last: date):
    assert last_day_of_compulsory_school_age(born) == last
    assert f"{last:%A}" == "Friday"


def test_somebody_turns_25_on_their_birthday_or_the_last_day_of_february():
    assert turns_25(date(2001, 11, 24)) == date(2026, 11, 24)
    assert turns_25(date(2000, 2, 29)) == date(2025, 2, 28)
