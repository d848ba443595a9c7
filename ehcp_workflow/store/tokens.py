"""The secrets by which programs act as an account, by a hash of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.sessions import hash_of
from ehcp_workflow.store.tables import AccountRow, ApiTokenRow, TeamMemberRow

NOTE_USE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Token:
    """A token as its owner may see it: everything but its secret.

    Attributes:
        id, name: its number and what it is called; account: whose it is.
        may_change: whether it may change anything, or only read.
        made_at, ends_at, used_at: UTC; `used_at` is at most a minute behind, None when it was never used.
        ended_at: when it was taken back; None while it was not.
    """

    id: int
    name: str
    account: str
    may_change: bool
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Bearer:
    """Who a token that holds acts as: the account, its teams, and whether it may change anything."""

    token_id: int
    may_change: bool
    account_id: int
    name: str
    shown_as: str
    role: str
    teams: tuple[int, ...]


def add_token(
    session: Session, account_id: int, name: str, secret: str, *, may_change: bool, now: datetime, ends: datetime
) -> int:
    """Keep a new token; its number."""
    row = ApiTokenRow(
        account_id=account_id,
        name=name,
        secret_hash=hash_of(secret),
        may_change=may_change,
        made_at=now,
        ends_at=ends,
    )
    session.add(row)
    session.flush()
    return row.id


def tokens_of(session: Session, account: str | None = None) -> tuple[Token, ...]:
    """The tokens of an account, or of all, the newest first; ended ones too."""
    question = select(ApiTokenRow, AccountRow.name).join(AccountRow, AccountRow.id == ApiTokenRow.account_id)
    if account is not None:
        question = question.where(AccountRow.name == account)
    return tuple(
        Token(row.id, row.name, whose, row.may_change, row.made_at, row.ends_at, row.used_at, row.ended_at)
        for row, whose in session.execute(question.order_by(ApiTokenRow.id.desc()))
    )


def end_token(session: Session, token_id: int, now: datetime) -> bool:
    """Let a token end; whether there was one that had not."""
    one = update(ApiTokenRow).where(ApiTokenRow.id == token_id, ApiTokenRow.ended_at.is_(None))
    return session.scalar(one.values(ended_at=now).returning(ApiTokenRow.id)) is not None


def end_tokens_of(session: Session, account_id: int, now: datetime) -> None:
    """Take every token of an account back."""
    which = (ApiTokenRow.account_id == account_id, ApiTokenRow.ended_at.is_(None))
    session.execute(update(ApiTokenRow).where(*which).values(ended_at=now))


def find_bearer(session: Session, secret: str, now: datetime) -> tuple[Bearer, bool] | None:
    """Who a secret lets in, and whether its use should be noted; None where it does not hold."""
    holds = (ApiTokenRow.ended_at.is_(None), ApiTokenRow.ends_at > now, AccountRow.ended_at.is_(None))
    question = select(ApiTokenRow, AccountRow).join(AccountRow, AccountRow.id == ApiTokenRow.account_id)
    found = session.execute(question.where(ApiTokenRow.secret_hash == hash_of(secret), *holds)).one_or_none()
    if found is None:
        return None
    row, account = found
    members = select(TeamMemberRow.team_id).where(TeamMemberRow.account_id == account.id)
    bearer = Bearer(
        token_id=row.id,
        may_change=row.may_change,
        account_id=account.id,
        name=account.name,
        shown_as=account.shown_as,
        role=account.role,
        teams=tuple(session.scalars(members.order_by(TeamMemberRow.team_id))),
    )
    return bearer, row.used_at is None or row.used_at <= now - NOTE_USE_EVERY


def note_use(session: Session, token_id: int, now: datetime) -> None:
    """Note that a token was used."""
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id).values(used_at=now))
