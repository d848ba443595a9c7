"""Where a line of Section F is not delivered as specified: when it lapsed, whether it grew, when it was put right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.law.when import When

LAPSED, GREW, PUT_RIGHT = "provision_lapsed", "provision_shortfall_grew", "provision_put_right"
PLAN_OVER = frozenset({"plan_ceased", "plan_transferred"})


@dataclass(frozen=True)
class Lapse:
    """One lapse of one line of provision.

    Attributes:
        line: which line, in the record's own code; empty when the record does not say.
        since: when it lapsed; a later record of the same lapse shows that it had by then.
        grew: when the shortfall was found to have grown, oldest first.
        put_right: when it was put right; None while it is not, and while the plan stands.
        known: when it came to be known, from which it is told; None to tell it from the day it lapsed.
    """

    line: str
    since: When
    grew: tuple[When, ...] = ()
    put_right: When | None = None
    known: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the provision is still not delivered."""
        return self.put_right is None


def lapses(events: tuple[Event, ...]) -> tuple[Lapse, ...]:
    """The latest lapse of each line of provision; one that ended with the plan is left out.

    What has no date at all says nothing here: nobody can tell which lapse it began or ended, and a finding says so.
    """
    found: dict[str, Lapse] = {}
    early: dict[str, When] = {}  # put right some day in a month or range that began before the lapse
    for event in events:
        line = event.about or ""
        lapse = found.get(line)
        if event.kind in PLAN_OVER:
            found = {name: lapse for name, lapse in found.items() if not lapse.is_open}
        elif not event.on.is_known:
            continue
        elif event.kind == PUT_RIGHT:
            if lapse and lapse.is_open:
                found[line] = replace(lapse, put_right=event.on)
            else:
                early[line] = event.on
        elif event.kind in {LAPSED, GREW}:
            found[line] = _worse(lapse, event, early.pop(line, None))
    return tuple(found.values())


def _worse(lapse: Lapse | None, event: Event, early: When | None) -> Lapse:
    """A lapse that begins, or one that goes on; a shortfall that grows without a known lapse is one."""
    if lapse is None or not lapse.is_open:
        return Lapse(event.about or "", event.on, put_right=early if early and event.on.may_precede(early) else None)
    grew = (*lapse.grew, event.on) if event.kind == GREW else lapse.grew
    return replace(lapse, since=_known_by(lapse.since, event.on), grew=grew)


def _known_by(since: When, later: When) -> When:
    """When something began that is known to have begun by the end of a later record's dates."""
    if since.latest and later.latest and later.latest < since.latest:
        return When(since.earliest, later.latest)
    return since
