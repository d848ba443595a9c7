"""The day a clock counts from: as recorded, or as an estimate where only the sending was recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.errors import BeyondCalendar
from ehcp_workflow.law.deadlines import Step
from ehcp_workflow.law.receipt import Delivery, Estimate, estimates, span
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.law.working_days import WorkingDays

DELIVERY = "delivery"


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


def with_estimates(case: Case, calendar: WorkingDays) -> Case:
    """The case with an estimate of when each thing was received of which only how and when it was sent is known.

    The estimate is a range from the earlier reading to the later. So nothing is called late before the later has
    passed, and reminders before a date go by the earlier. A day on record is never replaced.
    """
    recorded = tuple(_with_estimate(event, calendar) for event in case.recorded)
    return case if recorded == case.recorded else replace(case, recorded=recorded)


def counted_from(rule: Rule, event: Event, rulebook: Rulebook) -> Start:
    """The day one clock counts from; where only the sending is known, what that makes it by each convention."""
    words = rulebook.events[event.kind].title
    if rule.needs_date and rule.counts_from not in event.dates:
        return Start(event, UNKNOWN, words, finding=_not_said(rule, words, event))
    day = event.date_of(rule.counts_from)
    if rule.counts_from != "on" and day != event.on:
        words = f"{words} ({rule.counts_from.replace('_', ' ')})"
    if rule.counts_from == "received_on" and DELIVERY in event.options and "received_on" not in event.dates:
        if event.estimated:
            return _estimated(readings_of(event, rulebook.calendar), words, event)
        if day.is_known:
            known = replace(event, dates={"sent_on": day})
            return Start(
                event, day, words, finding=_another_reading(readings_of(known, rulebook.calendar), words, event)
            )
    return Start(event, day, words, finding=None if day.is_known else _not_known(words, event))


def readings_of(event: Event, calendar: WorkingDays) -> tuple[Estimate, ...]:
    """Every reading of when something was received, from how and when it was sent; none where that is not known."""
    sent = event.dates.get("sent_on", UNKNOWN)
    if DELIVERY not in event.options or not sent.is_known:
        return ()
    late = event.options.get("after_5pm") == "yes"
    try:
        return estimates(sent, Delivery(event.options[DELIVERY]), calendar, after_5pm=late)
    except BeyondCalendar:
        return ()


def _with_estimate(event: Event, calendar: WorkingDays) -> Event:
    if event.on.is_known or DELIVERY not in event.options:
        return event
    if "received_on" in event.dates:
        return replace(event, on=event.dates["received_on"])
    readings = readings_of(event, calendar)
    return replace(event, on=span(readings), estimated=True) if readings else event


def _estimated(readings: tuple[Estimate, ...], words: str, event: Event) -> Start:
    sent = event.dates["sent_on"]
    steps = tuple(Step(f"Estimate: {reading.says}", reading.source, sent, reading.day) for reading in readings)
    said = f"When it was received is an estimate from how it was sent ({event.on.in_words()}): {words}. "
    if not event.on.exact:
        said += "Reminders before a date go by the earlier day, and nothing is called late before the later. "
    said += "Record the day if it is known."
    return Start(event, event.on, words, steps, Finding(Severity.CHECK, said, event.id))


def _another_reading(readings: tuple[Estimate, ...], words: str, event: Event) -> Finding | None:
    """Some count a receipt on a day off, or after 5 pm, as one on the next working day; said, and not used."""
    day = event.on
    later = [reading for reading in readings if reading.day != day]
    if event.options[DELIVERY] not in {Delivery.BY_HAND, Delivery.EMAIL} or not later:
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
