"""The day a clock counts from: as recorded, or as an estimate where only the sending was recorded."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.errors import BeyondCalendar
from ehcp_workflow.law.deadlines import Step
from ehcp_workflow.law.receipt import Delivery, Estimate, estimates, span
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.when import UNKNOWN, When


@dataclass(frozen=True)
class Start:
    """What a clock counts from.

    Attributes:
        event: the event that started it.
        day: the day counted from.
        words: what the start is, for the first step of the working.
        steps: how the day itself was come to, where it is an estimate.
        finding: what a person should know about it.
    """

    event: Event
    day: When
    words: str
    steps: tuple[Step, ...] = ()
    finding: Finding | None = None


def counted_from(rule: Rule, event: Event, rulebook: Rulebook) -> Start:
    """The day one clock counts from; where only the sending is known, what that makes it by each convention."""
    words = rulebook.events[event.kind].title
    if rule.needs_date and rule.counts_from not in event.dates:
        return Start(event, UNKNOWN, words, finding=_not_said(rule, words, event))
    day = event.date_of(rule.counts_from)
    if rule.counts_from != "on" and day != event.on:
        words = f"{words} ({rule.counts_from.replace('_', ' ')})"
    if rule.counts_from == "received_on" and "delivery" in event.options and "received_on" not in event.dates:
        known = day if day.is_known else event.dates.get("sent_on", day)
        readings = _readings(event, known, rulebook)
        if day.is_known:
            return Start(event, day, words, finding=_another_reading(readings, day, words, event))
        if known.is_known and readings:
            return _estimated(readings, known, words, event)
    return Start(event, day, words, finding=None if day.is_known else _not_known(words, event))


def _readings(event: Event, known: When, rulebook: Rulebook) -> tuple[Estimate, ...]:
    late = event.options.get("after_5pm") == "yes"
    try:
        return estimates(known, Delivery(event.options["delivery"]), rulebook.calendar, after_5pm=late)
    except BeyondCalendar:
        return ()


def _estimated(readings: tuple[Estimate, ...], sent: When, words: str, event: Event) -> Start:
    steps = tuple(Step(f"Estimate: {reading.says}", reading.source, sent, reading.day) for reading in readings)
    day = span(readings)
    said = f"When it was received is an estimate from how it was sent ({day.in_words()}): {words}."
    return Start(event, day, words, steps, Finding(Severity.CHECK, f"{said} Record the day if it is known.", event.id))


def _another_reading(readings: tuple[Estimate, ...], day: When, words: str, event: Event) -> Finding | None:
    """Some count a receipt on a day off, or after 5 pm, as one on the next working day; said, and not used."""
    later = [reading for reading in readings if reading.day != day]
    if event.options["delivery"] not in {Delivery.BY_HAND, Delivery.EMAIL} or not later:
        return None
    said = f"{words} ({day.in_words()}): by {later[-1].source} it counts as received {later[-1].day.in_words()}"
    return Finding(Severity.NOTE, f"{said}. The day itself is used.", event.id)


def _not_said(rule: Rule, words: str, event: Event) -> Finding:
    which = rule.counts_from.replace("_", " ")
    said = f"{words} ({event.on.in_words()}): the date '{which}' is not recorded, so {rule.ref} cannot be worked out."
    return Finding(Severity.CHECK, said, event.id)


def _not_known(words: str, event: Event) -> Finding:
    said = f"It is not known when this happened: {words}. Dates that run from it cannot be worked out."
    return Finding(Severity.CHECK, said, event.id)
