"""What became of everything that was planned: each notice with the message it travelled in, for looking back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CasePersonRow, CaseRow, NoticeRow, OutboxRow, TaskRow

SENT = ("accepted", "delivered")


@dataclass(frozen=True)
class Line:
    """A notice, and the message it travels or travelled in, if any. No address and no words.

    Attributes:
        subject, version, kind, rung: of its alert.
        state: how it stands; told_at: when it was told.
        message_id, channel, message_state, held_why, next_at: of its message; sent_as: the reference it left under.
        task: why it became a task, if it did.
    """

    id: int
    case_id: int
    reference: str
    person_id: int
    audience: str
    subject: str
    version: str
    kind: str
    rung: int
    urgent: bool
    state: str
    planned_at: datetime
    told_at: datetime | None
    message_id: int | None
    channel: str | None
    message_state: str | None
    held_why: str | None
    next_at: datetime | None
    sent_as: str | None
    task: str | None


def lines(session: Session, since: datetime | None = None, case_id: int | None = None) -> list[Line]:
    """Every notice of a case, oldest first.

    Args:
        session: the transaction.
        since: only those planned, told or still waiting at or after this instant; None for all.
        case_id: only those of one case; None for all.
    """
    question = (
        select(
            NoticeRow.id,
            NoticeRow.case_id,
            CaseRow.reference,
            NoticeRow.person_id,
            NoticeRow.audience,
            NoticeRow.subject,
            NoticeRow.version,
            NoticeRow.kind,
            NoticeRow.rung,
            NoticeRow.urgent,
            NoticeRow.state,
            NoticeRow.planned_at,
            NoticeRow.told_at,
            NoticeRow.outbox_id,
            OutboxRow.channel,
            OutboxRow.state,
            OutboxRow.held_why,
            OutboxRow.next_at,
            OutboxRow.message_id,
            TaskRow.why,
        )
        .join(CaseRow, CaseRow.id == NoticeRow.case_id)
        .outerjoin(OutboxRow, OutboxRow.id == NoticeRow.outbox_id)
        .outerjoin(TaskRow, TaskRow.notice_id == NoticeRow.id)
        .where(NoticeRow.person_id.is_not(None))
        .order_by(NoticeRow.id)
    )
    if since is not None:
        recent = (NoticeRow.planned_at >= since) | (NoticeRow.told_at >= since) | (NoticeRow.state == "planned")
        question = question.where(recent)
    if case_id is not None:
        question = question.where(NoticeRow.case_id == case_id)
    rows: Iterable[Any] = session.execute(question)
    return [Line(*row) for row in rows]


@dataclass(frozen=True)
class SentMessage:
    """A message that left: to whom, on which channel, whether it was urgent, and when."""

    id: int
    person_id: int
    message: str
    channel: str
    urgent: bool
    at: datetime


def sent_messages(session: Session) -> list[SentMessage]:
    """Every message to a person that left, in the order of leaving."""
    question = (
        select(
            OutboxRow.id,
            OutboxRow.person_id,
            OutboxRow.message,
            OutboxRow.channel,
            OutboxRow.priority == 0,
            OutboxRow.finished_at,
        )
        .where(OutboxRow.state.in_(SENT), OutboxRow.person_id.is_not(None), OutboxRow.finished_at.is_not(None))
        .order_by(OutboxRow.finished_at, OutboxRow.id)
    )
    rows: Iterable[Any] = session.execute(question)
    return [SentMessage(*row) for row in rows]


def roles(session: Session, of_case: int | None = None) -> dict[tuple[int, int], str]:
    """The part each person plays or played in each case, or in one; of several, the first by name."""
    question = select(CasePersonRow.case_id, CasePersonRow.person_id, func.min(CasePersonRow.role)).group_by(
        CasePersonRow.case_id, CasePersonRow.person_id
    )
    if of_case is not None:
        question = question.where(CasePersonRow.case_id == of_case)
    return {(case_id, person_id): role for case_id, person_id, role in session.execute(question)}
