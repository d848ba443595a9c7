"""The browsers that signed in, by a hash of the secret each of them keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import AccountRow, SessionRow, TeamMemberRow


@dataclass(frozen=True)
class SignedIn:
    """A session that still holds, and the account it is of.

    Attributes:
        id: the session; csrf: what its forms carry; full: whether every factor that is needed was given.
        account_id, name, shown_as, role: the account; teams: the ids of its teams.
        seen_at: when it was last used.
    """

    id: int
    csrf: str
    full: bool
    account_id: int
    name: str
    shown_as: str
    role: str
    teams: tuple[int, ...]
    seen_at: datetime


def hash_of(secret: str) -> str:
    """What is kept of a secret that is random and long: nobody can find it from its hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_session(
    session: Session, account_id: int, secret: str, csrf: str, *, full: bool, now: datetime, ends: datetime
) -> int:
    """Keep a new session; its number."""
    row = SessionRow(
        account_id=account_id,
        secret_hash=hash_of(secret),
        csrf=csrf,
        passed="full" if full else "password",
        began_at=now,
        seen_at=now,
        ends_at=ends,
    )
    session.add(row)
    session.flush()
    return row.id


def find_session(session: Session, secret: str, now: datetime) -> SignedIn | None:
    """The session of a secret, while it holds and its account has not ended; None otherwise."""
    holds = (SessionRow.ended_at.is_(None), SessionRow.ends_at > now, AccountRow.ended_at.is_(None))
    question = select(SessionRow, AccountRow).join(AccountRow, AccountRow.id == SessionRow.account_id)
    found = session.execute(question.where(SessionRow.secret_hash == hash_of(secret), *holds)).one_or_none()
    if found is None:
        return None
    row, account = found
    members = select(TeamMemberRow.team_id).where(TeamMemberRow.account_id == account.id)
    return SignedIn(
        id=row.id,
        csrf=row.csrf,
        full=row.passed == "full",
        account_id=account.id,
        name=account.name,
        shown_as=account.shown_as,
        role=account.role,
        teams=tuple(session.scalars(members.order_by(TeamMemberRow.team_id))),
        seen_at=row.seen_at,
    )
