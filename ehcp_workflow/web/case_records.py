"""What the council promised, and provision that lapsed, in words: shown beside the dates of law."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.promises import Promise, PromiseState
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.web.wording import Tag, how_far, plain_name

_TAGS = {
    PromiseState.OPEN: Tag("Not yet due", "blue"),
    PromiseState.KEPT: Tag("Kept", "green"),
    PromiseState.KEPT_LATE: Tag("Kept late", "orange"),
    PromiseState.BROKEN: Tag("Not kept", "red"),
    PromiseState.CANNOT_TELL: Tag("Cannot tell", "yellow"),
    PromiseState.REPLACED: Tag("Replaced", "grey"),
    PromiseState.ENDED: Tag("Ended", "grey"),
}
_SAID_BY_TAG = frozenset({"not yet due", "kept", "cannot tell"})


@dataclass(frozen=True)
class PromiseRow:
    """One promise.

    Attributes:
        promise: the promise itself.
        tag, verdict: how it stands; no verdict where the tag says it all.
        how_far: how far away its day is, while it is not over.
    """

    promise: Promise
    tag: Tag
    verdict: str
    how_far: str


@dataclass(frozen=True)
class LapseRow:
    """One lapse of one line of provision: the line in words, and how it stands."""

    lapse: Lapse
    line: str
    tag: Tag


def promises_of(position: Position) -> list[PromiseRow]:
    """What the council promised, in the order in which it did."""
    return [_promise(promise, position) for promise in position.promises]


def lapses_of(position: Position) -> list[LapseRow]:
    """The lines of provision that lapsed."""
    return [
        LapseRow(lapse, plain_name(lapse.line).capitalize() or "Not recorded which", _tag_of(lapse))
        for lapse in position.lapses
    ]


def _promise(promise: Promise, position: Position) -> PromiseRow:
    waits = promise.state in {PromiseState.OPEN, PromiseState.CANNOT_TELL, PromiseState.BROKEN}
    words = promise.in_words
    return PromiseRow(
        promise,
        _TAGS[promise.state],
        "" if words in _SAID_BY_TAG else words[:1].upper() + words[1:],
        how_far(promise.by, position.as_at) if waits else "",
    )


def _tag_of(lapse: Lapse) -> Tag:
    return Tag("Not delivered", "red") if lapse.is_open else Tag("Put right", "green")
