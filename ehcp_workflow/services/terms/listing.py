"""Whose term dates are known, how far they reach, and how many cases use them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.bringing_in import find_owner
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import term_calendars as stored
from ehcp_workflow.store.engine import Unit

AHEAD = timedelta(days=92)
"""Three months: dates that end sooner are asked for, because plans and meetings are made a term ahead."""


@dataclass(frozen=True)
class Listed:
    """The term dates of one council or school; known from and to inclusive, and how many cases use them."""

    owner: str
    title: str
    known_from: date
    known_to: date
    inset: int
    cases: int


def list_calendars(installation: Installation) -> list[Listed]:
    """Every calendar of term dates, councils first."""
    with installation.database.read() as unit:
        return [
            Listed(owner, one.title, one.known_from, one.known_to, len(one.inset), len(stored.cases_using(unit, owner)))
            for owner, one in sorted(term_calendars(installation, unit).items())
        ]


def calendar_of(installation: Installation, whose: str) -> TermCalendar:
    """The term dates of one council or school.

    Raises:
        BadInput: it is neither a council nor a school.
        NotFound: its term dates are not known.
    """
    owner, name = find_owner(whose)
    with installation.database.read() as unit:
        known = term_calendars(installation, unit)
    if owner not in known:
        raise NotFound(f"The term dates of {name} are not known. Bring them in: ehcp terms import FILE --for {owner}")
    return known[owner]


def ending(installation: Installation) -> list[str]:
    """Which term dates that lines of plans count by end within three months, or are not known, in sentences."""
    with installation.database.read() as unit:
        return ending_in(installation, unit)


def ending_in(installation: Installation, unit: Unit) -> list[str]:
    """The same, in a transaction that is under way."""
    known, until, said = term_calendars(installation, unit), installation.today() + AHEAD, []
    for owner, cases in sorted(stored.used_by_lines(unit).items()):
        calendar = known.get(owner)
        if calendar is not None and calendar.known_to >= until:
            continue
        far = f"are known to {calendar.known_to} only" if calendar else "are not known"
        named = f"{cases} cases count" if cases != 1 else "1 case counts"
        said.append(f"term dates of {owner} {far}, and {named} by them. Run: ehcp terms import FILE --for {owner}")
    return said
