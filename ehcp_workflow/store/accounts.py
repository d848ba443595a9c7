"""The accounts of those who work here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import AccountRow, TeamMemberRow, TeamRow


def add_account(session: Session, name: str, shown_as: str, role: str, now: datetime) -> int:
    """Keep a new account, which nobody can sign in with yet; its number."""
    row = AccountRow(name=name, shown_as=shown_as, role=role, made_at=now)
    session.add(row)
    session.flush()
    return row.id


def team_named(session: Session, name: str) -> int:
    """The number of a team, which is made where there is none of that name."""
    found = session.scalar(select(TeamRow.id).where(TeamRow.name == name))
    if found:
        return found
    row = TeamRow(name=name)
    session.add(row)
    session.flush()
    return row.id


def join_teams(session: Session, account_id: int, teams: Collection[int]) -> None:
    """Let an account belong to these teams beside its others."""
    held = set(session.scalars(select(TeamMemberRow.team_id).where(TeamMemberRow.account_id == account_id)))
    session.add_all(TeamMemberRow(team_id=team, account_id=account_id) for team in set(teams) - held)
    session.flush()
