"""The accounts of those who work here, and their teams."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import AccountRow, TeamMemberRow, TeamRow


@dataclass(frozen=True)
class Account:
    """An account.

    Attributes:
        id, name, shown_as, role: who it is; `name` is what they sign in with.
        password_hash: what their password is checked against; None until they chose one.
        totp_sealed: the sealed secret of their authenticator, where they set one up.
        totp_step: the last time step whose code was used.
        outside_id: whom their organisation knows them as, where they come by its accounts.
        made_at, ended_at: when it was made, and when it ended.
    """

    id: int
    name: str
    shown_as: str
    role: str
    password_hash: str | None = field(repr=False)
    totp_sealed: str | None = field(repr=False)
    totp_step: int | None
    outside_id: str | None = field(repr=False)
    made_at: datetime
    ended_at: datetime | None


def add_account(session: Session, name: str, shown_as: str, role: str, now: datetime) -> int:
    """Keep a new account, which nobody can sign in with yet; its number."""
    row = AccountRow(name=name, shown_as=shown_as, role=role, made_at=now)
    session.add(row)
    session.flush()
    return row.id


def find_account(session: Session, name: str) -> Account | None:
    """The account of a name, ended or not."""
    row = session.scalar(select(AccountRow).where(AccountRow.name == name))
    return _account(row) if row else None


def account_numbered(session: Session, account_id: int) -> Account | None:
    """The account of a number, ended or not."""
    row = session.get(AccountRow, account_id)
    return _account(row) if row else None


def hold_account(session: Session, account_id: int) -> Account | None:
    """The account of a number, which nobody else changes until this transaction ends."""
    row = session.scalar(select(AccountRow).where(AccountRow.id == account_id).with_for_update())
    return _account(row) if row else None


def find_outsider(session: Session, outside_id: str) -> Account | None:
    """The account of somebody whom an organisation knows under this."""
    row = session.scalar(select(AccountRow).where(AccountRow.outside_id == outside_id))
    return _account(row) if row else None


def all_accounts(session: Session) -> tuple[Account, ...]:
    """Every account, ended ones too, by name."""
    return tuple(_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.name)))


def change_account(session: Session, account_id: int, **to: str | int | datetime | None) -> None:
    """Change columns of an account, by their names."""
    session.execute(update(AccountRow).where(AccountRow.id == account_id).values(**to))


def team_named(session: Session, name: str) -> int:
    """The number of a team, which is made where there is none of that name."""
    found = session.scalar(select(TeamRow.id).where(TeamRow.name == name))
    if found:
        return found
    row = TeamRow(name=name)
    session.add(row)
    session.flush()
    return row.id


def find_team(session: Session, name: str) -> int | None:
    """The number of a team, if there is one of that name."""
    return session.scalar(select(TeamRow.id).where(TeamRow.name == name))


def all_teams(session: Session) -> dict[int, str]:
    """Every team by its number, in the order of the names."""
    return {row.id: row.name for row in session.scalars(select(TeamRow).order_by(TeamRow.name))}


def members(session: Session) -> dict[int, tuple[str, ...]]:
    """The names of the teams of each account that has any."""
    question = select(TeamMemberRow.account_id, TeamRow.name).join(TeamRow, TeamRow.id == TeamMemberRow.team_id)
    found: dict[int, list[str]] = {}
    for account_id, name in session.execute(question.order_by(TeamRow.name)):
        found.setdefault(account_id, []).append(name)
    return {account_id: tuple(names) for account_id, names in found.items()}


def teams_of(session: Session, account_id: int) -> tuple[int, ...]:
    """The numbers of the teams of an account."""
    question = select(TeamMemberRow.team_id).where(TeamMemberRow.account_id == account_id)
    return tuple(session.scalars(question.order_by(TeamMemberRow.team_id)))


def join_teams(session: Session, account_id: int, teams: Collection[int]) -> None:
    """Let an account belong to these teams beside its others."""
    held = set(session.scalars(select(TeamMemberRow.team_id).where(TeamMemberRow.account_id == account_id)))
    session.add_all(TeamMemberRow(team_id=team, account_id=account_id) for team in set(teams) - held)
    session.flush()


def leave_teams(session: Session, account_id: int, but: Sequence[int] = ()) -> None:
    """Let an account belong to none of its teams but these."""
    gone = TeamMemberRow.team_id.not_in(but)
    session.execute(delete(TeamMemberRow).where(TeamMemberRow.account_id == account_id, gone))


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        shown_as=row.shown_as,
        role=row.role,
        password_hash=row.password_hash,
        totp_sealed=row.totp_sealed,
        totp_step=row.totp_step,
        outside_id=row.outside_id,
        made_at=row.made_at,
        ended_at=row.ended_at,
    )
