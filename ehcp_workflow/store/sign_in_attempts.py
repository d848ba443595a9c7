"""Tries to sign in that failed, under keyed hashes of whom they were for and where they came from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import SignInAttemptRow


@dataclass(frozen=True)
class Tries:
    """How often something was tried since an instant, and when it last was."""

    number: int
    last_at: datetime | None


def tries(session: Session, key: str, since: datetime) -> Tries:
    """The failed tries under a key since an instant."""
    question = select(func.count(), func.max(SignInAttemptRow.at))
    number, last = session.execute(question.where(SignInAttemptRow.key == key, SignInAttemptRow.at > since)).one()
    return Tries(number, last)


def add_tries(session: Session, keys: Collection[str], now: datetime) -> tuple[int, ...]:
    """Write down a try under each of some keys; the numbers of what was written."""
    rows = [SignInAttemptRow(key=key, at=now) for key in keys]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def forget_tries(session: Session, *, numbers: Collection[int] = (), key: str | None = None) -> None:
    """Delete tries that turned out well, by their numbers, and all those under a key."""
    session.execute(delete(SignInAttemptRow).where(SignInAttemptRow.id.in_(numbers)))
    if key is not None:
        session.execute(delete(SignInAttemptRow).where(SignInAttemptRow.key == key))


def forget_old_tries(session: Session, before: datetime) -> int:
    """Delete the tries from before an instant; how many."""
    gone = delete(SignInAttemptRow).where(SignInAttemptRow.at < before).returning(SignInAttemptRow.id)
    return len(session.scalars(gone).all())
