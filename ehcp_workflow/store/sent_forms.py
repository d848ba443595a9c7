"""Which forms of the desk did their work already. A key is made with each form and is sent with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import SentFormRow

KEPT = timedelta(days=30)
_OPENING = 0x45484346  # names our advisory lock on PostgreSQL: "EHCF"


def keep(session: Session, key: str, case_id: int, at: datetime) -> bool:
    """Keep that a form does its work now; False when it has done it before."""
    return insert_new(session, SentFormRow, {"key": key, "case_id": case_id, "at": at}) is not None


def forget_old(session: Session, now: datetime) -> int:
    """Delete the forms that did their work a month ago: nobody has them open any more; how many."""
    old = delete(SentFormRow).where(SentFormRow.at < now - KEPT)
    return len(session.execute(old.returning(SentFormRow.key)).all())


def case_of(session: Session, key: str) -> int | None:
    """The case in which a form did its work; None while it has not. Whoever sends it again meanwhile waits."""
    if session.get_bind().dialect.name == "postgresql":
        # On SQLite a transaction that writes is alone already.
        session.execute(select(func.pg_advisory_xact_lock(_OPENING)))
    return session.scalars(select(SentFormRow.case_id).where(SentFormRow.key == key)).first()
