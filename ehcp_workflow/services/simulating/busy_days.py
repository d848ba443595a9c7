"""The days that are worth living through: those on which something is due, and no quiet one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import acknowledgements, next_days
from ehcp_workflow.today import london_date


def busy_days(copy: Installation, first: date, last: date) -> Iterator[date]:
    """The first day, and each later one up to the last on which something is due; both ends inclusive.

    What a day brings may make another one busy, so the next is looked for when the one before has been lived.
    """
    day: date | None = first
    while day is not None and day <= last:
        yield day
        day = _next(copy, day)


def _next(copy: Installation, lived: date) -> date | None:
    """The first day after one on which something is due."""
    levels = copy.policy.escalation.after_working_days
    with copy.database.read() as unit:
        due = next_days.next_day(unit, copy.fingerprint)
        waiting = acknowledgements.unanswered(unit, copy.now(), len(levels))
    nth = copy.rulebook.calendar.nth_after
    found = [nth(london_date(one.since), level) for one in waiting for level in levels]
    ahead = [day for day in found if day > lived]
    tomorrow = date.fromordinal(lived.toordinal() + 1)
    return min([*ahead, *([max(due, tomorrow)] if due else [])], default=None)
