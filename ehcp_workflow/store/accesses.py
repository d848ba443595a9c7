"""Who looked at which case, or changed it, and when. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CaseAccessRow, CaseRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees, visible


@dataclass(frozen=True)
class Access:
    """One look at a case, or one change: who, what it was, and when."""

    who: str
    what: str
    changed: bool
    at: datetime


def add_access(session: Session, case_id: int, account_id: int | None, access: Access) -> None:
    """Write down a look or a change."""
    session.add(
        CaseAccessRow(
            case_id=case_id,
            account_id=account_id,
            who=access.who,
            what=access.what,
            changed=access.changed,
            at=access.at,
        )
    )


def accesses_of(session: Session, case_id: int, limit: int = 200) -> tuple[Access, ...]:
    """The newest looks and changes of a case, the last first."""
    rows = session.scalars(
        select(CaseAccessRow).where(CaseAccessRow.case_id == case_id).order_by(CaseAccessRow.id.desc()).limit(limit)
    )
    return tuple(Access(row.who, row.what, row.changed, row.at) for row in rows)


def accesses_by(
    session: Session, who: str, since: datetime | None, limit: int = 200, sees: Sees = EVERYTHING
) -> list[tuple[str, Access]]:
    """The newest looks and changes by somebody with the references of the cases a reader sees, the last first."""
    question = select(CaseRow.reference, CaseAccessRow).join(CaseRow, CaseRow.id == CaseAccessRow.case_id)
    question = question.where(CaseAccessRow.who == who, visible(sees))
    if since is not None:
        question = question.where(CaseAccessRow.at >= since)
    rows = session.execute(question.order_by(CaseAccessRow.id.desc()).limit(limit))
    return [(reference, Access(row.who, row.what, row.changed, row.at)) for reference, row in rows]
