"""School terms: which days are school days, and in which half-term and term they lie. On dates only, ends inclusive."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate

_FRIDAY = 5


@dataclass(frozen=True)
class Days:
    """Days in a row: the first and the last, both inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Term:
    """One term: its name, such as `Autumn 2024`, its first and last day, and its half-term holiday if it has one."""

    name: str
    days: Days
    half_term: Days | None = None

    @property
    def halves(self) -> tuple[Days, ...]:
        """The time before and after the half-term holiday; all of the term where it has none."""
        if self.half_term is None:
            return (self.days,)
        before = Days(self.days.first, _next(self.half_term.first, -1))
        return (before, Days(_next(self.half_term.last, 1), self.days.last))


@dataclass(frozen=True)
class TermCalendar:
    """The term dates of one council or school.

    Attributes:
        owner: whose they are: the council's DfE number, such as `334`, or `school:` and a code.
        title: its name, for people.
        terms: the terms, earliest first, none overlapping.
        inset: training days, on which the school is closed to pupils.
        closures: other closed days, such as snow.
        bank_holidays: the bank holidays in its time.
        known_from, known_to: the first and last day for which it says what is a school day, both inclusive.
        source: where the dates are from.
    """

    owner: str
    title: str
    terms: tuple[Term, ...]
    known_from: date
    known_to: date
    inset: frozenset[date] = frozenset()
    closures: tuple[Days, ...] = ()
    bank_holidays: frozenset[date] = frozenset()
    source: str = ""

    def is_school_day(self, day: date) -> bool:
        """Whether pupils are taught: Monday to Friday in a term; no holiday, training day, closure or bank holiday."""
        return self.school_days(day, day) == 1

    def school_days(self, first: date, last: date) -> int:
        """How many school days there are from the first to the last day, both inclusive; unknown days are none."""
        return self.count(first.toordinal(), last.toordinal())

    def count(self, first: int, last: int) -> int:
        """The same for days as ordinal numbers (`date.toordinal`), for sums over many weeks."""
        start, stop = self._known
        first, last = max(first, start), min(last, stop)
        return self._sums[last - start + 1] - self._sums[first - start] if first <= last else 0

    def term_of(self, day: date) -> Term | None:
        """The term in which a day lies, its half-term holiday included; None between terms."""
        at = bisect_right(self._starts, day) - 1
        return self.terms[at] if at >= 0 and day in self.terms[at].days else None

    def latest_term(self, day: date) -> Term | None:
        """The term that had begun last by a day that is known; None before the first, and for unknown days."""
        at = bisect_right(self._starts, day) - 1
        return self.terms[at] if at >= 0 and self.known_from <= day <= self.known_to else None

    def unknown(self, first: date, last: date) -> tuple[Days, ...]:
        """The parts of a time, both ends inclusive, for which this calendar does not say what is a school day."""
        early = Days(first, min(last, _next(self.known_from, -1)))
        late = Days(max(first, _next(self.known_to, 1)), last)
        return tuple(days for days in (early, late) if days.first <= days.last)

    @cached_property
    def _known(self) -> tuple[int, int]:
        return self.known_from.toordinal(), self.known_to.toordinal()

    @cached_property
    def _starts(self) -> list[date]:
        return [term.days.first for term in self.terms]

    @cached_property
    def _sums(self) -> list[int]:
        """How many school days there are in the first 0, 1, 2 … known days, so that any count is one subtraction."""
        start, stop = self._known
        closed = {day.toordinal() for day in self.inset | self.bank_holidays}
        closed.update(day for days in self.closures for day in _ordinals(days))
        taught = {day for term in self.terms for half in term.halves for day in _ordinals(half)} - closed
        return list(accumulate((day in taught and is_weekday(day) for day in range(start, stop + 1)), initial=0))


def is_weekday(day: int) -> bool:
    """Whether a day, as an ordinal number, is Monday to Friday."""
    return 0 < day % 7 <= _FRIDAY  # day 1 was a Monday


def weekdays(first: int, last: int) -> int:
    """How many days are Monday to Friday, from the first to the last day as ordinal numbers, both inclusive."""
    return _weekdays_to(last) - _weekdays_to(first - 1) if first <= last else 0


def school_year(day: date) -> Days:
    """The school year of a day, as councils count it: 1 September to 31 August, both inclusive."""
    begins = day.year if day.month >= 9 else day.year - 1
    return Days(date(begins, 9, 1), date(begins + 1, 8, 31))


def _weekdays_to(day: int) -> int:
    """How many weekdays there are from day 1, a Monday, to a day."""
    weeks, rest = divmod(day, 7)
    return weeks * _FRIDAY + min(rest, _FRIDAY)


def _ordinals(days: Days) -> Iterator[int]:
    return iter(range(days.first.toordinal(), days.last.toordinal() + 1))


def _next(day: date, by: int) -> date:
    return date.fromordinal(day.toordinal() + by)
