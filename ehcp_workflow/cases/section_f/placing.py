"""Placing the entries of the log in the periods of a line: an amount is shared out by the school days it covers."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ehcp_workflow.cases.section_f.entry import Entry, EntryKind
from ehcp_workflow.cases.section_f.line import Unit
from ehcp_workflow.cases.section_f.periods import Period
from ehcp_workflow.cases.section_f.spans import Span
from ehcp_workflow.cases.section_f.terms import weekdays

_Weigh = Callable[[Span, int, int], int]


@dataclass(slots=True)
class Placed:
    """One entry as far as it falls in one period.

    Attributes:
        entry: the entry.
        first, last: its days in the period, as ordinal numbers, both inclusive.
        amount: its share of the amount, in the unit of the period; None where nobody said how much.
    """

    entry: Entry
    first: int
    last: int
    amount: Fraction | None


@dataclass(frozen=True)
class Placing:
    """Where the entries of one line went.

    Attributes:
        by_period: what falls in each period, by its place in the list of periods.
        outside: entries that touch no period: on none of their days was the line owed, as far as that is known.
    """

    by_period: Mapping[int, list[Placed]]
    outside: tuple[Entry, ...]


def place(entries: Sequence[Entry], spans: Sequence[Span], cut: Sequence[Period]) -> Placing:
    """Place entries in periods: each in those that its days touch, with its amount shared out by school days.

    Where it touches no school day, Mondays to Fridays count instead, and where it touches none of these, all days. An
    amount is in the unit that the line has on the entry's first day, and reaches only periods with that unit.

    Args:
        entries: the entries of one line, catch-up left out; their amounts and those of the spans in common units.
        spans: when the line was owed.
        cut: its periods, earliest first.
    """
    by_period: dict[int, list[Placed]] = defaultdict(list)
    outside = []
    starts = [period.first for period in cut]
    for entry in entries:
        first, last = entry.first.toordinal(), entry.last.toordinal()
        unit = span_at(spans, first).line.unit
        touched = _touched(cut, starts, first, last, unit)
        weigh, total = _weights(spans, first, last, unit)
        for at in touched:
            period = cut[at]
            begins, ends = max(first, period.first), min(last, period.last)
            amount = amount_of(entry, period)
            share = None if amount is None else amount * weigh(period.span, begins, ends) / total
            by_period[at].append(Placed(entry, begins, ends, share))
        if not touched:
            outside.append(entry)
    return Placing(by_period, tuple(outside))


def span_at(spans: Sequence[Span], day: int) -> Span:
    """The span in which a day lies; else the last that began before it; else the first."""
    begun = [span for span in spans if span.first <= day]
    return next((span for span in begun if day <= span.last), begun[-1] if begun else spans[0])


def amount_of(entry: Entry, period: Period) -> Fraction | None:
    """How much an entry says of a period.

    Without an amount, help that is counted and came on one day came once where the period is longer than a fortnight:
    a visit on 4 March is one of the three visits of a year, and not a day's share of them.
    """
    if entry.kind is EntryKind.MISSED:
        return None
    if entry.kind is EntryKind.DELIVERED and entry.amount is None and period.is_long and is_single(entry, period.span):
        return Fraction(1)
    return entry.amount


def is_single(entry: Entry, span: Span) -> bool:
    """Whether an entry is about one day, of a line that counts sessions, visits or times."""
    unit = span.line.unit
    return entry.first == entry.last and unit is not None and unit.is_whole


def _touched(cut: Sequence[Period], starts: Sequence[int], first: int, last: int, unit: Unit | None) -> list[int]:
    """The places of the periods that some days touch, and in which such a unit can be added."""
    at = max(0, bisect_right(starts, first) - 1)
    found = []
    while at < len(cut) and starts[at] <= last:
        if first <= cut[at].last and cut[at].span.line.unit is unit:
            found.append(at)
        at += 1
    return found


def _weights(spans: Sequence[Span], first: int, last: int, unit: Unit | None) -> tuple[_Weigh, int]:
    """By which days an amount is shared out, and how many of them there are in all."""
    inside = [
        (span, max(first, span.first), min(last, span.last))
        for span in spans
        if span.first <= last and first <= span.last and span.line.unit is unit
    ]
    for weigh in (_school_days, _mondays_to_fridays, _days):
        if total := sum(weigh(*days) for days in inside):
            return weigh, total
    return _days, 1


def _school_days(span: Span, first: int, last: int) -> int:
    return span.count(first, last)


def _mondays_to_fridays(_span: Span, first: int, last: int) -> int:
    return weekdays(first, last)


def _days(_span: Span, first: int, last: int) -> int:
    return last - first + 1
