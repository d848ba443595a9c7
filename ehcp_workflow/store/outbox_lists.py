"""The outbox as operators see it: lists and counts, without addresses and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import NoticeRow, OutboxRow


@dataclass(frozen=True)
class OutboxLine:
    """A message as an operator sees it: no address, no words."""

    id: int
    channel: str
    london_date: date
    state: str
    notices: int
    attempts: int
    next_at: datetime
    last_outcome: str | None
    last_code: str | None


def lines(session: Session, states: Sequence[str] | None = None, limit: int = 200) -> list[OutboxLine]:
    """Messages for operators, newest first."""
    notices = select(func.count()).where(NoticeRow.outbox_id == OutboxRow.id).scalar_subquery()
    question = select(
        OutboxRow.id,
        OutboxRow.channel,
        OutboxRow.london_date,
        OutboxRow.state,
        notices,
        OutboxRow.attempts,
        OutboxRow.next_at,
        OutboxRow.last_outcome,
        OutboxRow.last_code,
    ).order_by(OutboxRow.id.desc())
    if states:
        question = question.where(OutboxRow.state.in_(states))
    return [OutboxLine(*row) for row in session.execute(question.limit(limit))]


def count_by_state(session: Session) -> dict[str, int]:
    """How many messages stand in each state."""
    question = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    return dict(session.execute(question).all())


def in_trouble(session: Session, now: datetime) -> dict[str, int]:
    """What should be zero: messages due for over an hour, unknown for over an hour, given up."""
    hour_ago = now - timedelta(hours=1)
    waiting = or_(OutboxRow.state == "due", OutboxRow.state == "sending")
    counts = {
        "due for over an hour": select(func.count()).where(waiting, OutboxRow.next_at < hour_ago),
        "unknown for over an hour": select(func.count()).where(
            OutboxRow.state == "unknown", OutboxRow.next_at < hour_ago
        ),
        "given up": select(func.count()).where(OutboxRow.state == "dead"),
    }
    return {what: session.scalar(question) or 0 for what, question in counts.items()}
