"""Which records of Section F count now: corrected and withdrawn ones are left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.errors import NotFound

PLANS = frozenset({"final_plan_sent", "amended_plan_sent"})
Recorded = TypeVar("Recorded", Line, Entry)


def standing(records: Sequence[Recorded]) -> list[Recorded]:
    """The records that count, in the order of recording."""
    replaced = {record.replaces for record in records}
    return [record for record in records if record.id not in replaced and not record.withdrawn]


def plan_versions(case: Case) -> list[Event]:
    """The versions of the plan, earliest first; one whose day is not known stands first."""
    sent = [event for event in case.standing if event.kind in PLANS]
    return sorted(sent, key=lambda event: (event.date_of("sent_on").earliest or date.min, event.id))


def lines_of_plan(section: SectionF, plan: str) -> list[Line]:
    """The lines of one version of the plan, by code."""
    return sorted((line for line in standing(section.lines) if line.plan == plan), key=lambda line: line.code)


def newest_line(case: Case, code: str, reference: str) -> Line:
    """The line with a code as the newest version that has it says it.

    Raises:
        NotFound: no version has such a line.
    """
    for plan in reversed(plan_versions(case)):
        for line in lines_of_plan(case.section_f, plan.id):
            if line.code == code:
                return line
    raise NotFound(f"{reference} has no line '{code}'. `ehcp provision lines` lists them.")
