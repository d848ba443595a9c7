"""Running the rulebook over a case: which clocks started, and what met or ended them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock, ClockFacts, lapses
from ehcp_workflow.cases.composition import compose
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.errors import BeyondCalendar
from ehcp_workflow.law.deadlines import Deadline, Step, work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule, Version
from ehcp_workflow.law.when import UNKNOWN, When


@dataclass(frozen=True)
class Course:
    """What follows from a case's events whatever the day: its clocks, and what is odd about the record."""

    events: tuple[Event, ...]
    clocks: tuple[Clock, ...]
    findings: tuple[Finding, ...]


def run_clocks(rulebook: Rulebook, case: Case) -> Course:
    """Run every rule over a case.

    The same events give the same clocks in whatever order they were recorded.
    """
    events = case.events(rulebook.event_order)
    findings: list[Finding] = []
    clocks: list[Clock] = []
    for rule in rulebook.rules.values():
        if not rule.members:
            clocks.extend(_clocks_of(rule, rulebook, events, findings))
    return Course(events, tuple(compose(rulebook, clocks)), tuple(dict.fromkeys(findings)))


def _clocks_of(rule: Rule, rulebook: Rulebook, events: tuple[Event, ...], findings: list[Finding]) -> Iterator[Clock]:
    clocks: list[Clock] = []
    for start in (event for event in events if event.fires(rule.starts)):
        if rule.repeat == "earliest_governs" and (running := _still_running(clocks, start, rule)):
            findings.append(_repeated(start, running, rulebook))
            continue
        if rule.repeat == "latest_governs":
            clocks = [_overtaken(clock) for clock in clocks]
        if clock := _start_clock(rule, rulebook, start, events, findings):
            clocks.append(clock)
    yield from clocks


def _still_running(clocks: list[Clock], start: Event, rule: Rule) -> Clock | None:
    """The earlier clock of the same rule that a repeated start falls into, if there is one."""
    for clock in clocks:
        paired = not rule.pairs_by_about or clock.started_by.about == start.about
        over = clock.facts.met if clock.facts.met is not None else (start.on if clock.facts.ended else None)
        if paired and (over is None or not over.may_precede(start.on)):
            return clock
    return None


def _overtaken(clock: Clock) -> Clock:
    over = clock.facts.met is not None or clock.facts.ended
    return clock if over else replace(clock, facts=replace(clock.facts, superseded=True))


def _start_clock(
    rule: Rule, rulebook: Rulebook, start: Event, events: tuple[Event, ...], findings: list[Finding]
) -> Clock | None:
    counted_from = start.date_of(rule.counts_from)
    version = rule.version_on(counted_from.earliest)
    if version is None or version.period is None:
        findings.append(Finding(Severity.CHECK, f"{rule.ref} was not yet law on {counted_from.in_words()}.", start.id))
        return None
    deadline = _deadline(rule, version, rulebook, start, counted_from, findings)
    met_by, ended = _outcome(rule, start, events)
    facts = ClockFacts(
        rule=rule.id,
        started_by=start.id,
        started=counted_from,
        due=deadline.due,
        met=met_by.on if met_by else None,
        ended=ended,
        lapses=lapses(rule),
        governed_by=rulebook.composites_of.get(rule.id),
    )
    return Clock(rule, facts, start, met_by, deadline, str(version.citation), version.confidence.in_words)


def _deadline(
    rule: Rule, version: Version, rulebook: Rulebook, start: Event, counted_from: When, findings: list[Finding]
) -> Deadline:
    words = rulebook.events[start.kind].title
    if not counted_from.is_known:
        findings.append(
            Finding(Severity.CHECK, f"{rule.ref} has no date, because it is not known when: {words}.", start.id)
        )
    try:
        return work_out(version, counted_from, rulebook.calendar, words)
    except BeyondCalendar as error:
        findings.append(Finding(Severity.PROBLEM, f"{rule.ref} cannot be worked out. {error}", start.id))
        step = Step(str(error), str(version.citation), counted_from, UNKNOWN)
        return Deadline(UNKNOWN, (step,))


def _outcome(rule: Rule, start: Event, events: tuple[Event, ...]) -> tuple[Event | None, bool]:
    """The event that met the clock, or whether one ended it: the first that could have come after the start."""
    ended = False
    for event in events:
        if event is start or not start.on.may_precede(event.on):
            continue
        if event.fires(rule.resumed_by):
            ended = False
        if not ended and event.fires(rule.met_by) and (not rule.pairs_by_about or event.about == start.about):
            return event, False
        if event.fires(rule.ended_by):
            ended = True
    return None, ended


def _repeated(start: Event, running: Clock, rulebook: Rulebook) -> Finding:
    words = rulebook.events[start.kind].title
    return Finding(
        Severity.NOTE,
        f"Recorded again while the first one was still open: {words} ({start.on.in_words()}). "
        f"The earlier date governs: {running.started_by.on.in_words()}.",
        start.id,
    )
