"""The term dates of Solihull as they are shipped, for tests that count school days by hand.

Autumn 2025: Monday 1 September to Friday 19 December, half-term 27 to 31 October. Spring 2026: Monday 5 January to
Friday 27 March, half-term 16 to 20 February. Summer 2026: Monday 13 April to Monday 20 July, half-term 25 to 29 May.
"""

from __future__ import annotations

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import TermCalendar

from worked_ledgers_loader import SOLIHULL, shipped


def solihull() -> TermCalendar:
    """The calendar, from the shipped file and no other: known from September 2024, without training days."""
    return shipped(f"{SOLIHULL}.yaml")


def case_in_solihull(*events: Event) -> Case:
    """A case of that council, which knows its term dates."""
    return Case("EHC-2026-0001", events, section_f=SectionF(council=SOLIHULL, calendars={SOLIHULL: solihull()}))
