"""What the council promised by a day: kept beside the statutory dates, with how it went, and never in their place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Event
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.verdict import Verdict, judge
from ehcp_workflow.law.when import UNKNOWN, When

MADE, KEPT = "promise_made", "promise_kept"


class PromiseState(StrEnum):
    """How a promise stands on a day; `replaced` when the council promised another day for the same thing."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept late"
    BROKEN = "broken"
    CANNOT_TELL = "cannot tell"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Promise:
    """Something the council said it would do by a day.

    Attributes:
        of: what was promised, a code of the rulebook's list; title: the same in words.
        made: when it was said; by: the promised day, inclusive.
        kept: when it was done; None while it is not.
        state: how it stands.
        drift: days by which the promised day moved since the first promise of the same thing, where both are exact.
    """

    of: str
    title: str
    made: When
    by: When
    kept: When | None
    state: PromiseState
    drift: int | None = None


def promises(rulebook: Rulebook, events: tuple[Event, ...], today: date) -> tuple[Promise, ...]:
    """The promises in a case and how each stands at the end of a day, in the order in which they were made."""
    made = [(place, event) for place, event in enumerate(events) if event.kind == MADE and event.options.get("of")]
    return tuple(_promise(rulebook, events, place, event, today) for place, event in made)


def _promise(rulebook: Rulebook, events: tuple[Event, ...], place: int, event: Event, today: date) -> Promise:
    of = event.options["of"]
    kind = rulebook.promises[of]
    kept, replaced = None, False
    for later in events[place + 1 :]:
        if later.kind in kind.kept_by or (later.kind == KEPT and later.options.get("of") == of):
            kept = later.on
            break
        replaced = replaced or _is_of(later, of)
    by = event.dates.get("to", UNKNOWN)
    first = next(e for e in events if _is_of(e, of))
    return Promise(of, kind.title, event.on, by, kept, _state(by, kept, today, replaced=replaced), _drift(first, by))


def _is_of(event: Event, of: str) -> bool:
    return event.kind == MADE and event.options.get("of") == of


def _state(by: When, kept: When | None, today: date, *, replaced: bool) -> PromiseState:
    if replaced:
        return PromiseState.REPLACED
    verdict = judge(by, kept, today).verdict
    if verdict is Verdict.CANNOT_TELL:
        return PromiseState.CANNOT_TELL if kept is None else PromiseState.KEPT
    if kept is not None:
        return PromiseState.KEPT_LATE if verdict is Verdict.LATE else PromiseState.KEPT
    return PromiseState.BROKEN if verdict is Verdict.LATE else PromiseState.OPEN


def _drift(first: Event, by: When) -> int | None:
    began = first.dates.get("to", UNKNOWN)
    if began.exact is None or by.exact is None:
        return None
    return (by.exact - began.exact).days
