"""One thing in the picture of a case: what it is, on which days it lies, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.law.when import When


class MarkKind(StrEnum):
    """What a mark stands for."""

    EVENT = "event"
    LIMIT = "limit"
    CLAIM = "claim"
    PROMISE = "promise"


class Look(StrEnum):
    """How a mark stands, so far as it is drawn differently; each has its own shape, never only its own colour.

    Plain: an event, which simply happened. Ahead: what is still to come. Open: not yet due. Soon: due in the next days.
    Late: its day has passed. Unsure: nobody can tell. Waived: an exemption is claimed whose condition is met. Done and
    done late: what it asked for was done. Over: nothing is owed on it any more.
    """

    PLAIN = "plain"
    AHEAD = "ahead"
    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    UNSURE = "unsure"
    WAIVED = "waived"
    DONE = "done"
    DONE_LATE = "done late"
    OVER = "over"


@dataclass(frozen=True)
class Mark:
    """One thing in the picture of a case.

    Attributes:
        key: what it is; no two marks of a picture have the same.
        kind: what it stands for.
        title: what it is, in plain English: "The council must send the final plan".
        label: the same as short as it can stand beside its sign: "Send the final plan".
        when: the day on which it lies, as exactly as it is known; for a limit or promise its last day, inclusive.
        look: how it stands.
        words: how it stands, in words; empty where there is nothing to add to its title and its day.
        ref: the reference of its rule; empty where there is none.
        binds: whether it is a limit set by law; guidance and rights are drawn otherwise.
        safe: the day before a last day that is still open.
        until: the last day of what lasts, inclusive: up to when a limit is or was late, or a claim runs.
    """

    key: str
    kind: MarkKind
    title: str
    label: str
    when: When
    look: Look
    words: str = ""
    ref: str = ""
    binds: bool = False
    safe: When | None = None
    until: date | None = None

    @property
    def first(self) -> date | None:
        """The first day it may lie on; None where nothing is known."""
        return self.when.earliest

    @property
    def last(self) -> date | None:
        """The last day it touches, with the time for which it is late or runs."""
        return max(self.when.latest, self.until) if self.when.latest and self.until else self.when.latest
