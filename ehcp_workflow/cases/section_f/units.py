"""Units of help: which can be added, and the same lines and entries in units that can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.line import Unit
from ehcp_workflow.cases.section_f.placing import span_at
from ehcp_workflow.cases.section_f.spans import Span

_MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60}


def in_common_units(spans: Sequence[Span], entries: Sequence[Entry]) -> tuple[tuple[Span, ...], tuple[Entry, ...]]:
    """The spans and entries of a line with minutes and hours all in the one that the line has last.

    The amount of an entry is in the unit that the line had on its first day.
    """
    units = {span.line.unit for span in spans}
    if not units.issuperset(_MINUTES):
        return tuple(spans), tuple(entries)
    wanted = next(span.line.unit for span in reversed(spans) if span.line.unit in _MINUTES)
    same_entries = (
        replace(entry, amount=_in_unit(entry.amount, span_at(spans, entry.first.toordinal()).line.unit, wanted))
        for entry in entries
    )
    return tuple(_span_in(span, wanted) for span in spans), tuple(same_entries)


def _span_in(span: Span, wanted: Unit | None) -> Span:
    line = span.line
    if line.unit not in _MINUTES:
        return span
    return replace(span, line=replace(line, amount=_in_unit(line.amount, line.unit, wanted), unit=wanted))


def _in_unit(amount: Fraction | None, said: Unit | None, wanted: Unit | None) -> Fraction | None:
    if amount is None or said not in _MINUTES or said is None or wanted is None:
        return amount
    return amount * _MINUTES[said] / _MINUTES[wanted]
