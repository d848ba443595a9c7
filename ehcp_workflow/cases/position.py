"""Where a case stands on a day: everything that pages, flows and messages show of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cases.alerts.dates import clock_alerts, next_rungs
from ehcp_workflow.cases.alerts.endings import ending_alerts, next_ending_rungs
from ehcp_workflow.cases.alerts.records import (
    next_record_rungs,
    promise_alerts,
    provision_alerts,
    unreported_alerts,
)
from ehcp_workflow.cases.alerts.stages import next_stall_rungs, silence_alerts, stall_alerts
from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.findings import Finding
from ehcp_workflow.cases.good_practice import good_practice_missed, next_missed
from ehcp_workflow.cases.holder import Holder, holder
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.promises import Promise, promises
from ehcp_workflow.cases.provision import Lapse, lapses
from ehcp_workflow.cases.remedies.ending import endings
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.cases.section_f.ledger import Ledger, ledger
from ehcp_workflow.cases.section_f.telling import Unreported, joined_lapses, lines_without_lapse, unreported
from ehcp_workflow.cases.stages import Stage, StageState, current, last_recorded, silent_from, stand
from ehcp_workflow.cases.stalls import SchoolDays, Stall, stalls
from ehcp_workflow.cases.starts import with_estimates
from ehcp_workflow.law.rulebook import Rulebook

NEVER = date.max


@dataclass(frozen=True)
class Position:
    """A case on a day.

    Attributes:
        as_at: the day.
        events: what happened, earliest first.
        clocks: the clocks; states: the state of each, in the same order.
        stages: the four stages.
        findings: what is odd about the record.
        promises: what the council promised, and how it went; lapses: provision that was not delivered.
        alerts_of_clocks, alerts_of_silence: what somebody should know today; the first holds all but silence.
        next_clock_look, next_silence_look: the first later day on which time alone changes something; NEVER if none.
        ledger: what was owed of Section F, given and missed; None when no line is recorded.
        rights_of: whose the family's rights are on that day: the parent's or the young person's.
        unreported: the lines of which nobody says whether help was given, if house policy has that asked.
    """

    reference: str
    as_at: date
    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    states: tuple[ClockState, ...]
    stages: tuple[Stage, ...]
    findings: tuple[Finding, ...]
    promises: tuple[Promise, ...]
    lapses: tuple[Lapse, ...]
    alerts_of_clocks: tuple[Alert, ...]
    alerts_of_silence: tuple[Alert, ...]
    next_clock_look: date
    next_silence_look: date
    rights_of: Holder
    ledger: Ledger | None = None
    unreported: Unreported | None = None

    @property
    def stage(self) -> Stage:
        """The stage the application is in."""
        return current(self.stages)

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """Everything somebody should know today."""
        return (*self.alerts_of_clocks, *self.alerts_of_silence)

    @property
    def never_lapsed(self) -> tuple[str, ...]:
        """The lines of Section F of which the log, as it now stands, shows no lapse."""
        return lines_without_lapse(self.ledger) if self.ledger else ()

    @property
    def digest(self) -> str:
        """Changes when anything changes that an operator would see."""
        shown = [
            *(f"{stage.id}={stage.state}" for stage in self.stages),
            *(f"{clock.facts.key}={clock.due}={state}" for clock, state in zip(self.clocks, self.states, strict=True)),
            *(f"{line.code}={line.state}" for line in (self.ledger.lines if self.ledger else ())),
        ]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]

    def open_clocks(self) -> tuple[tuple[Clock, ClockState], ...]:
        """The dates that somebody must still meet, soonest first; where several rules compete, the governing one."""
        running = [pair for pair in self._open() if not pair[0].facts.undated]
        return tuple(sorted(running, key=lambda pair: (pair[0].due.earliest or NEVER, pair[0].rule.ref)))

    def open_duties(self) -> tuple[Clock, ...]:
        """The duties still owed for which the law names no day, in the order of the rulebook."""
        return tuple(clock for clock, _ in self._open() if clock.facts.undated)

    def _open(self) -> list[tuple[Clock, ClockState]]:
        return [
            (clock, state)
            for clock, state in zip(self.clocks, self.states, strict=True)
            if state.is_open and clock.facts.governed_by is None
        ]


def take_position(rulebook: Rulebook, policy: Policy, case: Case, today: date, *, proposed: bool = False) -> Position:
    """Work out where a case stands at the end of a day, from what had happened by then.

    With `proposed`, law that is only proposed runs too, to preview its effect.
    """
    case = with_estimates(case, rulebook.calendar)
    course = run_clocks(rulebook, case.as_at(today, rulebook.ahead), today=today, proposed=proposed)
    terms = case.section_f.calendars.get(case.section_f.council or "")
    waits = stalls(policy.silence.rules, course.events, SchoolDays(rulebook.calendar, terms))
    stages = stand(rulebook, policy, course.events, course.clocks, today, waits)
    made, lapsed = promises(rulebook, course.events, today), lapses(course.events)
    counted = _counted(case, policy, today)
    if counted:
        lapsed = tuple(joined_lapses(lapsed, counted, case.section_f, policy.provision))
    silent = unreported(counted, policy.provision) if counted else None
    ending = endings(rulebook, course.clocks, lapsed, course.events, policy.remedies.warn_after_months, today)
    rungs = (
        *next_record_rungs(made, lapsed, policy, today),
        *next_stall_rungs(stages, policy, today),
        *next_ending_rungs(ending, policy, today),
    )
    states = tuple(clock.facts.state(today, policy.due_soon_days) for clock in course.clocks)
    practice = tuple(next_missed(course.events, terms, today))
    ahead, clock_look = _next_recorded(case, today), _next_clock_look(course.clocks, policy, today, rungs)
    return Position(
        reference=case.reference,
        as_at=today,
        events=course.events,
        clocks=course.clocks,
        states=states,
        stages=stages,
        findings=(
            *course.findings,
            *(counted.findings if counted else ()),
            *good_practice_missed(rulebook, course.events, terms, today),
        ),
        promises=made,
        lapses=lapsed,
        alerts_of_clocks=(
            *clock_alerts(course.clocks, policy, today),
            *stall_alerts(stages, policy, today),
            *promise_alerts(made, policy, today),
            *provision_alerts(lapsed, policy, today),
            *unreported_alerts(silent),
            *ending_alerts(rulebook, ending, policy, today),
        ),
        alerts_of_silence=() if _is_late(course.clocks, states) else tuple(silence_alerts(stages, policy, today)),
        next_clock_look=min(ahead, clock_look, (counted and counted.next_look) or NEVER),
        next_silence_look=min(
            (ahead, _next_silence_look(course.events, stages, policy, today, clock_look, waits), *practice)
        ),
        rights_of=holder(case, today),
        ledger=counted,
        unreported=silent,
    )


def _counted(case: Case, policy: Policy, today: date) -> Ledger | None:
    """The ledger of Section F; a case without lines has none, and costs nothing."""
    record = case.section_f
    return ledger(record, case.recorded, policy.provision, today) if record.lines or record.entries else None


def _is_late(clocks: tuple[Clock, ...], states: tuple[ClockState, ...]) -> bool:
    """Whether a limit that binds is overdue: that is told again and again, and that nothing is recorded says less."""
    late = (clock for clock, state in zip(clocks, states, strict=True) if state is ClockState.OVERDUE)
    return any(clock.rule.authority.binds and clock.facts.governed_by is None for clock in late)


def _next_recorded(case: Case, today: date) -> date:
    """The first later day on which something on record happens: a look back does not yet know of it."""
    days = (event.placed.earliest for event in case.standing)
    return min((day for day in days if day and day > today), default=NEVER)


def _next_clock_look(clocks: tuple[Clock, ...], policy: Policy, today: date, rungs: tuple[date, ...]) -> date:
    """The first later day on which a clock turns or somebody is to be told of it; `rungs` are such days of the rest."""
    turns = (day for clock in clocks for day in clock.facts.turning_points(policy.due_soon_days))
    return min((day for day in (*turns, *next_rungs(clocks, policy, today), *rungs) if day > today), default=NEVER)


def _next_silence_look(
    events: tuple[Event, ...],
    stages: tuple[Stage, ...],
    policy: Policy,
    today: date,
    clock_look: date,
    waits: Mapping[str, tuple[Stall, ...]],
) -> date:
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
