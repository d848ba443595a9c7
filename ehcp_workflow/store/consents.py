"""What people said of being written to: at each contact point, for each purpose, the latest word holds; all is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.people_history import Hand, note_change
from ehcp_workflow.store.tables import ConsentRow, ContactPointRow

REMINDERS, UPDATES = "reminders", "updates"
PURPOSES = (REMINDERS, UPDATES, "check_ins")
"""Dates to know of; "nothing has changed" messages; questions about whether something has happened."""
CASELOAD = "caseload"
"""Who recorded an answer that came with a case or a file, not from the person's own mouth on a day of its own."""
_FROM_FILES = frozenset({CASELOAD, "an earlier version"})


@dataclass(frozen=True)
class Answer:
    """What was said once about one contact point and purpose; `source` is how they said it."""

    contact_point_id: int
    purpose: str
    given: bool
    source: str | None
    at: datetime
    by: str


def give(session: Session, contact_point_id: int, purposes: Iterable[str], source: str, by: str, at: datetime) -> None:
    """Record that somebody agreed to be written to at a contact point, for some purposes."""
    _record(session, contact_point_id, tuple(purposes), Hand(by, at), source, given=True)


def withdraw(
    session: Session, contact_point_id: int, purposes: Iterable[str], source: str | None, by: str, at: datetime
) -> None:
    """Record that somebody said no, or took their agreement back; what waits for them is not sent.

    Args:
        session: the transaction.
        contact_point_id: which contact point.
        purposes: for what they do not want to be written to; the other purposes stay as they are.
        source: how they said it.
        by: who recorded it.
        at: when.
    """
    _record(session, contact_point_id, tuple(purposes), Hand(by, at), source, given=False)


def keep_answer(session: Session, contact_point_id: int, source: str | None, *, refused: bool, at: datetime) -> bool:
    """Keep what came with a case or a file about reminders to a contact point; whether it says anything new.

    A file does not undo what the person said since: who unsubscribed stays unsubscribed until they are asked again.

    Args:
        session: the transaction.
        contact_point_id: which contact point.
        source: how they agreed; None says nothing new.
        refused: they said no, to anything.
        at: now.
    """
    latest = {answer.purpose: answer for answer in latest_answers(session, [contact_point_id])}
    reminders = latest.get(REMINDERS)
    if refused:
        wrong = [p for p in PURPOSES if (p in latest and latest[p].given) or (p == REMINDERS and p not in latest)]
        if wrong:
            withdraw(session, contact_point_id, wrong, source, CASELOAD, at)
        return bool(wrong)
    is_new = reminders is None or (not reminders.given and reminders.by in _FROM_FILES)
    if source and is_new:
        give(session, contact_point_id, (REMINDERS,), source, CASELOAD, at)
    return bool(source) and is_new


def has_ever_agreed(session: Session, person_id: int) -> bool:
    """Whether somebody agreed to be written to at any time: then a person should tell them what no message can."""
    given = (
        select(ConsentRow.id)
        .join(ContactPointRow, ContactPointRow.id == ConsentRow.contact_point_id)
        .where(ContactPointRow.person_id == person_id, ConsentRow.given.is_(True))
    )
    return session.scalars(given.limit(1)).first() is not None


def latest_answers(session: Session, contact_point_ids: Collection[int]) -> tuple[Answer, ...]:
    """What holds now, for each contact point and each purpose that something was said of."""
    newest = (
        select(func.max(ConsentRow.id))
        .where(ConsentRow.contact_point_id.in_(contact_point_ids))
        .group_by(ConsentRow.contact_point_id, ConsentRow.purpose)
    )
    return _answers(session, ConsentRow.id.in_(newest))


def answers_of(session: Session, contact_point_id: int) -> tuple[Answer, ...]:
    """Everything that was ever said about a contact point, oldest first."""
    return _answers(session, ConsentRow.contact_point_id == contact_point_id)


def _answers(session: Session, which: ColumnElement[bool]) -> tuple[Answer, ...]:
    rows = session.scalars(select(ConsentRow).where(which).order_by(ConsentRow.id))
    return tuple(Answer(row.contact_point_id, row.purpose, row.given, row.source, row.at, row.by) for row in rows)


def _record(
    session: Session, contact_point_id: int, purposes: tuple[str, ...], hand: Hand, source: str | None, *, given: bool
) -> None:
    person_id = session.get_one(ContactPointRow, contact_point_id).person_id
    session.add_all(
        ConsentRow(
            contact_point_id=contact_point_id, purpose=purpose, given=given, source=source, at=hand.at, by=hand.by[:60]
        )
        for purpose in purposes
    )
    said = "consent given" if given else "consent withdrawn"
    note_change(session, hand, person_id, f"{said}: {', '.join(purposes)}", contact_point_id)
