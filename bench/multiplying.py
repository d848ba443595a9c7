"""A large caseload from a small one: cases that were filed and checked as ever, copied row by row in the database."""

from __future__ import annotations

from sqlalchemy import text

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.tables import CaseRow, ClockRow, EventRow, NeedRow, Table

_HELD_EACH = 2_000


def multiply_cases(installation: Installation, drawn: int, n: int) -> None:
    """Copy the first `drawn` cases, with their events, clocks and needs, until there are `n`; and a message for each.

    One message in two thousand waits to be released.
    """
    with installation.database.write() as unit:
        unit.execute(text("CREATE TEMPORARY TABLE copies (k INTEGER)"))
        unit.execute(text("INSERT INTO copies VALUES (:k)"), [{"k": k} for k in range(1, n // drawn)])
        for table in (CaseRow, EventRow, ClockRow, NeedRow):
            unit.execute(text(_copying(table, drawn)))
        for statement in (_MESSAGES, _NOTICES):
            unit.execute(text(statement), {"each": _HELD_EACH})
        if not installation.database.is_sqlite:
            for name in ("cases", "outbox", "notices"):
                unit.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {n})"))
        unit.execute(text("DROP TABLE copies"))


def _copying(table: type[Table], drawn: int) -> str:
    changed = {
        "id": f"o.id + c.k * {drawn}" if table is CaseRow else "substr(o.id, 1, 26) || '-' || c.k",
        "case_id": f"o.case_id + c.k * {drawn}",
        "started_by": "substr(o.started_by, 1, 26) || '-' || c.k",
        "reference": f"'EHC-2026-' || (1000000 + o.id + c.k * {drawn})",
    }
    names = [f'"{column.name}"' for column in table.__table__.columns]
    values = [changed.get(column.name, f'o."{column.name}"') for column in table.__table__.columns]
    name = table.__table__.name  # type: ignore[attr-defined]
    whose = "id" if table is CaseRow else "case_id"
    copies = f"SELECT {', '.join(values)} FROM {name} o, copies c WHERE o.{whose} <= {drawn}"  # noqa: S608 - our names
    return f"INSERT INTO {name} ({', '.join(names)}) {copies}"


_MESSAGES = """
INSERT INTO outbox (id, key, tag, channel, message, london_date, state, priority, held_why, next_at, attempts, fence)
SELECT id, 'bench:' || id, 'bench', 'email', 'adviser', '2026-01-01',
       CASE WHEN id % :each = 0 THEN 'held' ELSE 'accepted' END, 2,
       CASE WHEN id % :each = 0 THEN 'too many' END, opened_at, 1, 1
FROM cases
"""
_NOTICES = """
INSERT INTO notices (id, key, case_id, alert_key, kind, rung, missed, state, outbox_id, planned_at)
SELECT id, 'bench:' || id, id, 'bench', 'due_soon', 0, '[]',
       CASE WHEN id % :each = 0 THEN 'planned' ELSE 'told' END, id, opened_at
FROM cases
"""
