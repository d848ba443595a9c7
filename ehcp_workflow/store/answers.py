"""Requests that a program may repeat under a key of its own, and what each was answered the first time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import ApiAnswerRow

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Earlier:
    """An earlier request with the same key: a hash of what it asked, and its answer once there is one."""

    asked: str
    status: int | None
    answer: str | None


def begin(
    session: Session, cipher: Cipher, token_id: int, key: str, asked: str, now: datetime
) -> tuple[int | None, Earlier | None]:
    """Begin a request under a key: its number, or the earlier request that has the key already.

    Keys older than a day are forgotten.
    """
    forget_old(session, now)
    new = insert_new(session, ApiAnswerRow, {"token_id": token_id, "key": key, "asked": asked, "at": now})
    if new is not None:
        return int(new), None
    row = session.scalars(select(ApiAnswerRow).where(ApiAnswerRow.token_id == token_id, ApiAnswerRow.key == key)).one()
    return None, Earlier(row.asked, row.status, cipher.open_if(row.answer_sealed))


def forget_old(session: Session, now: datetime) -> int:
    """Forget the requests older than a day; how many."""
    old = delete(ApiAnswerRow).where(ApiAnswerRow.at <= now - KEPT_FOR).returning(ApiAnswerRow.id)
    return len(session.execute(old).all())


def finish(session: Session, cipher: Cipher, number: int, status: int, answer: str) -> None:
    """Keep what a request was answered."""
    one = update(ApiAnswerRow).where(ApiAnswerRow.id == number)
    session.execute(one.values(status=status, answer_sealed=cipher.seal(answer)))


def forget(session: Session, number: int) -> None:
    """Forget a request that did nothing: it may be tried again under the same key."""
    session.execute(delete(ApiAnswerRow).where(ApiAnswerRow.id == number))
