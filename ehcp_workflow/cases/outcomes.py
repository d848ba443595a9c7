"""What met a clock, or ended it unmet: the first event that could have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.law.counting import count
from ehcp_workflow.law.rules import Period, Rule
from ehcp_workflow.law.when import When
from ehcp_workflow.law.working_days import WorkingDays

Outcome = tuple[Event | None, Event | None]


def outcome(rule: Rule, start: Event, events: tuple[Event, ...], calendar: WorkingDays) -> Outcome:
    """The event that met the clock, or else the one that ended it; never both.

    An ended clock can be resumed until its rule starts anew: what follows a second request belongs to that request.
    """
    candidates = (
        _in_advance(rule.met_from, start, events, calendar) if rule.met_from else _possibly_after(start, events)
    )
    ended_by: Event | None = None
    for event in candidates:
        if ended_by and event.fires(rule.starts) and pairs(rule, start, event):
            break
        if event.fires(rule.resumed_by):
            ended_by = None
        if not ended_by and event.fires(rule.met_by) and pairs(rule, start, event):
            return event, None
        if not ended_by and event.fires(rule.ended_by):
            ended_by = event
    return None, ended_by


def pairs(rule: Rule, one: Event, other: Event) -> bool:
    """Whether two events are about the same one of several, where the rule tells them apart."""
    return not rule.pairs_by_about or one.about == other.about


def _in_advance(how_long: Period, start: Event, events: tuple[Event, ...], calendar: WorkingDays) -> Iterator[Event]:
    """The events from some time before a start on, for what must be done before it. The start itself is no answer."""
    back = count(how_long.way, how_long.n, calendar).step
    first: date | None = back(start.on.earliest) if start.on.earliest else None
    for event in events:
        if event is not start and (first is None or When.day(first).may_precede(event.on)):
            yield event


def _possibly_after(start: Event, events: tuple[Event, ...]) -> Iterator[Event]:
    """The events that could have come after a start: by their dates or, where a date is unknown, by their place."""
    after = False
    for event in events:
        dated = start.on.is_known and event.on.is_known
        if event is start:
            after = True
        elif (after or dated) and start.on.may_precede(event.on):
            yield event
