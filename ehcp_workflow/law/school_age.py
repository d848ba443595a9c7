"""When a child becomes a young person, and the rights of the parent become theirs."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.law.counting import add_days, add_months

FRIDAY = 4


def last_day_of_compulsory_school_age(born: date) -> date:
    """The last Friday in June of the school year in which somebody turns 16 (school years begin on 1 September).

    From the day after, the rights under Part 3 of the Children and Families Act 2014 are the young person's own.

    Source: Education Act 1996 s8(3)-(4); Education (School Leaving Date) Order 1997 (SI 1997/1970); "young person" in
    Children and Families Act 2014 s83(2).
    """
    sixteen = add_months(born, 16 * 12)
    year = sixteen.year + 1 if sixteen.month >= 9 else sixteen.year
    end_of_june = date(year, 6, 30)
    return add_days(end_of_june, -((end_of_june.weekday() - FRIDAY) % 7))


def turns_25(born: date) -> date:
    """The 25th birthday; for somebody born on 29 February, 28 February in a year that has no such day."""
    return add_months(born, 25 * 12)
