"""Cutting the time in which a line is owed into its periods: days, weeks, fortnights, months, terms and years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.section_f.line import Per
from ehcp_workflow.cases.section_f.spans import TERMLY, Span
from ehcp_workflow.cases.section_f.terms import school_year
from ehcp_workflow.law.counting import add_months

SHORT = frozenset({Per.DAY, Per.WEEK, Per.FORTNIGHT})
"""Periods of a fixed number of school days; every other one has as many as the calendar gives it."""
_DAYS_OF = {Per.WEEK: 5, Per.FORTNIGHT: 10}
_WEEK = 7
_MONTHS_OF_A_YEAR = 12


@dataclass(slots=True)
class Period:
    """One period of a line, as far as the line was owed in it and it is counted; days as ordinal numbers, inclusive.

    Attributes:
        span: what is owed in it.
        first, last: the days of it that are counted.
        days: how many of them count: school days, or Mondays to Fridays.
        whole: how many there are in the whole period, whether the line was owed on them or not.
        finished: whether all of it that was owed is over.
    """

    span: Span
    first: int
    last: int
    days: int
    whole: int
    finished: bool

    @property
    def is_long(self) -> bool:
        """Whether it is longer than a fortnight."""
        return self.span.line.per not in SHORT


def periods(span: Span, end: int) -> Iterator[Period]:
    """The periods of a span up to a day, earliest first; those whose length is not known are left out.

    Args:
        span: what is owed, and when.
        end: the last day counted, as an ordinal number: the Sunday of a finished week.
    """
    last = min(span.last, end)
    if span.line.per is Per.DAY:
        yield from (Period(span, day, day, 1, 1, True) for day in range(span.first, last + 1) if span.count(day, day))
        return
    whole = _DAYS_OF.get(span.line.per) if span.line.per else None
    count = span.count
    for first, due in _cuts(span, last):
        begins, ends = max(first, span.first), min(due, span.last)
        counted = min(ends, end)
        if whole:
            if is_known(span, begins, counted):
                yield Period(span, begins, counted, count(begins, counted), whole, ends <= end)
        elif is_known(span, first, due, all_of_it=True) and (length := count(first, due)):
            due_day = ends == due or span.line.per is not Per.ONCE
            yield Period(span, begins, counted, count(begins, counted), length, ends <= end and due_day)


def begins_before(span: Span, day: int) -> int:
    """The first day of the week or fortnight of a line in which a day lies, as an ordinal number."""
    length = _WEEK * _DAYS_OF.get(span.line.per, 5) // 5 if span.line.per else _WEEK
    begun = monday_of(span.first)
    return begun + (day - begun) // length * length


def days_needed(span: Span, end: int) -> tuple[int, int]:
    """The first and last day whose term dates are needed to count a span up to a day, as ordinal numbers.

    What is owed in a month or a year is shared out over all its school days, so all of it must be known.
    """
    last = min(span.last, end)
    if span.line.per in SHORT | TERMLY:
        return span.first, last
    cuts = list(_cuts(span, last))
    return cuts[0][0], cuts[-1][1]


def is_known(span: Span, first: int, last: int, all_of_it: bool = False) -> bool:
    """Whether term dates are known for some, or for all, of the days; a line not bound to terms needs none."""
    if not span.in_term:
        return True
    if span.calendar is None:
        return False
    starts, ends = span.calendar.known_from.toordinal(), span.calendar.known_to.toordinal()
    return starts <= first and last <= ends if all_of_it else first <= ends and starts <= last


def week_of(day: int) -> int:
    """The week of a day, Monday to Sunday, as a number that grows by one from week to week."""
    return (day - 1) // _WEEK  # day 1 was a Monday


def monday_of(day: int) -> int:
    """The Monday of the week of a day."""
    return week_of(day) * _WEEK + 1


def _cuts(span: Span, last: int) -> Iterator[tuple[int, int]]:
    """The whole periods, both ends inclusive, that touch the days from the first of a span to a last one."""
    match span.line.per:
        case Per.WEEK | Per.FORTNIGHT as per:
            length = _WEEK * _DAYS_OF[per] // 5
            yield from ((day, day + length - 1) for day in range(monday_of(span.first), last + 1, length))
        case Per.HALF_TERM | Per.TERM as per:
            yield from _terms(span, per, last)
        case Per.ONCE:
            yield span.first, _due(span)
        case per:
            start = first = _begins(per, date.fromordinal(span.first))
            n = 0
            while first.toordinal() <= last:
                n += 1
                following = _begins_later(per, start, n)
                yield first.toordinal(), following.toordinal() - 1
                first = following


def _terms(span: Span, per: Per, last: int) -> Iterator[tuple[int, int]]:
    for term in span.calendar.terms if span.calendar else ():
        for days in (term.days,) if per is Per.TERM else term.halves:
            if days.first.toordinal() <= last and span.first <= days.last.toordinal():
                yield days.first.toordinal(), days.last.toordinal()


def _due(span: Span) -> int:
    """The last day for what is owed once: the line's own, else within a year, when the plan must be reviewed."""
    ends = span.line.ends
    return ends.toordinal() if ends else add_months(date.fromordinal(span.first), _MONTHS_OF_A_YEAR).toordinal() - 1


def _begins(per: Per | None, day: date) -> date:
    """The first day of the month or year of a day; a year counts from the day itself."""
    match per:
        case Per.MONTH:
            return day.replace(day=1)
        case Per.SCHOOL_YEAR:
            return school_year(day).first
        case _:
            return day


def _begins_later(per: Per | None, day: date, n: int) -> date:
    """The first day of the nth month or year after that of a day."""
    return add_months(_begins(per, day), n if per is Per.MONTH else n * _MONTHS_OF_A_YEAR)
