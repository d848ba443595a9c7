"""Accounts, teams, sessions, whose a case is, walls, and who looked at what."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _add_accounts()
    _add_signing_in()
    _add_who_sees_what()
    _add_accesses()


def _add(table: str, *columns: sa.Column[Any] | sa.Constraint, key: tuple[str, ...] = ("id",)) -> None:
    if key == ("id",):
        columns = (sa.Column("id", sa.Integer(), nullable=False), *columns)
    op.create_table(table, *columns, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")))


def _text(name: str, length: int | None, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=empty)


def _instant(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _number(name: str, *, empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=empty)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _unique(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _add_accounts() -> None:
    _add(
        "accounts",
        _text("name", 60),
        _text("shown_as", 80),
        _text("role", 12),
        _text("password_hash", 200, empty=True),
        _text("totp_sealed", None, empty=True),
        _number("totp_step", empty=True),
        _text("outside_id", 200, empty=True),
        _instant("made_at"),
        _instant("ended_at", empty=True),
        sa.CheckConstraint("role IN ('adviser', 'supervisor', 'operator', 'read_only')", name=op.f("ck_accounts_role")),
        _unique("accounts", "name"),
        _unique("accounts", "outside_id"),
    )
    _add("teams", _text("name", 60), _unique("teams", "name"))
    _add(
        "team_members",
        _number("team_id"),
        _number("account_id"),
        _points("team_members", "team_id", "teams"),
        _points("team_members", "account_id", "accounts"),
        key=("team_id", "account_id"),
    )
    _index("team_members", "account_id")


def _add_signing_in() -> None:
    _add(
        "sessions",
        _number("account_id"),
        _text("secret_hash", 64),
        _text("csrf", 64),
        _text("passed", 10),
        _instant("began_at"),
        _instant("seen_at"),
        _instant("ends_at"),
        _instant("ended_at", empty=True),
        sa.CheckConstraint("passed IN ('password', 'full')", name=op.f("ck_sessions_passed")),
        _points("sessions", "account_id", "accounts"),
        _unique("sessions", "secret_hash"),
    )
    _index("sessions", "account_id")
    _add(
        "invitations",
        _number("account_id"),
        _text("secret_hash", 64),
        _instant("made_at"),
        _instant("ends_at"),
        _instant("used_at", empty=True),
        _points("invitations", "account_id", "accounts"),
        _unique("invitations", "secret_hash"),
    )
    _index("invitations", "account_id")
    _add("sign_in_attempts", _text("key", 64), _instant("at"))
    _index("sign_in_attempts", "key")
    _index("sign_in_attempts", "at")


def _add_who_sees_what() -> None:
    _add(
        "case_desks",
        _number("case_id"),
        _number("team_id", empty=True),
        _number("account_id", empty=True),
        _points("case_desks", "case_id", "cases"),
        _points("case_desks", "team_id", "teams"),
        _points("case_desks", "account_id", "accounts"),
        key=("case_id",),
    )
    _index("case_desks", "team_id")
    _index("case_desks", "account_id")
    _add(
        "case_walls",
        _number("case_id"),
        _number("account_id"),
        _text("by", 60),
        _instant("at"),
        _points("case_walls", "case_id", "cases"),
        _points("case_walls", "account_id", "accounts"),
        key=("case_id", "account_id"),
    )
    _index("case_walls", "account_id")


def _add_accesses() -> None:
    _add(
        "case_accesses",
        _number("case_id"),
        _number("account_id", empty=True),
        _text("who", 60),
        _text("what", 120),
        sa.Column("changed", sa.Boolean(), nullable=False),
        _instant("at"),
        _points("case_accesses", "case_id", "cases"),
        _points("case_accesses", "account_id", "accounts"),
    )
    _index("case_accesses", "account_id")
    op.create_index("ix_case_accesses_case_id", "case_accesses", ["case_id", "id"])
