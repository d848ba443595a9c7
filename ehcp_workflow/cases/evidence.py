"""Evidence for a request: what is here, what was asked for, what is missing, how old it is. Never a condition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.evidence_kinds import EvidenceKind, FromWhom
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.law.counting import add_months
from ehcp_workflow.law.when import When


class State(StrEnum):
    """How a piece, or a kind, of evidence stands."""

    HERE = "here"
    ASKED_FOR = "asked_for"
    MISSING = "missing"


@dataclass(frozen=True)
class Piece:
    """A piece of evidence on record.

    Attributes:
        id: unique name of this record.
        kind: its kind, a code of `config/evidence.yaml`.
        state: whether it is here, was asked for, or is known to be missing.
        from_whom: who gives it.
        dated: its own date, or the day it was asked for, as exactly as known.
        replaces: id of the record this one corrects.
        withdrawn: whether this record only takes the corrected one back.
        recorded_at: when it was written down, UTC.
    """

    id: str
    kind: str
    state: State
    from_whom: FromWhom | None = None
    dated: When | None = None
    replaces: str | None = None
    withdrawn: bool = False
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """One line of the checklist: a kind of evidence, and what there is of it.

    Attributes:
        kind: the kind.
        pieces: what is on record of it.
        events: the days of events that are evidence of it by themselves.
        as_at: the day for which it is said.
    """

    kind: EvidenceKind
    pieces: tuple[Piece, ...]
    events: tuple[When, ...]
    as_at: date

    @property
    def state(self) -> State:
        """Whether anything of it is here, or else was asked for, or is missing."""
        if self.events or any(piece.state is State.HERE for piece in self.pieces):
            return State.HERE
        return State.ASKED_FOR if any(piece.state is State.ASKED_FOR for piece in self.pieces) else State.MISSING

    @property
    def newest(self) -> When | None:
        """The date of the newest that is here; None where none has a date."""
        here = [piece.dated for piece in self.pieces if piece.state is State.HERE and piece.dated]
        dated = [when for when in (*here, *self.events) if when.latest]
        return max(dated, key=lambda when: when.latest or date.min, default=None)

    @property
    def asked_for(self) -> When | None:
        """The first day on which it was asked for, while it is not here; None where that is not known."""
        asked = [p.dated for p in self.pieces if p.state is State.ASKED_FOR and p.dated and p.dated.earliest]
        return min(asked, key=lambda when: when.earliest or date.max, default=None)

    @property
    def is_old(self) -> bool:
        """Whether a newer one would help more, because the newest is sure to be older than its kind stays fresh."""
        newest = self.newest
        if self.kind.grows_old is None or newest is None or newest.latest is None:
            return False
        return add_months(newest.latest, self.kind.grows_old) < self.as_at

    @property
    def months_old(self) -> int | None:
        """How many whole months the newest is old at least; None where there is none with a date."""
        newest = self.newest
        if newest is None or newest.latest is None or newest.latest > self.as_at:
            return None
        then, now = newest.latest, self.as_at
        months = (now.year - then.year) * 12 + now.month - then.month
        return months - (now < add_months(then, months))


def checklist(
    kinds: Iterable[EvidenceKind], records: Iterable[Piece], events: Iterable[Event], as_at: date
) -> tuple[Item, ...]:
    """Every kind of evidence with what there is of it, in the order of the list: usual kinds first."""
    pieces, events = standing(records), tuple(events)
    items = [
        Item(
            kind,
            tuple(piece for piece in pieces if piece.kind == kind.code),
            tuple(event.on for event in events if event.kind in kind.from_events),
            as_at,
        )
        for kind in kinds
    ]
    return tuple(sorted(items, key=lambda item: not item.kind.usual))
