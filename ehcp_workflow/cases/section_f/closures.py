"""Long closures of a school: holidays between two terms."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from ehcp_workflow.cases.section_f.terms import Days, TermCalendar


def long_closures(calendar: TermCalendar, days: int = 28) -> tuple[Days, ...]:
    """The holidays between two known terms of at least so many days in a row, weekends included; both ends inclusive.

    A holiday after the last known term is left out: nobody knows yet when it ends.
    """
    found = []
    for before, after in pairwise(calendar.terms):
        first, last = before.days.last.toordinal() + 1, after.days.first.toordinal() - 1
        if last - first + 1 >= days:
            found.append(Days(date.fromordinal(first), date.fromordinal(last)))
    return tuple(found)
