"""A case at a glance: what a list of many cases says of each, and from which day it is so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position

DUE_WITHIN_DAYS = 7
"""How many days ahead a list shows as due this week; today and the last of them count."""


class Flag(StrEnum):
    """Why an adviser looks at a case first; in the order in which lists show them."""

    LATE = "late"
    DUE = "due"
    SILENT = "silent"
    LAPSED = "lapsed"
    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True)
class Glance:
    """What of a case decides its flags.

    Attributes:
        late_from: the first day on which a limit that binds is overdue, unless it is met by then.
        ahead: the soonest open date that has not passed on the day it was worked out (its earliest day).
        silent_since: since when nothing was recorded, or something waited for is missing, where that stalls a stage.
        lapsed: how many lines of provision are not delivered as specified.
    """

    late_from: date | None = None
    ahead: date | None = None
    silent_since: date | None = None
    lapsed: int = 0

    def flags(self, day: date) -> frozenset[Flag]:
        """Which of the flags that follow from dates and records a case has on a day."""
        has = {
            Flag.LATE: self.late_from is not None and self.late_from <= day,
            Flag.DUE: self.ahead is not None and self.ahead <= day + timedelta(days=DUE_WITHIN_DAYS),
            Flag.SILENT: self.silent_since is not None,
            Flag.LAPSED: self.lapsed > 0,
        }
        return frozenset(flag for flag, it_has in has.items() if it_has)


def glance_at(position: Position) -> Glance:
    """What a list says of a case, from where it stands."""
    dated = position.open_clocks()
    ahead = [c.due.earliest for c, _ in dated if c.due.earliest and c.due.latest and c.due.latest >= position.as_at]
    late = [clock.due.latest + timedelta(days=1) for clock, state in dated if clock.due.latest and _binds(clock, state)]
    silent = [stage.silent_since for stage in position.stages if stage.silent_since]
    waiting = [stage.stall.since for stage in position.stages if stage.stall]
    return Glance(
        late_from=min(late, default=None),
        ahead=min(ahead, default=None),
        silent_since=min([*silent, *waiting], default=None),
        lapsed=sum(lapse.is_open for lapse in position.lapses),
    )


def _binds(clock: Clock, state: ClockState) -> bool:
    """Whether it will be late when its last day has passed: guidance, rights and claimed exemptions never are."""
    return clock.rule.authority.binds and not clock.facts.lapses and state is not ClockState.WAIVED
