"""The browsers that signed in, by a hash of the secret each of them keeps."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.accounts import teams_of
from ehcp_workflow.store.tables import AccountRow, SessionRow


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


def find_session(session: Session, secret: str, now: datetime, used_since: datetime) -> SignedIn | None:
    """The session of a secret, while it holds and its account has not ended; None otherwise.

    Args:
        session: the transaction.
        secret: what the browser keeps.
        now: the present instant; a session ends at its `ends_at`.
        used_since: a session that was not used since then holds no more.
    """
    holds = (*_holding(now, used_since), AccountRow.ended_at.is_(None))
    question = select(SessionRow, AccountRow).join(AccountRow, AccountRow.id == SessionRow.account_id)
    found = session.execute(question.where(SessionRow.secret_hash == hash_of(secret), *holds)).one_or_none()
    if found is None:
        return None
    row, account = found
    return SignedIn(
        id=row.id,
        csrf=row.csrf,
        full=row.passed == "full",
        account_id=account.id,
        name=account.name,
        shown_as=account.shown_as,
        role=account.role,
        teams=teams_of(session, account.id),
        seen_at=row.seen_at,
    )


def note_use(session: Session, session_id: int, now: datetime) -> None:
    """Note that a session was used."""
    session.execute(update(SessionRow).where(SessionRow.id == session_id).values(seen_at=now))


@dataclass(frozen=True)
class OpenSession:
    """A browser somebody is signed in with: when it began, when it was last used, and when it ends at the latest."""

    id: int
    began_at: datetime
    seen_at: datetime
    ends_at: datetime


def open_sessions(session: Session, account_id: int, now: datetime, used_since: datetime) -> tuple[OpenSession, ...]:
    """The sessions of an account that hold, the newest first."""
    question = select(SessionRow).where(SessionRow.account_id == account_id, *_holding(now, used_since))
    rows = session.scalars(question.order_by(SessionRow.id.desc()))
    return tuple(OpenSession(row.id, row.began_at, row.seen_at, row.ends_at) for row in rows)


def end_sessions(
    session: Session, account_id: int, now: datetime, *, only: int | None = None, but: int | None = None
) -> int:
    """End the sessions of an account; how many held until now.

    Args:
        session: the transaction.
        account_id: the account: nobody ends the session of another by its number.
        now: the present instant.
        only: end this one alone.
        but: end all but this one.
    """
    which = [SessionRow.account_id == account_id, SessionRow.ended_at.is_(None)]
    if only is not None:
        which.append(SessionRow.id == only)
    if but is not None:
        which.append(SessionRow.id != but)
    return len(session.scalars(update(SessionRow).where(*which).values(ended_at=now).returning(SessionRow.id)).all())


def forget_sessions(session: Session, before: datetime) -> int:
    """Delete sessions that ended, by themselves or otherwise, before an instant; how many."""
    over = or_(SessionRow.ended_at < before, SessionRow.ends_at < before)
    return len(session.scalars(delete(SessionRow).where(over).returning(SessionRow.id)).all())


def _holding(now: datetime, used_since: datetime) -> tuple[ColumnElement[bool], ...]:
    return SessionRow.ended_at.is_(None), SessionRow.ends_at > now, SessionRow.seen_at > used_since
