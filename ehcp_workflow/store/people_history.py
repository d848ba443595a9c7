"""What was changed about people, by whom and when. Only ever added to, and never a name, an address or a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import PersonHistoryRow

_REPLACED = "contact point replaced by "


@dataclass(frozen=True)
class Change:
    """One change: of a person, or of one of their contact points."""

    person_id: int
    contact_point_id: int | None
    what: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Hand:
    """Who changes something, and when. `by` is an account or a part of the program, such as `delivery`."""

    by: str
    at: datetime


def note_change(session: Session, hand: Hand, person_id: int, what: str, contact_point_id: int | None = None) -> None:
    """Add a line to a person's history.

    Args:
        session: the transaction.
        hand: who did it, and when.
        person_id: whose history.
        what: in words of ours only; nothing that was typed of a person may be in it.
        contact_point_id: which contact point, when it is about one.
    """
    session.add(
        PersonHistoryRow(
            person_id=person_id, contact_point_id=contact_point_id, what=what[:200], at=hand.at, by=hand.by[:60]
        )
    )
    session.flush()


def note_replacement(session: Session, hand: Hand, person_id: int, old_id: int, new_id: int) -> None:
    """Note that one contact point took the place of another."""
    note_change(session, hand, person_id, f"{_REPLACED}{new_id}", old_id)


def replacement_of(session: Session, contact_point_id: int) -> int | None:
    """The contact point that took the place of one most recently; None when none did."""
    question = (
        select(PersonHistoryRow.what)
        .where(PersonHistoryRow.contact_point_id == contact_point_id, PersonHistoryRow.what.startswith(_REPLACED))
        .order_by(PersonHistoryRow.id.desc())
    )
    what = session.scalars(question.limit(1)).first()
    return int(what.removeprefix(_REPLACED)) if what else None


def changes_of(session: Session, person_id: int) -> tuple[Change, ...]:
    """Everything that was changed about a person, oldest first."""
    question = select(PersonHistoryRow).where(PersonHistoryRow.person_id == person_id).order_by(PersonHistoryRow.id)
    return tuple(
        Change(row.person_id, row.contact_point_id, row.what, row.at, row.by) for row in session.scalars(question)
    )
