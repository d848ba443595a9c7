"""Inserting what may be there already: of two who plan the same thing at once, one inserts it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import Table


def insert_new(session: Session, table: type[Table], values: dict[str, Any]) -> Any | None:  # noqa: ANN401 - its type is the column's
    """Insert a row unless one with the same unique key is there; the first column of the new row, or None."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    done = session.execute(insert(table).values(values).on_conflict_do_nothing().returning(table.__table__.c[0]))
    row = done.first()
    return None if row is None else row[0]
