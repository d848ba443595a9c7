"""Which records of Section F count now, and to which version of the plan each line belongs."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.versions import PLANS
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.errors import NotFound


def plan_versions(case: Case) -> list[Event]:
    """The versions of the plan, earliest first; one whose day is not known stands first."""
    sent = [event for event in case.standing if event.kind in PLANS]
    return sorted(sent, key=lambda event: (event.date_of("sent_on").earliest or date.min, event.id))


def lines_of_plan(case: Case, plan: Event) -> list[Line]:
    """The lines of one version of the plan, by code; also those recorded before its date was put right."""
    corrects = {event.id: event.corrects for event in case.recorded}
    ids: set[str] = set()
    earlier: str | None = plan.id
    while earlier and earlier not in ids:
        ids.add(earlier)
        earlier = corrects.get(earlier)
    return sorted((line for line in standing(case.section_f.lines) if line.plan in ids), key=lambda line: line.code)


def newest_line(case: Case, code: str, reference: str) -> Line:
    """The line with a code as the newest version that has it says it.

    Raises:
        NotFound: no version has such a line.
    """
    return _latest(case, plan_versions(case), code, reference)


def line_on(case: Case, code: str, day: date, reference: str) -> Line:
    """The line with a code as the version in force on a day says it, or the nearest version that has it.

    Raises:
        NotFound: no version has such a line.
    """
    versions = plan_versions(case)
    sent = [version for version in versions if (version.date_of("sent_on").latest or date.min) <= day]
    return _latest(case, [*(v for v in reversed(versions) if v not in sent), *sent], code, reference)


def _latest(case: Case, versions: list[Event], code: str, reference: str) -> Line:
    """The line as the last of some versions that has it says it."""
    for plan in reversed(versions):
        for line in lines_of_plan(case, plan):
            if line.code == code:
                return line
    raise NotFound(f"{reference} has no line '{code}'. `ehcp provision lines` lists them.")
