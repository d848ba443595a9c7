"""Sealing everything anew under the newest key, in small transactions: it may be cut short, and done again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.tables import EventRow, Table

BATCH = 500
# Events are never changed, not even by us: their notes stay under the key they were sealed with, which stays in use.
_NEVER_CHANGED = EventRow.__tablename__


def reseal_all(database: Database, cipher: Cipher, batch: int = BATCH) -> dict[str, int]:
    """Seal everything anew that is sealed with an older key; how many values, by table and column.

    Done when nothing is left under an older key but the notes of events. What another process changes meanwhile is
    left to it, and looked at again.

    Raises:
        BadConfiguration: a value was sealed with a key that is not here; what came before it is kept.
    """
    return {str(column): _reseal_column(database, cipher, column, batch) for column in _sealed_columns()}


def left_to_reseal(session: Session, cipher: Cipher) -> int:
    """How many values are sealed with an older key and could be sealed with the newest."""
    return sum(_count_older(session, cipher, column) for column in _sealed_columns())


def notes_under_older_keys(session: Session, cipher: Cipher) -> int:
    """How many notes of events need an older key; they are the reason why it is kept."""
    return _count_older(session, cipher, Table.metadata.tables[_NEVER_CHANGED].columns["note_sealed"])


def _sealed_columns() -> Iterator[Column[Any]]:
    for table in Table.metadata.sorted_tables:
        if table.name != _NEVER_CHANGED:
            yield from (column for column in table.columns if column.name.endswith("_sealed"))


def _reseal_column(database: Database, cipher: Cipher, column: Column[Any], batch: int) -> int:
    resealed = 0
    while True:
        with database.write() as session:
            if not (found := _older_values(session, cipher, column, batch)):
                return resealed
            for id_, sealed in found:
                # Only what is still as it was read: somebody may have put another value there.
                mine = update(column.table).where(column.table.c.id == id_, column == sealed)
                done = session.execute(mine.values({column.name: cipher.reseal(sealed)}).returning(column.table.c.id))
                resealed += len(done.all())


def _older_values(session: Session, cipher: Cipher, column: Column[Any], limit: int) -> list[tuple[int, str]]:
    key = column.table.c.id
    question = select(key, column).where(~column.startswith(f"{cipher.key_id}:")).order_by(key).limit(limit)
    return [(id_, sealed) for id_, sealed in session.execute(question.with_for_update()) if sealed]


def _count_older(session: Session, cipher: Cipher, column: Column[Any]) -> int:
    question = select(func.count()).select_from(column.table).where(~column.startswith(f"{cipher.key_id}:"))
    return session.scalar(question) or 0
