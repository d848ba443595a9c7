"""Many families from one: a family that was filed and planned as ever, copied row by row; thousands take seconds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, text

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.tables import (
    CasePersonRow,
    CaseRow,
    ConsentRow,
    ContactPointRow,
    EventRow,
    NoticeRow,
    OutboxRow,
    PersonRow,
    Table,
)

_IN_ORDER: tuple[type[Table], ...] = (
    CaseRow,
    PersonRow,
    CasePersonRow,
    ContactPointRow,
    ConsentRow,
    EventRow,
    OutboxRow,
    NoticeRow,
)
_BATCH = 1000


def address(number: int) -> str:
    """The address of a family."""
    return f"p{number}@example.org"


def multiply(installation: Installation, n: int) -> None:
    """Add families like the first one, whose case, person and contact point are all number 1.

    Args:
        installation: an installation in which families are filed and planned.
        n: how many families there are to be in all.
    """
    with installation.database.write() as unit:
        first = {table: _only(unit, table) for table in _IN_ORDER}
        last = max(unit.scalars(select(CaseRow.id)).all())
        for begin in range(last + 1, n + 1, _BATCH):
            numbers = range(begin, min(begin + _BATCH, n + 1))
            for table in _IN_ORDER:
                unit.execute(insert(table), [_like(installation, table, first, number) for number in numbers])
        if not installation.database.is_sqlite:
            for name in ("cases", "people", "contact_points", "consents", "outbox", "notices"):
                unit.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {n})"))
    installation.database.close()


def _only(unit: Unit, table: type[Table]) -> dict[str, Any]:
    """The columns of the first family's row."""
    columns = table.__table__.columns
    whose = next(columns[name] for name in ("case_id", "person_id", "contact_point_id", "id") if name in columns)
    row = unit.scalars(select(table).where(whose == 1)).one()
    return {column.key: getattr(row, column.key) for column in columns}


def _like(
    installation: Installation, table: type[Table], first: dict[type[Table], dict[str, Any]], number: int
) -> dict[str, Any]:
    """The row of another family."""
    row = dict(first[table])
    for name in ("id", "case_id", "person_id", "contact_point_id", "outbox_id"):
        if row.get(name) is not None:
            row[name] = number
    if table is EventRow:
        row["id"] = f"trial-{number}"
    if table is CaseRow:
        row["reference"] = f"EHC-2026-{number:04d}"
    if table is ContactPointRow:
        row["value_sealed"] = installation.cipher.seal(address(number))
        row["value_lookup"] = installation.cipher.lookup(address(number))
    if table is OutboxRow:
        row["key"] = f"digest:{number}:email:family:2026-11-23"
    if table is NoticeRow:
        for name in ("alert_key", "subject"):  # they name the clock by the event that started it
            row[name] = row[name].replace(first[EventRow]["id"], f"trial-{number}")
        row["key"] = f"{number}:{row['alert_key']}:{number}"
    return row
