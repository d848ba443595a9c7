"""School terms: which days are school days, and in which half-term and term they lie. On dates only, ends inclusive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
