"""What happened in a case, what was claimed and what was promised, as marks."""

from __future__ import annotations

from collections.abc import Iterator

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.claims import CLAIM
from ehcp_workflow.cases.picture.marks import Look, Mark, MarkKind
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.promises import PromiseState
from ehcp_workflow.law.rulebook import Rulebook

_LOOKS = {
    PromiseState.OPEN: Look.OPEN,
    PromiseState.KEPT: Look.DONE,
    PromiseState.KEPT_LATE: Look.DONE_LATE,
    PromiseState.BROKEN: Look.LATE,
    PromiseState.CANNOT_TELL: Look.UNSURE,
    PromiseState.REPLACED: Look.OVER,
    PromiseState.ENDED: Look.OVER,
}


def event_marks(rulebook: Rulebook, position: Position) -> Iterator[Mark]:
    """What happened or is arranged; claims of an exemption are marks of their own."""
    for event in position.events:
        if event.kind != CLAIM:
            ahead = event.on.earliest is not None and event.on.earliest > position.as_at
            kind = rulebook.events.get(event.kind)
            title = (kind.title if kind else event.kind.replace("_", " ")) + _about(event)
            yield Mark(event.id, MarkKind.EVENT, title, title, event.on, Look.AHEAD if ahead else Look.PLAIN)


def claim_marks(rulebook: Rulebook, position: Position) -> Iterator[Mark]:
    """The exemptions that the council claims, over the days for which it claims them."""
    for event in position.events:
        if event.kind == CLAIM:
            claimed = rulebook.exemptions.get(event.options.get("exemption", ""))
            what = f": {claimed.title[:1].lower()}{claimed.title[1:]} ({claimed.code})" if claimed else ""
            begins = event.dates.get("from", event.on)
            ends = event.dates.get("to", begins).latest
            title = f"The council claims an exemption{what}{_about(event)}"
            label = f"Exemption claimed{f' ({claimed.code})' if claimed else ''}"
            later = ends if ends and begins.latest and ends > begins.latest else None
            yield Mark(event.id, MarkKind.CLAIM, title, label, begins, Look.PLAIN, "moves no date", until=later)


def promise_marks(position: Position) -> Iterator[Mark]:
    """What the council promised, on the promised day; a promise moves none of the limits."""
    for number, promise in enumerate(position.promises, start=1):
        title = f"Promised by the council: {promise.title[:1].lower()}{promise.title[1:]}"
        yield Mark(
            f"promise {number}",
            MarkKind.PROMISE,
            title,
            f"Promised: {promise.title[:1].lower()}{promise.title[1:]}",
            promise.by,
            _LOOKS[promise.state],
            promise.in_words,
        )


def _about(event: Event) -> str:
    return f" ({event.about.replace('_', ' ')})" if event.about else ""
