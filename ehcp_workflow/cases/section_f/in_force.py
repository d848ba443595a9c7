"""Which lines of Section F were owed on some days, each as the version of the plan in force then has it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.spans import Span, spans_of
from ehcp_workflow.cases.section_f.versions import versions_in_force


def lines_in_force(case: Case, first: date, last: date) -> dict[str, Line]:
    """The lines in force on at least one of some days, by code; where two versions were, as the later has it.

    Args:
        case: the case with its Section F, corrections included.
        first: the first of the days.
        last: the last of the days; both are inclusive.
    """
    return {span.line.code: span.line for span in _spans(case, first, last)}


def lines_owed(case: Case, first: date, last: date) -> dict[str, Line]:
    """Those of the lines in force of which help was owed on at least one of the days: not all were holidays.

    What is owed in term is taken as owed where the term dates are not known.
    """
    spans = _spans(case, first, last)
    return {span.line.code: span.line for span in spans if _may_be_owed(span, first, last)}


def _spans(case: Case, first: date, last: date) -> Iterator[Span]:
    versions, _ = versions_in_force(case.recorded)
    for spans in spans_of(case.section_f, versions).values():
        yield from (span for span in spans if span.first <= last.toordinal() and span.last >= first.toordinal())


def _may_be_owed(span: Span, first: date, last: date) -> bool:
    if span.in_term and span.calendar is None:
        return True
    return span.count(max(span.first, first.toordinal()), min(span.last, last.toordinal())) > 0
