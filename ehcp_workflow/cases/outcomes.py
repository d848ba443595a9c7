"""What met a clock, or ended it unmet: the first event that could have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.law.counting import count
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Period
from ehcp_workflow.law.when import When
from ehcp_workflow.law.working_days import WorkingDays

Outcome = tuple[Event | None, Event | None]


def outcome(rule: Rule, start: Event, events: tuple[Event, ...], calendar: WorkingDays) -> Outcome:
    """The event that met the clock, or else the one that ended it; never both.

    An ended clock can be resumed until its rule starts anew: what follows a second request belongs to that request.
    """
    ended_by: Event | None = None
    since: list[Event] = []
    for event, in_order in _candidates(rule, start, events, calendar):
        if event.fires(rule.replaced_by):
            return None, ended_by or event
        if ended_by and event.fires(rule.starts, since) and pairs(rule, start, event):
            break
        if event.fires(rule.resumed_by):
            ended_by = None
        if not ended_by and event.fires(rule.met_by, since) and pairs(rule, start, event):
            return event, None
        if not ended_by and in_order and event.fires(rule.ended_by, since):
            ended_by = event
        since.append(event)
    return None, ended_by


def pairs(rule: Rule, one: Event, other: Event) -> bool:
    """Whether two events are about the same one of several, where the rule tells them apart."""
    return not rule.pairs_by_about or one.about == other.about


def _candidates(
    rule: Rule, start: Event, events: tuple[Event, ...], calendar: WorkingDays
) -> Iterator[tuple[Event, bool]]:
    """The events that could have met or ended a clock, each with whether it stands in order after the start.

    Of two events on one day the one that usually comes first came first: it can answer the other, and not end it.
    """
    if rule.met_from:
        yield from _in_advance(rule.met_from, start, events, calendar)
        return
    after = False
    for event in events:
        dated = start.on.is_known and event.on.is_known
        if event is start:
            after = True
        elif (after or dated) and start.on.may_precede(event.on):
            yield event, after or start.on.exact is None or start.on != event.on


def _in_advance(
    how_long: Period, start: Event, events: tuple[Event, ...], calendar: WorkingDays
) -> Iterator[tuple[Event, bool]]:
    """The events from some time before a start on, for what must be done before it. The start itself is no answer."""
    back = count(how_long.way, how_long.n, calendar).step
    first: date | None = back(start.on.earliest) if start.on.earliest else None
    for event in events:
        if event is not start and (first is None or When.day(first).may_precede(event.on)):
            yield event, True
