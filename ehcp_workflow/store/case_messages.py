"""The messages that told, or are to tell, something of one case; without addresses, their words still sealed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from ehcp_workflow.store.tables import NoticeRow, OutboxRow


@dataclass(frozen=True)
class MessageLine:
    """One message of a case.

    Attributes:
        id, person_id, channel, message, state, held_why: as in the outbox.
        planned_at, next_at, finished_at: when it was planned, when it may be tried next, when its state became final.
        attempts: how often it was tried; code: what the provider said last.
        words_sealed: what it says, once that was written.
        of_others: whether it tells something of other cases too, so that its words are not for this case's page.
    """

    id: int
    person_id: int
    channel: str
    message: str
    state: str
    held_why: str | None
    planned_at: datetime | None
    next_at: datetime
    finished_at: datetime | None
    attempts: int
    code: str | None
    words_sealed: str | None = field(repr=False)
    of_others: bool


def count_by_state(session: Session, case_id: int) -> dict[str, int]:
    """How many messages of a case stand in each state."""
    question = (
        select(OutboxRow.state, func.count())
        .where(
            OutboxRow.id.in_(select(NoticeRow.outbox_id).where(NoticeRow.case_id == case_id)),
            OutboxRow.person_id.is_not(None),
        )
        .group_by(OutboxRow.state)
    )
    return dict(session.execute(question).all())


def messages_of(session: Session, case_id: int) -> list[MessageLine]:
    """The messages of a case, newest first."""
    other = aliased(NoticeRow)
    of_others = exists().where(other.outbox_id == OutboxRow.id, other.case_id.is_distinct_from(case_id))
    question = (
        select(
            OutboxRow.id,
            OutboxRow.person_id,
            OutboxRow.channel,
            OutboxRow.message,
            OutboxRow.state,
            OutboxRow.held_why,
            OutboxRow.planned_at,
            OutboxRow.next_at,
            OutboxRow.finished_at,
            OutboxRow.attempts,
            OutboxRow.last_code,
            OutboxRow.content_sealed,
            of_others,
        )
        .where(
            OutboxRow.id.in_(select(NoticeRow.outbox_id).where(NoticeRow.case_id == case_id)),
            OutboxRow.person_id.is_not(None),
        )
        .order_by(OutboxRow.id.desc())
    )
    rows: Iterable[Any] = session.execute(question)
    return [MessageLine(*row) for row in rows]
