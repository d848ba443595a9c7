"""The term dates of Solihull as they are shipped, for tests that count school days by hand.

Autumn 2025: Monday 1 September to Friday 19 December, half-term 27 to 31 October. Spring 2026: Monday 5 January to
Friday 27 March, half-term 16 to 20 February. Summer 2026: Monday 13 April to Monday 20 July, half-term 25 to 29 May.
"""

from __future__ import annotations

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.section_f.terms_reading import read_terms
from ehcp_workflow.law.yaml_source import read_yaml

from stories import CONFIG, the_rulebook

SOLIHULL = "334"


def solihull() -> TermCalendar:
    """The calendar, from the shipped file."""
    said = read_yaml(CONFIG / "calendars" / "terms" / "334.yaml")
    return read_terms(said, the_rulebook().calendar.holidays, "334.yaml")


def case_in_solihull(*events: Event) -> Case:
    """A case of that council, which knows its term dates."""
    return Case("EHC-2026-0001", events, section_f=SectionF(council=SOLIHULL, calendars={SOLIHULL: solihull()}))
