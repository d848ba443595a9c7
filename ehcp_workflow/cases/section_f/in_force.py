"""Which lines of Section F were owed on some days, each as the version of the plan in force then has it."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.spans import spans_of
from ehcp_workflow.cases.section_f.versions import versions_in_force


def lines_in_force(case: Case, first: date, last: date) -> dict[str, Line]:
    """The lines owed on at least one of some days, by code; where two versions were, as the later has it.

    Args:
        case: the case with its Section F, corrections included.
        first: the first of the days.
        last: the last of the days; both are inclusive.
    """
    versions, _ = versions_in_force(case.recorded)
    found: dict[str, Line] = {}
    for code, spans in spans_of(case.section_f, versions).items():
        owed = [span for span in spans if span.first <= last.toordinal() and span.last >= first.toordinal()]
        if owed:
            found[code] = owed[-1].line
    return found
