"""Which messages to ask a provider about, because nobody knows yet whether they arrived."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import OutboxRow

ASKED_FOR = timedelta(days=3)
"""How long a provider goes on trying, and so how long it is asked. Source: GOV.UK Notify gives up after 72 hours."""
ASKED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Question:
    """A message to ask about: its number and claim, and under which reference the provider has it."""

    outbox_id: int
    fence: int
    provider: str
    channel: str
    reference: str


def questions(session: Session, providers: Collection[str], now: datetime, limit: int) -> list[Question]:
    """The messages to ask about now: those of unknown end, and those handed over of which nothing more was told.

    Args:
        session: the transaction.
        providers: those that can be asked.
        now: what was handed over is asked after from its `next_at` on, for three days.
        limit: at most so many.
    """
    open_still = and_(OutboxRow.state == "accepted", OutboxRow.finished_at >= now - ASKED_FOR, OutboxRow.next_at <= now)
    question = (
        select(OutboxRow)
        .where(
            OutboxRow.provider.in_(providers),
            OutboxRow.message_id.is_not(None),
            or_(OutboxRow.state == "unknown", open_still),
        )
        .order_by(OutboxRow.next_at, OutboxRow.id)
        .limit(limit)
    )
    return [
        Question(row.id, row.fence, row.provider or "", row.channel, row.message_id or "")
        for row in session.scalars(question)
    ]


def still_asked(session: Session, question: Question, now: datetime) -> str | None:
    """The state of a message that was asked about, held until the transaction ends; None when it went on meanwhile.

    One that was handed over is asked about again after an hour.
    """
    row = session.get_one(OutboxRow, question.outbox_id, with_for_update=True, populate_existing=True)
    if row.fence != question.fence or row.state not in {"unknown", "accepted"}:
        return None
    if row.state == "accepted":
        row.next_at = now + ASKED_EVERY
    return row.state


def found(session: Session, question: Question, code: str, provider_ref: str, now: datetime) -> None:
    """A message of unknown end was handed over after all."""
    row = session.get_one(OutboxRow, question.outbox_id)
    row.state, row.finished_at, row.next_at = "accepted", now, now + ASKED_EVERY
    row.last_outcome, row.last_code, row.provider_ref = "accepted", code, provider_ref or row.provider_ref
