"""Running the rulebook over a case: which clocks started, and what met or ended them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.claims import apply_claims
from ehcp_workflow.cases.clocks import Clock, ClockFacts, lapses
from ehcp_workflow.cases.composition import compose
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.oddities import before_birth, done_too_early, oddities
from ehcp_workflow.cases.outcomes import outcome, pairs
from ehcp_workflow.cases.starts import Start, counted_from, with_estimates
from ehcp_workflow.errors import BeyondCalendar
from ehcp_workflow.law.deadlines import Deadline, Step, work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.verdict import Verdict, judge
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.when import UNKNOWN


@dataclass(frozen=True)
class Course:
    """What follows from a case's events whatever the day: its clocks, and what is odd about the record."""

    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    findings: tuple[Finding, ...]


def run_clocks(rulebook: Rulebook, case: Case, *, today: date = date.max, proposed: bool = False) -> Course:
    """Run every rule over a case.

    The same events give the same clocks in whatever order they were recorded.

    Args:
        rulebook: the law.
        case: what happened.
        today: what lies after this day may start a clock, when it is known ahead, and ends or meets none.
        proposed: whether law that is only proposed runs too, for a preview; it never makes a breach.
    """
    case = with_estimates(case, rulebook.calendar)
    run = _Run(rulebook, case.events(rulebook.event_order), today, proposed, [])
    kinds = {event.kind for event in run.events}
    begun = (rulebook.rules[id_] for id_, starts in rulebook.starting.items() if not kinds.isdisjoint(starts))
    clocks = [clock for rule in begun for clock in run.clocks_of(rule)]
    waived = list(apply_claims(rulebook, case, clocks, run.findings))
    chosen = tuple(compose(rulebook, waived))
    odd = (
        *oddities(rulebook, run.events),
        *before_birth(rulebook, case.facts.date_of_birth, run.events),
        *done_too_early(rulebook, run.events, chosen),
    )
    return Course(run.events, chosen, tuple(dict.fromkeys((*run.findings, *odd))))


@dataclass
class _Run:
    """One running of the rulebook over the events of a case, and what it finds on the way."""

    rulebook: Rulebook
    events: tuple[Event, ...]
    today: date
    proposed: bool
    findings: list[Finding]

    def clocks_of(self, rule: Rule) -> Iterator[Clock]:
        """The clocks of one rule that some event of the case may start."""
        clocks: list[Clock] = []
        for event in self._starts_of(rule):
            if rule.repeat == "earliest_governs" and (running := _still_running(clocks, event, rule)):
                self.findings.append(_repeated(event, running, self.rulebook))
                continue
            if rule.repeat == "latest_governs":
                clocks = [_overtaken(clock, event, rule) for clock in clocks]
            if clock := self._start_clock(rule, event):
                clocks.append(clock)
        yield from _each_right_used_once(clocks)

    def _starts_of(self, rule: Rule) -> Iterator[Event]:
        """The events that start a rule; one that must come after something looks back to the last start only."""
        since: list[Event] = []
        for event in self.events:
            if event.fires(rule.starts, since):
                yield event
                since = []
            since.append(event)

    def _start_clock(self, rule: Rule, event: Event) -> Clock | None:
        start = counted_from(rule, event, self.rulebook)
        deciding = self.today if rule.version_chosen_by == "day" else start.day.earliest
        version = rule.version_on(deciding, proposed=self.proposed)
        if version is None:
            if any(v.is_law for v in rule.versions):
                said = f"{rule.ref} was not in force on {start.day.in_words()}."
                self.findings.append(Finding(Severity.CHECK, said, event.id))
            return None
        deadline = self._deadline(rule, version, start)
        happened = tuple(e for e in self.events if e is event or not e.on.earliest or e.on.earliest <= self.today)
        met_by, ended_by = outcome(rule, event, happened, self.rulebook.calendar)
        if met_by and met_by.fires(rule.only_in_time) and not _in_time(deadline, met_by):
            met_by, ended_by = None, met_by
        facts = ClockFacts(
            rule=rule.id,
            started_by=event.id,
            started=start.day,
            due=deadline.due,
            met=met_by.on if met_by else None,
            ended=ended_by is not None,
            lapses=lapses(rule, version),
            governed_by=self.rulebook.composites_of.get(rule.id),
            undated=rule.kind.has_no_deadline,
        )
        closed = ended_by is not None and ended_by.kind in self.rulebook.closing
        return Clock(rule, facts, event, met_by, deadline, version, ended_by, closed)

    def _deadline(self, rule: Rule, version: Version, start: Start) -> Deadline:
        if start.finding and not rule.kind.sets_no_date:
            self.findings.append(start.finding)
        try:
            made = work_out(version, start.day, self.rulebook.calendar, start.words)
        except BeyondCalendar as error:
            said = f"{rule.ref} cannot be worked out. {error}"
            self.findings.append(Finding(Severity.PROBLEM, said, start.event.id))
            step = Step(str(error), str(version.citation), start.day, UNKNOWN)
            return Deadline(UNKNOWN, (*start.steps, step))
        return replace(made, working=(*start.steps, *made.working))


def _in_time(deadline: Deadline, met_by: Event) -> bool:
    return judge(deadline.due, met_by.on, date.max).verdict is Verdict.ON_TIME


def _each_right_used_once(clocks: list[Clock]) -> Iterator[Clock]:
    """The clocks, where one act uses only the newest right: an old one whose time had passed was not used late."""
    for place, clock in enumerate(clocks):
        later = (other for other in clocks[place + 1 :] if other.met_by is clock.met_by)
        if clock.met_by and clock.facts.lapses and _certainly_late(clock) and any(later):
            yield replace(clock, facts=replace(clock.facts, met=None), met_by=None)
        else:
            yield clock


def _certainly_late(clock: Clock) -> bool:
    return judge(clock.due, clock.facts.met, date.max).verdict is Verdict.LATE


def _still_running(clocks: list[Clock], start: Event, rule: Rule) -> Clock | None:
    """The earlier clock of the same rule that a repeated start falls into, if there is one."""
    return next((clock for clock in clocks if _runs_into(clock, start, rule)), None)


def _overtaken(clock: Clock, start: Event, rule: Rule) -> Clock:
    overtaken = _runs_into(clock, start, rule)
    return replace(clock, facts=replace(clock.facts, superseded=True)) if overtaken else clock


def _runs_into(clock: Clock, start: Event, rule: Rule) -> bool:
    """Whether a clock was still open, about the same thing, when its rule was started again."""
    open_still = clock.over is None or not clock.over.may_precede(start.on)
    return open_still and pairs(rule, clock.started_by, start)


def _repeated(start: Event, running: Clock, rulebook: Rulebook) -> Finding:
    words = rulebook.events[start.kind].title
    return Finding(
        Severity.NOTE,
        f"Recorded again while the first one was still open: {words} ({start.on.in_words()}). "
        f"The earlier date governs: {running.started_by.on.in_words()}.",
        start.id,
    )
