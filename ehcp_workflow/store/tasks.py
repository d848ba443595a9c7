"""What an adviser must do by hand because no message could: phone, write, or find another way to reach somebody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.when import When
from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import CasePersonRow, CaseRow, NoticeRow, TaskRow
from ehcp_workflow.store.visibility import Sees, visible


@dataclass(frozen=True)
class Task:
    """Something to do by hand.

    Attributes:
        person_id: whom to tell; what they were to be told is the notice's `subject` and `kind`.
        why: why no message could tell them.
        version: which form of it: the last day, for what is about a date.
        role: their part in the case now, or their last; `person` when they never had one.
    """

    id: int
    case_id: int
    reference: str
    person_id: int
    subject: str
    kind: str
    why: str
    made_at: datetime
    version: str
    role: str

    @property
    def due(self) -> When | None:
        """The last day of what they were to be told of; None when it is about no date."""
        is_date = self.subject.startswith(("clock:", "promise:"))
        return When.parse(self.version) if is_date else None


def add(session: Session, notice_id: int, why: str, at: datetime) -> int | None:
    """Make a task of a notice that no message can tell; its number, None when the same thing is a task already.

    That a date comes and that it has passed are two things to tell, and each is told by hand once.
    """
    notice = session.get_one(NoticeRow, notice_id)
    if notice.case_id is None or notice.person_id is None:
        return None
    values = {
        "key": f"{notice.case_id}:{notice.person_id}:{notice.subject}:{notice.version}:{told_once(notice.kind)}",
        "case_id": notice.case_id,
        "person_id": notice.person_id,
        "notice_id": notice_id,
        "why": why[:40],
        "made_at": at,
    }
    return insert_new(session, TaskRow, values)


def told_once(kind: str) -> str:
    """What is one thing to tell by hand: who was told that a date comes need not be told on the day."""
    return AlertKind.DUE_SOON if kind == AlertKind.DUE_TODAY else kind


def open_tasks(session: Session, case_id: int | None = None) -> list[Task]:
    """What is still to be done, oldest first."""
    question = _tasks().where(TaskRow.done_at.is_(None))
    if case_id is not None:
        question = question.where(TaskRow.case_id == case_id)
    return [Task(*row) for row in session.execute(question)]


def open_tasks_after(session: Session, knows: Sees, after: int, size: int) -> list[Task]:
    """What is still to be done in cases somebody may know, oldest first, with a number above `after`."""
    question = _tasks().where(TaskRow.done_at.is_(None), TaskRow.id > after, visible(knows)).limit(size)
    return [Task(*row) for row in session.execute(question)]


def open_tasks_of(session: Session, case_ids: Collection[int]) -> dict[int, list[Task]]:
    """What is still to be done in some cases, by case."""
    found: dict[int, list[Task]] = {}
    for row in session.execute(_tasks().where(TaskRow.done_at.is_(None), TaskRow.case_id.in_(case_ids))):
        found.setdefault(row[1], []).append(Task(*row))
    return found


def get(session: Session, task_id: int) -> Task:
    """One task."""
    return Task(*session.execute(_tasks().where(TaskRow.id == task_id)).one())


_part = (
    select(CasePersonRow.role)
    .where(CasePersonRow.case_id == TaskRow.case_id, CasePersonRow.person_id == TaskRow.person_id)
    .order_by(CasePersonRow.ended_at.is_not(None), CasePersonRow.role)
    .limit(1)
    .correlate(TaskRow)
    .scalar_subquery()
)


def _tasks() -> Select[*tuple[Any, ...]]:
    return (
        select(
            TaskRow.id,
            TaskRow.case_id,
            CaseRow.reference,
            TaskRow.person_id,
            NoticeRow.subject,
            NoticeRow.kind,
            TaskRow.why,
            TaskRow.made_at,
            NoticeRow.version,
            func.coalesce(_part, "person"),
        )
        .join(CaseRow, CaseRow.id == TaskRow.case_id)
        .join(NoticeRow, NoticeRow.id == TaskRow.notice_id)
        .order_by(TaskRow.id)
    )


def finish(session: Session, task_id: int, by: str, at: datetime) -> None:
    """Note that a task was done.

    Raises:
        NotFound: there is no such task, or it was done before.
    """
    waiting = update(TaskRow).where(TaskRow.id == task_id, TaskRow.done_at.is_(None))
    if not session.execute(waiting.values(done_at=at, done_by=by).returning(TaskRow.id)).all():
        raise NotFound(f"There is no open task {task_id}. `ehcp tasks list` shows them.")
