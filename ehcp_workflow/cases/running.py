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
    findings.extend(_unsaid_options(rulebook, events))
    return Course(events, tuple(compose(rulebook, clocks)), tuple(dict.fromkeys(findings)))


def _unsaid_options(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """An event whose outcome nobody recorded starts nothing that depends on the outcome, and that must be seen."""
    for event in events:
        kind = rulebook.events.get(event.kind)
        for option in (option for option in (kind.options if kind else ()) if option not in event.options):
            words = f"{kind.title if kind else event.kind} ({event.on.in_words()})"
            message = f"{words}: the {option} is not recorded, so the dates that depend on it are not shown."
            yield Finding(Severity.CHECK, message, event.id)


def _clocks_of(rule: Rule, rulebook: Rulebook, events: tuple[Event, ...], findings: list[Finding]) -> Iterator[Clock]:
    clocks: list[Clock] = []
    for start in (event for event in events if event.fires(rule.starts)):
        if rule.repeat == "earliest_governs" and (running := _still_running(clocks, start, rule)):
            findings.append(_repeated(start, running, rulebook))
            continue
        if rule.repeat == "latest_governs":
            clocks = [_overtaken(clock, start, rule) for clock in clocks]
        if clock := _start_clock(rule, rulebook, start, events, findings):
            clocks.append(clock)
    yield from clocks


def _still_running(clocks: list[Clock], start: Event, rule: Rule) -> Clock | None:
    """The earlier clock of the same rule that a repeated start falls into, if there is one."""
    return next((clock for clock in clocks if _runs_into(clock, start, rule)), None)


def _overtaken(clock: Clock, start: Event, rule: Rule) -> Clock:
    overtaken = _runs_into(clock, start, rule)
    return replace(clock, facts=replace(clock.facts, superseded=True)) if overtaken else clock


def _runs_into(clock: Clock, start: Event, rule: Rule) -> bool:
    """Whether a clock was still open, about the same thing, when its rule was started again."""
    open_still = clock.over is None or not clock.over.may_precede(start.on)
    return open_still and _pairs(rule, clock.started_by, start)


def _pairs(rule: Rule, one: Event, other: Event) -> bool:
    return not rule.pairs_by_about or one.about == other.about


def _start_clock(
    rule: Rule, rulebook: Rulebook, start: Event, events: tuple[Event, ...], findings: list[Finding]
) -> Clock | None:
    counted_from = start.date_of(rule.counts_from)
    version = rule.version_on(counted_from.earliest)
    if version is None or version.period is None:
        findings.append(Finding(Severity.CHECK, f"{rule.ref} was not yet law on {counted_from.in_words()}.", start.id))
        return None
    deadline = _deadline(rule, version, rulebook, start, counted_from, findings)
    met_by, ended_by = _outcome(rule, start, events)
    facts = ClockFacts(
        rule=rule.id,
        started_by=start.id,
        started=counted_from,
        due=deadline.due,
        met=met_by.on if met_by else None,
        ended=ended_by is not None,
        lapses=lapses(rule),
        governed_by=rulebook.composites_of.get(rule.id),
    )
    confidence = version.confidence.in_words
    return Clock(rule, facts, start, met_by, deadline, str(version.citation), confidence, ended_by)


def _deadline(
    rule: Rule, version: Version, rulebook: Rulebook, start: Event, counted_from: When, findings: list[Finding]
) -> Deadline:
    words = rulebook.events[start.kind].title
    if not counted_from.is_known:
        message = f"It is not known when this happened: {words}. Dates that run from it cannot be worked out."
        findings.append(Finding(Severity.CHECK, message, start.id))
    try:
        return work_out(version, counted_from, rulebook.calendar, words)
    except BeyondCalendar as error:
        findings.append(Finding(Severity.PROBLEM, f"{rule.ref} cannot be worked out. {error}", start.id))
        step = Step(str(error), str(version.citation), counted_from, UNKNOWN)
        return Deadline(UNKNOWN, (step,))


def _outcome(rule: Rule, start: Event, events: tuple[Event, ...]) -> tuple[Event | None, Event | None]:
    """The event that met the clock, or else the one that ended it: the first that could have come after the start.

    An ended clock can be resumed until its rule starts anew: what follows a second request belongs to that request.
    """
    ended_by: Event | None = None
    for event in _possibly_after(start, events):
        if ended_by and event.fires(rule.starts) and _pairs(rule, start, event):
            break
        if event.fires(rule.resumed_by):
            ended_by = None
        if not ended_by and event.fires(rule.met_by) and _pairs(rule, start, event):
            return event, None
        if not ended_by and event.fires(rule.ended_by):
            ended_by = event
    return None, ended_by


def _possibly_after(start: Event, events: tuple[Event, ...]) -> Iterator[Event]:
    """The events that could have come after a start: by their dates or, where a date is unknown, by their place."""
    after = False
    for event in events:
        dated = start.on.is_known and event.on.is_known
        if event is start:
            after = True
        elif (after or dated) and start.on.may_precede(event.on):
            yield event


def _repeated(start: Event, running: Clock, rulebook: Rulebook) -> Finding:
    words = rulebook.events[start.kind].title
    return Finding(
        Severity.NOTE,
        f"Recorded again while the first one was still open: {words} ({start.on.in_words()}). "
        f"The earlier date governs: {running.started_by.on.in_words()}.",
        start.id,
    )
