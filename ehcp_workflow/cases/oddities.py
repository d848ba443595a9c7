"""What is odd about a record: missing, out of order, repeated or contradictory. Said as findings and never refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.promises import MADE
from ehcp_workflow.law.rulebook import Rulebook

REASON = "reason_recorded"
NEED_WORDS = {
    "on": "when it was",
    "about": "which one it concerns",
    "to": "the promised day",
    "of": "what was promised",
}
"""What a record may lack, as an adviser would say it."""


def oddities(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """Everything odd about the events of a case, each in a sentence with the events it is about."""
    yield from _unsaid_options(rulebook, events)
    yield from _unmet_needs(rulebook, events)
    yield from _out_of_place(rulebook, events)
    yield from _contradictions(rulebook, events)
    yield from _said_twice(rulebook, events)
    yield from _crossed_dates(rulebook, events)
    yield from _promised_too_late(rulebook, events)
    yield from _no_excuse(events)


def done_too_early(rulebook: Rulebook, events: tuple[Event, ...], clocks: Iterable[Clock]) -> Iterator[Finding]:
    """What came before the last day until which something had to last: a plan ended while it can be appealed."""
    for clock in clocks:
        for event in (event for event in events if event.fires(clock.rule.too_early)):
            began = clock.started_by.on.may_precede(event.on)
            if began and event.on.latest and clock.due.earliest and event.on.latest <= clock.due.earliest:
                said = f"{_words(rulebook, event)}, which is not after {clock.due.in_words()}"
                message = f"Too early: {said}. {clock.rule.ref}: {clock.rule.title}."
                yield Finding(Severity.CHECK, message, event.id)


def before_birth(rulebook: Rulebook, born: date | None, events: tuple[Event, ...]) -> Iterator[Finding]:
    """What is said to have happened before the child was born: one of the two dates is a slip."""
    for event in events:
        if born and event.on.latest and event.on.latest < born:
            message = f"{_words(rulebook, event)}, which is before the date of birth on record. Correct one of the two."
            yield Finding(Severity.PROBLEM, message, event.id)


def _unsaid_options(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """An event whose outcome nobody recorded starts nothing that depends on the outcome, and that must be seen."""
    for event in events:
        kind = rulebook.events.get(event.kind)
        for option in kind.options if kind else ():
            if option not in event.options and (event.kind, option) in rulebook.deciding_options:
                said = f"the {option} is not recorded, so the dates that depend on it are not shown"
                yield Finding(Severity.CHECK, f"{_words(rulebook, event)}: {said}.", event.id)


def _unmet_needs(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """A record that lacks what it is useless without: a promise without a day, a lapse of nobody knows what."""
    for event in events:
        kind = rulebook.events.get(event.kind)
        if lacking := [need for need in kind.needs if not event.says(need)] if kind else []:
            said = f"not recorded is {' or '.join(NEED_WORDS.get(need, need) for need in lacking)}"
            message = f"{_words(rulebook, event)}: {said}, so nobody is reminded of it. Correct the record."
            yield Finding(Severity.CHECK, message, event.id)


def _out_of_place(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """An event before which one of the kinds it follows should stand, where none does."""
    for event in events:
        kind = rulebook.events.get(event.kind)
        if kind is None or not kind.follows:
            continue
        leading = [other for other in events if other.kind in kind.follows]
        first = [other for other in leading if other.kind == kind.follows[0]]
        if any(other.on.may_precede(event.on) for other in leading):
            continue
        if not first:
            step = rulebook.events[kind.follows[0]].title
            yield Finding(Severity.NOTE, f"{_words(rulebook, event)}, but this is not recorded: {step}.", event.id)
        else:
            step = _words(rulebook, first[0])
            yield Finding(Severity.CHECK, f"Out of order: {_words(rulebook, event)}, before {step}.", event.id)


def _contradictions(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """Two events that cannot both be true, with nothing between them that would explain it."""
    for place, event in enumerate(events):
        kind = rulebook.events.get(event.kind)
        if kind is None or not kind.contradicts:
            continue
        for earlier in reversed(events[:place]):
            if earlier.kind in kind.contradicts:
                if _explained(kind.unless, earlier, event, events):
                    break
                said = f"Contradiction: {_words(rulebook, event)}, after {_words(rulebook, earlier)}"
                yield Finding(Severity.CHECK, f"{said}. Correct one of them, or record what came between.", event.id)
                break


def _explained(unless: tuple[str, ...], earlier: Event, event: Event, events: tuple[Event, ...]) -> bool:
    """Whether something that would explain two contrary events may have come between them, on their days included."""
    between = (e for e in events if e.kind in unless and e is not earlier and e is not event)
    return any(earlier.on.may_precede(e.on) and e.on.may_precede(event.on) for e in between)


def _said_twice(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """The same thing recorded twice, to the letter."""
    seen: dict[tuple[object, ...], Event] = {}
    for event in events:
        what = (event.kind, event.on, event.about, *sorted(event.options.items()))
        if what in seen and event.on.is_known:
            yield Finding(Severity.NOTE, f"Recorded twice: {_words(rulebook, event)}.", event.id)
        seen.setdefault(what, event)


def _crossed_dates(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """Something received or served before it was sent."""
    for event in events:
        sent = event.dates.get("sent_on")
        for which in ("received_on", "served_on"):
            came = event.dates.get(which)
            if sent and came and not sent.may_precede(came):
                said = f"{which.replace('_', ' ')} {came.in_words()} is before sent on {sent.in_words()}"
                yield Finding(Severity.CHECK, f"{_words(rulebook, event)}: {said}. Correct one of them.", event.id)


def _promised_too_late(rulebook: Rulebook, events: tuple[Event, ...]) -> Iterator[Finding]:
    """A promise by a day that had passed when it was made."""
    for event in (event for event in events if event.kind == MADE):
        by = event.dates.get("to")
        if by and not event.on.may_precede(by):
            said = f"{_words(rulebook, event)}: the promised day {by.in_words()} had passed by then"
            yield Finding(Severity.CHECK, f"{said}. Correct one of them.", event.id)


def _no_excuse(events: tuple[Event, ...]) -> Iterator[Finding]:
    """Reasons that councils give and the law does not know."""
    for event in events:
        if event.kind == REASON:
            reason = event.options.get("reason", "other").replace("_", " ")
            said = f"Reason given ({event.on.in_words()}): {reason}. It is no exemption, so the dates stand."
            yield Finding(Severity.NOTE, said, event.id)


def _words(rulebook: Rulebook, event: Event) -> str:
    kind = rulebook.events.get(event.kind)
    return f"{kind.title if kind else event.kind} ({event.on.in_words()})"
