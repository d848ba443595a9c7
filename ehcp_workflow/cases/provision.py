"""Where a line of Section F is not delivered as specified: when it lapsed, whether it grew, when it was put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event

LAPSED, GREW, PUT_RIGHT = "provision_lapsed", "provision_shortfall_grew", "provision_put_right"
PLAN_OVER = frozenset({"plan_ceased", "plan_transferred"})


@dataclass(frozen=True)
class Lapse:
    """One lapse of one line of provision.

    Attributes:
        line: which line, in the record's own code; empty when the record does not say.
        since: the first day on which it is known to have lapsed.
        grew: the days on which the shortfall was found to have grown, oldest first.
        put_right: the day it was put right; None while it is not, and while the plan stands.
    """

    line: str
    since: date
    grew: tuple[date, ...] = ()
    put_right: date | None = None


def lapses(events: tuple[Event, ...]) -> tuple[Lapse, ...]:
    """The latest lapse of each line of provision; one that ended with the plan is left out."""
    found: dict[str, Lapse] = {}
    for event in events:
        line, day = event.about or "", event.on.latest
        if event.kind in PLAN_OVER:
            found = {name: lapse for name, lapse in found.items() if lapse.put_right}
        elif day is None:
            continue
        elif event.kind in {LAPSED, GREW}:
            found[line] = _worse(found.get(line), line, day, grew=event.kind == GREW)
        elif event.kind == PUT_RIGHT and line in found and found[line].put_right is None:
            lapse = found[line]
            found[line] = Lapse(line, lapse.since, lapse.grew, day)
    return tuple(found.values())


def _worse(lapse: Lapse | None, line: str, day: date, *, grew: bool) -> Lapse:
    """A lapse that begins, or one that goes on; a shortfall that grows without a known lapse is one."""
    if lapse is None or lapse.put_right is not None:
        return Lapse(line, day)
    return Lapse(line, lapse.since, (*lapse.grew, day) if grew else lapse.grew)
