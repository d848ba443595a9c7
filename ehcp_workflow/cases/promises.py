"""What the council promised by a day: kept beside the statutory dates, with how it went, and never in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Event
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.verdict import Judgement, Verdict, judge
from ehcp_workflow.law.vocabulary import PromiseKind
from ehcp_workflow.law.when import UNKNOWN, When

MADE, KEPT = "promise_made", "promise_kept"


class PromiseState(StrEnum):
    """How a promise stands on a day.

    Replaced when the council promised another day for the same thing; ended when nothing is left to promise, for
    example because the request was withdrawn.
    """

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept late"
    BROKEN = "broken"
    CANNOT_TELL = "cannot tell"
    REPLACED = "replaced"
    ENDED = "ended"


@dataclass(frozen=True)
class Promise:
    """Something the council said it would do by a day.

    Attributes:
        of: what was promised, a code of the rulebook's list; title: the same in words.
        made: when it was said; by: the promised day, inclusive.
        kept: when it was done; None while it is not, and when another promise took its place.
        state: how it stands.
        judgement: whether its day had passed: when it was kept, replaced or ended, or else by now.
        drift: days by which the promised day moved since the first of the promises that replaced each other, where both
            are exact. What follows on a promise that was kept is another story and counts anew.
    """

    of: str
    title: str
    made: When
    by: When
    kept: When | None
    state: PromiseState
    judgement: Judgement
    drift: int | None = None

    @property
    def in_words(self) -> str:
        """How it went, as a person reads it."""
        missed = self.judgement.verdict is Verdict.LATE
        match self.state:
            case PromiseState.KEPT if self.judgement.verdict is Verdict.CANNOT_TELL:
                return "kept, cannot tell if in time"
            case PromiseState.KEPT_LATE:
                return f"kept, {self.judgement.in_words}"
            case PromiseState.BROKEN:
                return f"not kept, {self.judgement.in_words}"
            case PromiseState.REPLACED if missed:
                return f"another day was promised when it was {self.judgement.in_words}"
            case PromiseState.REPLACED:
                return "another day was promised"
            case PromiseState.ENDED if missed:
                return f"no longer running; {self.judgement.in_words} when it ended"
            case PromiseState.ENDED:
                return "no longer running"
            case PromiseState.OPEN:
                return "not yet due"
            case _:  # kept in time, or cannot tell
                return self.state.value

    @property
    def drift_in_words(self) -> str:
        """How far the promised day has moved, as a person reads it; nothing where it has not, or nobody can tell."""
        if not self.drift:
            return ""
        days = f"{abs(self.drift)} day{'' if abs(self.drift) == 1 else 's'}"
        return f"{days} {'later' if self.drift > 0 else 'earlier'} than first promised"


def promises(rulebook: Rulebook, events: tuple[Event, ...], today: date) -> tuple[Promise, ...]:
    """The promises in a case and how each stands at the end of a day, in the order in which they were made."""
    found: list[Promise] = []
    firsts: dict[str, Event] = {}
    for place, event in enumerate(events):
        kind = rulebook.promises.get(event.options.get("of", "")) if event.kind == MADE else None
        if kind is None:
            continue
        first = firsts.get(event.id, event)
        over, how = _end(kind, events, place)
        if over and how is PromiseState.REPLACED:
            firsts[over.id] = first
        found.append(_promise(kind, event, first, over, how, today))
    return tuple(found)


def _end(kind: PromiseKind, events: tuple[Event, ...], place: int) -> tuple[Event | None, PromiseState]:
    """The event that kept, replaced or ended a promise, whichever came first, and which of these it did."""
    for event, in_order in _after(events, place):
        if event.kind in kind.kept_by or (event.kind == KEPT and event.options.get("of") == kind.code):
            return event, PromiseState.KEPT
        if in_order and event.kind == MADE and event.options.get("of") == kind.code:
            return event, PromiseState.REPLACED
        if in_order and event.kind in kind.ended_by:
            return event, PromiseState.ENDED
    return None, PromiseState.OPEN


def _after(events: tuple[Event, ...], place: int) -> Iterator[tuple[Event, bool]]:
    """The events that may have come after the one at a place, each with whether it stands after it in order.

    As with clocks, what happened on the day of the promise can keep it, and ends it only if it stands after it.
    """
    made = events[place].on
    for number, event in enumerate(events):
        dated = made.is_known and event.on.is_known
        if number != place and (number > place or dated) and made.may_precede(event.on):
            yield event, number > place


def _promise(
    kind: PromiseKind, event: Event, first: Event, over: Event | None, how: PromiseState, today: date
) -> Promise:
    by = event.dates.get("to", UNKNOWN)
    judgement = judge(by, over.on if over else None, today)
    kept = over.on if over and how is PromiseState.KEPT else None
    state = _state(how, judgement.verdict)
    return Promise(kind.code, kind.title, event.on, by, kept, state, judgement, _drift(first, by))


def _state(how: PromiseState, verdict: Verdict) -> PromiseState:
    """How a promise stands that was kept, or of which nothing more is known; the others are what they are."""
    if how is PromiseState.KEPT:
        return PromiseState.KEPT_LATE if verdict is Verdict.LATE else PromiseState.KEPT
    if how is PromiseState.OPEN and verdict is Verdict.LATE:
        return PromiseState.BROKEN
    if how is PromiseState.OPEN and verdict is Verdict.CANNOT_TELL:
        return PromiseState.CANNOT_TELL
    return how


def _drift(first: Event, by: When) -> int | None:
    began = first.dates.get("to", UNKNOWN)
    if began.exact is None or by.exact is None:
        return None
    return (by.exact - began.exact).days
