"""The outbox as operators see it: lists and counts, without addresses and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import AttemptRow, NoticeRow, OutboxRow, TaskRow

LATE, UNKNOWN, GIVEN_UP = "due for over an hour", "unknown for over an hour", "given up"
PUT_OFF, PATIENCE = "put off for over three hours", timedelta(hours=3)


@dataclass(frozen=True)
class OutboxLine:
    """A message as an operator sees it: no address, no words."""

    id: int
    channel: str
    message: str
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
        OutboxRow.message,
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
    """What should be zero: messages due or unknown for over an hour, put off again and again, given up."""
    hour_ago = now - timedelta(hours=1)
    in_doubt = exists().where(AttemptRow.outbox_id == OutboxRow.id, AttemptRow.started_at < hour_ago)
    long_tried = exists().where(AttemptRow.outbox_id == OutboxRow.id, AttemptRow.started_at < now - PATIENCE)
    counts = {
        PUT_OFF: select(func.count()).where(OutboxRow.state == "due", long_tried),
        UNKNOWN: select(func.count()).where(OutboxRow.state == "unknown", in_doubt),
        GIVEN_UP: select(func.count()).where(OutboxRow.state.in_(("dead", "failed")), ~seen_to()),
    }
    return {LATE: count_due(session, hour_ago)} | {
        what: session.scalar(question) or 0 for what, question in counts.items()
    }


def count_due(session: Session, since: datetime) -> int:
    """How many messages have been due, or under way, since before an instant."""
    question = select(func.count()).where(OutboxRow.state.in_(("due", "sending")), OutboxRow.next_at < since)
    return session.scalar(question) or 0


def count_ready(session: Session, channel: str, now: datetime, most: int) -> int:
    """How many messages may be claimed on a channel now, at most `most`."""
    ready = (
        select(OutboxRow.id)
        .where(OutboxRow.state.in_(("due", "unknown")), OutboxRow.next_at <= now, OutboxRow.channel == channel)
        .limit(most)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(ready)) or 0


def count_unserved(session: Session, channels: Sequence[str], now: datetime) -> int:
    """How many messages wait though they are due, because nothing serves their channel, or for a later hour."""
    waiting = select(func.count()).where(OutboxRow.state.in_(("due", "unknown")))
    return session.scalar(waiting.where(OutboxRow.channel.not_in(channels) | (OutboxRow.next_at > now))) or 0


def seen_to() -> ColumnElement[bool]:
    """That nothing a message had to tell is still untold: its tasks are done, or another message told it."""
    untold = (
        exists()
        .where(NoticeRow.outbox_id == OutboxRow.id, NoticeRow.state == "undeliverable")
        .where(~exists().where(TaskRow.notice_id == NoticeRow.id, TaskRow.done_at.is_not(None)))
    )
    return ~untold
