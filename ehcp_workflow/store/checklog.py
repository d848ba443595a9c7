"""Proof that somebody looked: runs of the checks, and the cases that could not be worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.positions import Watch
from ehcp_workflow.store.tables import CaseFailureRow, CaseRow, CheckRunRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees, visible


@dataclass(frozen=True)
class CheckRun:
    """One run of a check; without an end it is still running, or died."""

    watch: str
    as_at: date
    started_at: datetime
    finished_at: datetime | None
    looked_at: int
    changed: int
    planned: int
    failed: int


def begin_run(session: Session, watch: Watch, as_at: date, now: datetime) -> int:
    """Note that a check has begun; the number of the run."""
    row = CheckRunRow(watch=watch.value, as_at=as_at, started_at=now, looked_at=0, changed=0, planned=0, failed=0)
    session.add(row)
    session.flush()
    return row.id


def finish_run(
    session: Session, run_id: int, now: datetime, *, looked_at: int, changed: int, planned: int, failed: int
) -> None:
    """Note how a check ended."""
    row = session.get_one(CheckRunRow, run_id)
    row.finished_at, row.looked_at, row.changed, row.planned, row.failed = now, looked_at, changed, planned, failed


def last_finished(session: Session, watch: Watch) -> CheckRun | None:
    """The last run of a check that came to its end."""
    question = (
        select(CheckRunRow)
        .where(CheckRunRow.watch == watch.value, CheckRunRow.finished_at.is_not(None))
        .order_by(CheckRunRow.id.desc())
    )
    row = session.scalars(question.limit(1)).first()
    if row is None:
        return None
    return CheckRun(
        row.watch, row.as_at, row.started_at, row.finished_at, row.looked_at, row.changed, row.planned, row.failed
    )


DELIVERY, PROVISION = "delivery", "provision"


def note_delivery(session: Session, as_at: date, now: datetime, *, tried: int, sent: int, failed: int) -> None:
    """Add a round of sending to the day's, of which there is one row; its end is the last time anybody sent."""
    question = select(CheckRunRow).where(CheckRunRow.watch == DELIVERY, CheckRunRow.as_at == as_at)
    row = session.scalars(question.with_for_update()).first()
    if row is None:
        row = CheckRunRow(watch=DELIVERY, as_at=as_at, started_at=now, looked_at=0, changed=0, planned=0, failed=0)
        session.add(row)
    row.finished_at = now
    row.looked_at, row.changed, row.failed = row.looked_at + tried, row.changed + sent, row.failed + failed


def last_delivery(session: Session) -> datetime | None:
    """When messages were last sent, or looked for in vain."""
    question = select(CheckRunRow.finished_at).where(CheckRunRow.watch == DELIVERY)
    return session.scalars(question.order_by(CheckRunRow.id.desc()).limit(1)).first()


def note_provision(
    session: Session, as_at: date, started_at: datetime, now: datetime, *, looked_at: int, failed: int
) -> None:
    """Note that provision was checked to the end."""
    row = CheckRunRow(watch=PROVISION, as_at=as_at, started_at=started_at, finished_at=now)
    row.looked_at, row.changed, row.planned, row.failed = looked_at, 0, 0, failed
    session.add(row)


def last_provision(session: Session) -> date | None:
    """The London date of the last check of provision; None when there was none."""
    question = select(CheckRunRow.as_at).where(CheckRunRow.watch == PROVISION)
    return session.scalars(question.order_by(CheckRunRow.id.desc()).limit(1)).first()


def note_failure(session: Session, case_id: int, what: str, now: datetime) -> None:
    """Record that a case cannot be worked out, and why."""
    row = session.get(CaseFailureRow, case_id) or CaseFailureRow(case_id=case_id)
    row.what, row.at = what, now
    session.add(row)


def clear_failure(session: Session, case_id: int) -> None:
    """Record that a case can be worked out again."""
    session.execute(delete(CaseFailureRow).where(CaseFailureRow.case_id == case_id))


def failures(session: Session, sees: Sees = EVERYTHING) -> tuple[tuple[str, str], ...]:
    """The cases that cannot be worked out and that somebody may see: reference and reason."""
    question = (
        select(CaseRow.reference, CaseFailureRow.what)
        .join(CaseRow, CaseRow.id == CaseFailureRow.case_id)
        .where(visible(sees))
        .order_by(CaseRow.reference)
    )
    return tuple(session.execute(question))
