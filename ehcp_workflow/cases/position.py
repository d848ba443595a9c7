"""Where a case stands on a day: everything that pages, flows and messages show of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cases.alerts.dates import clock_alerts
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
from ehcp_workflow.cases.looks import NEVER, next_clock_look, next_recorded, next_silence_look
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.promises import Promise, promises
from ehcp_workflow.cases.provision import Lapse, lapses
from ehcp_workflow.cases.remedies.ending import Ending, endings
from ehcp_workflow.cases.running import Course, run_clocks
from ehcp_workflow.cases.section_f.ledger import Ledger, ledger
from ehcp_workflow.cases.section_f.telling import Unreported, joined_lapses, lines_without_lapse, unreported
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.stages import Stage, current, stand
from ehcp_workflow.cases.stalls import SchoolDays, Stall, stalls
from ehcp_workflow.cases.starts import with_estimates
from ehcp_workflow.law.rulebook import Rulebook


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
    found = _found(rulebook, policy, case, course, today)
    states = tuple(clock.facts.state(today, policy.due_soon_days) for clock in course.clocks)
    clock_look, silence_look = _looks(policy, case, course, found, today)
    return Position(
        reference=case.reference,
        as_at=today,
        events=course.events,
        clocks=course.clocks,
        states=states,
        stages=found.stages,
        findings=(
            *course.findings,
            *(found.ledger.findings if found.ledger else ()),
            *good_practice_missed(rulebook, course.events, found.terms, today),
        ),
        promises=found.promises,
        lapses=found.lapses,
        alerts_of_clocks=tuple(_alerts(rulebook, policy, course, found, today)),
        alerts_of_silence=() if _is_late(course.clocks, states) else tuple(silence_alerts(found.stages, policy, today)),
        next_clock_look=clock_look,
        next_silence_look=silence_look,
        rights_of=holder(case, today),
        ledger=found.ledger,
        unreported=found.unreported,
    )


@dataclass(frozen=True)
class _Found:
    """What follows from the clocks and records of a case, beside the clocks themselves; as in a position.

    Attributes:
        terms: the term dates of its council, where known; waits: what each stage waits for by house policy.
        endings: the times for remedies that end.
    """

    terms: TermCalendar | None
    waits: Mapping[str, tuple[Stall, ...]]
    stages: tuple[Stage, ...]
    promises: tuple[Promise, ...]
    ledger: Ledger | None
    lapses: tuple[Lapse, ...]
    unreported: Unreported | None
    endings: tuple[Ending, ...]


def _found(rulebook: Rulebook, policy: Policy, case: Case, course: Course, today: date) -> _Found:
    record, events, clocks = case.section_f, course.events, course.clocks
    terms = record.calendars.get(record.council or "")
    waits = stalls(policy.silence.rules, events, SchoolDays(rulebook.calendar, terms))
    lapsed, counted = lapses(events), _counted(case, policy, today)
    if counted:
        lapsed = tuple(joined_lapses(lapsed, counted, record, policy.provision))
    return _Found(
        terms=terms,
        waits=waits,
        stages=stand(rulebook, policy, events, clocks, today, waits),
        promises=promises(rulebook, events, today),
        ledger=counted,
        lapses=lapsed,
        unreported=unreported(counted, policy.provision) if counted else None,
        endings=endings(rulebook, clocks, lapsed, events, policy.remedies.warn_after_months, today),
    )


def _alerts(rulebook: Rulebook, policy: Policy, course: Course, found: _Found, today: date) -> Iterator[Alert]:
    """All that somebody should know but silence."""
    yield from clock_alerts(course.clocks, policy, today)
    yield from stall_alerts(found.stages, policy, today)
    yield from promise_alerts(found.promises, policy, today)
    yield from provision_alerts(found.lapses, policy, today)
    yield from unreported_alerts(found.unreported)
    yield from ending_alerts(rulebook, found.endings, policy, today)


def _looks(policy: Policy, case: Case, course: Course, found: _Found, today: date) -> tuple[date, date]:
    """The first later day on which time alone changes anything but silence, and anything of silence."""
    rungs = (
        *next_record_rungs(found.promises, found.lapses, policy, today),
        *next_stall_rungs(found.stages, policy, today),
        *next_ending_rungs(found.endings, policy, today),
    )
    ahead, turns = next_recorded(case, today), next_clock_look(course.clocks, policy, today, rungs)
    silence = next_silence_look(course.events, found.stages, policy, today, turns, found.waits)
    ledger_look = found.ledger.next_look if found.ledger else None
    practice = next_missed(course.events, found.terms, today)
    return min(ahead, turns, ledger_look or NEVER), min((ahead, silence, *practice))


def _counted(case: Case, policy: Policy, today: date) -> Ledger | None:
    """The ledger of Section F; a case without lines has none, and costs nothing."""
    record = case.section_f
    return ledger(record, case.recorded, policy.provision, today) if record.lines or record.entries else None


def _is_late(clocks: tuple[Clock, ...], states: tuple[ClockState, ...]) -> bool:
    """Whether a limit that binds is overdue: that is told again and again, and that nothing is recorded says less."""
    late = (clock for clock, state in zip(clocks, states, strict=True) if state is ClockState.OVERDUE)
    return any(clock.rule.authority.binds and clock.facts.governed_by is None for clock in late)
