"""Cases with the term dates that are known, without which help owed in term time cannot be counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store.engine import Unit

_KEY = "term dates of this transaction"


def with_terms(installation: Installation, unit: Unit, case: Case) -> Case:
    """A case as it was read, with the term dates of every council and school; they are read once a transaction.

    Raises:
        BadConfiguration: a shipped file of term dates is wrong.
    """
    if _KEY not in unit.info:
        unit.info[_KEY] = term_calendars(installation, unit)
    known = cast("Mapping[str, TermCalendar]", unit.info[_KEY])
    return replace(case, section_f=replace(case.section_f, calendars=known))
