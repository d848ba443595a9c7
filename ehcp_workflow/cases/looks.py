"""On which later day time alone changes where a case stands, so that nobody need look at it before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ehcp_workflow.cases.alerts.dates import next_rungs
from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.stages import Stage, StageState, last_recorded, silent_from
from ehcp_workflow.cases.stalls import Stall

NEVER = date.max


def next_recorded(case: Case, today: date) -> date:
    """The first later day on which something on record happens: a look back does not yet know of it."""
    days = (event.placed.earliest for event in case.standing)
    return min((day for day in days if day and day > today), default=NEVER)


def next_clock_look(clocks: tuple[Clock, ...], policy: Policy, today: date, rungs: tuple[date, ...]) -> date:
    """The first later day on which a clock turns or somebody is to be told of it; `rungs` are such days of the rest."""
    turns = (day for clock in clocks for day in clock.facts.turning_points(policy.due_soon_days))
    return min((day for day in (*turns, *next_rungs(clocks, policy, today), *rungs) if day > today), default=NEVER)


def next_silence_look(
    events: tuple[Event, ...],
    stages: tuple[Stage, ...],
    policy: Policy,
    today: date,
    clock_look: date,
    waits: Mapping[str, tuple[Stall, ...]],
) -> date:
    """The first later day on which a stage becomes silent, is told of again, or is no longer called so."""
    last = last_recorded(events, today)
    # A silent stage is no longer called silent once a limit in it is overdue.
    days = [clock_look] if any(stage.silent_since or stage.stall for stage in stages) else []
    for stage in stages:
        if stage.state not in {StageState.WAITING, StageState.DUE_SOON, StageState.STALLED}:
            continue
        firsts = [silent_from(stage.id, last, policy), *(wait.first for wait in waits.get(stage.id, ()))]
        days += [_next_repeat(first, policy.silence.repeat_days, today) for first in firsts if first]
    return min(days, default=NEVER)


def _next_repeat(first: date, every: int, today: date) -> date:
    """The first day after today that is `first` or a whole number of intervals after it."""
    later = max(0, -(-(today.toordinal() + 1 - first.toordinal()) // every))
    return date.fromordinal(first.toordinal() + later * every)
