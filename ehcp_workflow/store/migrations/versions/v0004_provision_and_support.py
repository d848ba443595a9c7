"""Section F and what was delivered, term dates, questions to families; needs, support targets and evidence."""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Constraint = Callable[[], sa.Constraint]

# Records are only ever added to. What is sealed may be sealed anew under another key, and nothing else may change.
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, 'records are never changed: add a correction'); END
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_record_change()
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_record_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'records are never changed: add a correction'; END
$$ LANGUAGE plpgsql
"""


def upgrade() -> None:
    """Add the tables, and the triggers that keep the records append-only."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_FUNCTION)
    _add_records("provision_lines", _line_columns(), _plan_key)
    _add_records("deliveries", _delivery_columns(), _import_key)
    _add_records("needs", _need_columns())
    _add_records("support_targets", _target_columns())
    _add_records("evidence", _evidence_columns())
    _add_term_calendars()
    _add_check_ins()


def _add_records(table: str, columns: list[sa.Column[Any]], *constraints: Constraint) -> None:
    """A table of records of cases: an id, the case, what it says, what it replaces, and who wrote it down when."""
    op.create_table(
        table,
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("replaces", sa.String(36), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{table}_case_id")),
        sa.ForeignKeyConstraint(["replaces"], [f"{table}.id"], name=op.f(f"fk_{table}_replaces")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("replaces", name=op.f(f"uq_{table}_replaces")),
        *(make() for make in constraints),
    )
    op.create_index(f"ix_{table}_case_id", table, ["case_id"])
    kept = ["id", "case_id", *(c.name for c in columns), "replaces", "withdrawn", "recorded_at", "recorded_by"]
    _refuse_changes(table, [name for name in kept if not name.endswith("_sealed")])


def _refuse_changes(table: str, columns: Iterable[str]) -> None:
    trigger = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE
    named = ", ".join(f'"{name}"' for name in columns)
    op.execute(trigger.format(table=table, verb="update", event=f"UPDATE OF {named}"))
    op.execute(trigger.format(table=table, verb="delete", event="DELETE"))


def _plan_key() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["plan"], ["events.id"], name=op.f("fk_provision_lines_plan"))


def _import_key() -> sa.UniqueConstraint:
    return sa.UniqueConstraint("case_id", "import_key", name=op.f("uq_deliveries_import_key"))


def _line_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("plan", sa.String(36), nullable=False),
        sa.Column("strand", sa.String(40), nullable=False),
        sa.Column("amount", sa.String(20), nullable=True),
        sa.Column("unit", sa.String(12), nullable=True),
        sa.Column("per", sa.String(12), nullable=True),
        sa.Column("term_time", sa.Boolean(), nullable=False),
        sa.Column("calendar", sa.String(40), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("vague", sa.JSON(), nullable=False),
        sa.Column("words_sealed", sa.String(), nullable=True),
    ]


def _delivery_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("line", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("amount", sa.String(20), nullable=True),
        sa.Column("equivalent", sa.Boolean(), nullable=True),
        sa.Column("by", sa.String(12), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("note_sealed", sa.String(), nullable=True),
        sa.Column("import_key", sa.String(64), nullable=True),
    ]


def _need_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("sen_type", sa.String(6), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("diagnosis", sa.String(12), nullable=True),
    ]


def _target_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("words_sealed", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(12), nullable=True),
    ]


def _evidence_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("from_whom", sa.String(20), nullable=True),
        sa.Column("dated", sa.String(21), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("words_sealed", sa.String(), nullable=True),
    ]


def _add_term_calendars() -> None:
    op.create_table(
        "term_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_calendars")),
    )
    op.create_index("ix_term_calendars_owner", "term_calendars", ["owner"])


def _add_check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_lookup", sa.String(64), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_check_ins_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_check_ins_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("token_lookup", name=op.f("uq_check_ins_token_lookup")),
    )
    op.create_index("ix_check_ins_case_id", "check_ins", ["case_id"])
    op.create_index("ix_check_ins_person", "check_ins", ["person_id"])
