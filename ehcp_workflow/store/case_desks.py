"""Whose a case is: its team, its adviser, and who must not see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import AccountRow, CaseDeskRow, CaseWallRow, TeamRow


@dataclass(frozen=True)
class Desk:
    """Whose a case is, by name; a case of no team is seen by everybody who sees cases."""

    team: str | None = None
    adviser: str | None = None


@dataclass(frozen=True)
class Wall:
    """An account that must not see a case, and who said so when."""

    account: str
    by: str
    at: datetime


def assign(session: Session, case_id: int, team_id: int | None, account_id: int | None) -> None:
    """Say whose a case is; None for no team, or nobody."""
    row = session.get(CaseDeskRow, case_id)
    if row is None:
        session.add(CaseDeskRow(case_id=case_id, team_id=team_id, account_id=account_id))
    else:
        row.team_id, row.account_id = team_id, account_id
    session.flush()


def desk_of(session: Session, case_id: int) -> Desk:
    """Whose a case is."""
    question = (
        select(TeamRow.name, AccountRow.name)
        .select_from(CaseDeskRow)
        .outerjoin(TeamRow, TeamRow.id == CaseDeskRow.team_id)
        .outerjoin(AccountRow, AccountRow.id == CaseDeskRow.account_id)
    )
    found = session.execute(question.where(CaseDeskRow.case_id == case_id)).one_or_none()
    return Desk(*found) if found else Desk()


def leave_cases(session: Session, account_id: int) -> None:
    """Let the cases of an account be nobody's; their teams stay."""
    session.execute(update(CaseDeskRow).where(CaseDeskRow.account_id == account_id).values(account_id=None))


def put_wall(session: Session, case_id: int, account_id: int, by: str, now: datetime) -> bool:
    """Keep an account from seeing a case; whether it could until now."""
    if session.get(CaseWallRow, (case_id, account_id)) is not None:
        return False
    session.add(CaseWallRow(case_id=case_id, account_id=account_id, by=by, at=now))
    session.flush()
    return True


def remove_wall(session: Session, case_id: int, account_id: int) -> bool:
    """Let an account see a case again, as far as its role and team allow; whether it could not until now."""
    which = (CaseWallRow.case_id == case_id, CaseWallRow.account_id == account_id)
    return bool(session.scalars(delete(CaseWallRow).where(*which).returning(CaseWallRow.case_id)).all())


def walls_of(session: Session, case_id: int) -> tuple[Wall, ...]:
    """Who must not see a case."""
    question = select(AccountRow.name, CaseWallRow.by, CaseWallRow.at).join(
        AccountRow, AccountRow.id == CaseWallRow.account_id
    )
    rows = session.execute(question.where(CaseWallRow.case_id == case_id).order_by(AccountRow.name))
    return tuple(Wall(*row) for row in rows)
