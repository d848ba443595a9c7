"""How a task ends by itself: what it was about was told by a message after all, or is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session, aliased

from ehcp_workflow.store.tables import NoticeRow, TaskRow
from ehcp_workflow.store.tasks import told_once

BY_MESSAGE, NO_LONGER_NEEDED = "told by message", "no longer needed"


def close_told(session: Session, outbox_ids: Collection[int], at: datetime) -> None:
    """Close the open tasks about what some messages have told their readers."""
    about = _about(session, outbox_ids, "told")
    close(session, {task_id for task_id, _, done_at in about if done_at is None}, BY_MESSAGE, at)


def seen_to(session: Session, outbox_id: int) -> set[int]:
    """The notices a message could not tell whose tasks are done, so that nobody needs to be told of them again."""
    untold = ("undeliverable", "expired")
    return {notice_id for _, notice_id, done_at in _about(session, [outbox_id], *untold) if done_at is not None}


def open_about(session: Session, outbox_id: int) -> set[int]:
    """The open tasks about what a message could not tell."""
    about = _about(session, [outbox_id], "undeliverable", "expired")
    return {task_id for task_id, _, done_at in about if done_at is None}


def close(session: Session, task_ids: Collection[int], why: str, at: datetime) -> None:
    """Close open tasks, with why they are over or who says so."""
    if task_ids:
        waiting = update(TaskRow).where(TaskRow.id.in_(task_ids), TaskRow.done_at.is_(None))
        session.execute(waiting.values(done_at=at, done_by=why))


def _about(session: Session, outbox_ids: Collection[int], *states: str) -> list[tuple[int, int, datetime | None]]:
    """The tasks about the same things as some messages' notices: the task, the notice, and when the task was done."""
    made = aliased(NoticeRow)
    same = and_(made.case_id == NoticeRow.case_id, made.person_id == NoticeRow.person_id)
    question = (
        select(TaskRow.id, NoticeRow.id, TaskRow.done_at, NoticeRow.kind, made.kind)
        .join(made, made.id == TaskRow.notice_id)
        .join(NoticeRow, and_(same, made.subject == NoticeRow.subject, made.version == NoticeRow.version))
        .where(NoticeRow.outbox_id.in_(outbox_ids), NoticeRow.state.in_(states))
    )
    rows = session.execute(question).all()
    return [(task, notice, done) for task, notice, done, kind, other in rows if told_once(kind) == told_once(other)]
