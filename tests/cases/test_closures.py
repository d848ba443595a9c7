"""Long closures: the summer is one, Christmas is not."""

from datetime import date

from ehcp_workflow.cases.section_f.closures import long_closures
from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar

# Monday 28 April to Monday 21 July 2025; Monday 1 September to Friday 19 December 2025; from Monday 5 January 2026.
SUMMER = Term("Summer 2025", Days(date(2025, 4, 28), date(2025, 7, 21)))
AUTUMN = Term("Autumn 2025", Days(date(2025, 9, 1), date(2025, 12, 19)))
SPRING = Term("Spring 2026", Days(date(2026, 1, 5), date(2026, 3, 27)))
CALENDAR = TermCalendar("334", "Solihull", (SUMMER, AUTUMN, SPRING), date(2025, 4, 28), date(2026, 3, 31))
# Tuesday 22 July to Sunday 31 August 2025: 10 days of July and 31 of August.
HOLIDAY = Days(date(2025, 7, 22), date(2025, 8, 31))


def test_only_the_summer_is_four_weeks_or_longer() -> None:
    assert long_closures(CALENDAR) == (HOLIDAY,)


def test_a_holiday_of_exactly_the_length_counts_and_one_day_more_does_not() -> None:
    assert long_closures(CALENDAR, 41) == (HOLIDAY,)
    assert long_closures(CALENDAR, 42) == ()
