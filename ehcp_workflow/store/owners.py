"""Whose an address is, in which cases they are, and what still waits for them: asked when somebody says stop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.consents import latest_answers
from ehcp_workflow.store.tables import CasePersonRow, ContactPointRow, NoticeRow, OutboxRow


def owners_of(session: Session, value_lookup: str) -> list[int]:
    """The people who have an address now, sorted."""
    question = select(ContactPointRow.person_id).where(
        ContactPointRow.value_lookup == value_lookup, ContactPointRow.valid_to.is_(None)
    )
    return sorted(set(session.scalars(question)))


def points_at(session: Session, value_lookup: str, channel: str | None = None) -> list[tuple[int, int]]:
    """The present contact points with an address, on one channel or on all, each with its person; sorted."""
    question = select(ContactPointRow.id, ContactPointRow.person_id).where(
        ContactPointRow.value_lookup == value_lookup, ContactPointRow.valid_to.is_(None)
    )
    if channel is not None:
        question = question.where(ContactPointRow.channel == channel)
    return [(point, person) for point, person in session.execute(question.order_by(ContactPointRow.id))]


def sharers_of(session: Session, person_id: int) -> list[int]:
    """The people who have one of a person's addresses now, on any channel and in any case, and that person; sorted."""
    mine = select(ContactPointRow.value_lookup).where(
        ContactPointRow.person_id == person_id, ContactPointRow.valid_to.is_(None)
    )
    theirs = select(ContactPointRow.person_id).where(
        ContactPointRow.value_lookup.in_(mine), ContactPointRow.valid_to.is_(None)
    )
    return sorted({person_id, *session.scalars(theirs)})


def agreed_anywhere(session: Session, value_lookup: str, *, hold: bool) -> bool:
    """Whether anybody still agrees to be written to at an address, for any purpose; `hold` locks its rows."""
    wanted = select(ContactPointRow.id).where(ContactPointRow.value_lookup == value_lookup).order_by(ContactPointRow.id)
    points = list(session.scalars(wanted.with_for_update() if hold else wanted))
    return any(answer.given for answer in latest_answers(session, points))


def cases_of(session: Session, person_id: int) -> list[int]:
    """The cases in which a person has a part now."""
    question = select(CasePersonRow.case_id).where(
        CasePersonRow.person_id == person_id, CasePersonRow.ended_at.is_(None)
    )
    return sorted(set(session.scalars(question)))


def drop_what_waits(session: Session, person_id: int, now: datetime, *, until_agreed: bool) -> None:
    """Drop what waits for a person whom no message reaches any more: one task speaks for all of it.

    Args:
        session: the transaction.
        person_id: who; what is under way to them, or may have arrived, is left to its end.
        now: when.
        until_agreed: whether it is planned anew, as far as it is still true, once they agree again.
    """
    waiting = (
        select(OutboxRow)
        .where(OutboxRow.person_id == person_id, OutboxRow.message != "verify", OutboxRow.state.in_(("due", "held")))
        .order_by(OutboxRow.id)
        .with_for_update()
    )
    rows = session.scalars(waiting).all()
    ids = [row.id for row in rows]
    for row in rows:
        row.state, row.finished_at = "cancelled", now
    values: dict[str, object] = {"state": "undeliverable"}
    if until_agreed:
        values["outbox_id"] = None
    dropped = update(NoticeRow).where(
        NoticeRow.outbox_id.in_(ids), NoticeRow.person_id == person_id, NoticeRow.state == "planned"
    )
    session.execute(dropped.values(values))
