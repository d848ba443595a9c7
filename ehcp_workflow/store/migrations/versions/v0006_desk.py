"""What the desk keeps: saved views, tokens of the API, links of families, calendar feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    _add_board_columns()
    _add_timings()
    _add_saved_views()
    _add_api_tokens()
    _add_uploads()
    _add_sent_forms()
    _add_family_links()
    _add_calendars()


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


def _add_api_tokens() -> None:
    _add(
        "api_tokens",
        _number("account_id"),
        _text("name", 60),
        _text("secret_hash", 64),
        sa.Column("may_change", sa.Boolean(), nullable=False),
        _instant("made_at"),
        _instant("ends_at"),
        _instant("used_at", empty=True),
        _instant("ended_at", empty=True),
        _points("api_tokens", "account_id", "accounts"),
        _unique("api_tokens", "secret_hash"),
    )
    _index("api_tokens", "account_id")
    _add(
        "api_answers",
        _number("token_id"),
        _text("key", 64),
        _text("asked", 64),
        _number("status", empty=True),
        _text("answer_sealed", None, empty=True),
        _instant("at"),
        _points("api_answers", "token_id", "api_tokens"),
        sa.UniqueConstraint("token_id", "key", name=op.f("uq_api_answers_token_id")),
    )
    _index("api_answers", "at")


def _add_uploads() -> None:
    _add(
        "uploads",
        _text("name", 32),
        _number("account_id"),
        _text("about", 20, empty=True),
        _text("content_sealed", None, empty=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        _text("verdicts_sealed", None, empty=True),
        _text("state", 10),
        _instant("at"),
        _points("uploads", "account_id", "accounts"),
        _unique("uploads", "name"),
    )
    _index("uploads", "account_id")
    _index("uploads", "at")


def _add_board_columns() -> None:
    """What lists say of a case; empty until the next check works it out, which a new release always does."""
    for name in ("late_from", "ahead", "silent_since"):
        op.add_column("cases", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("lapsed", sa.Integer(), nullable=True))
    op.drop_index("ix_cases_next_due", "cases")
    op.create_index("ix_cases_soonest", "cases", ["next_due", "reference"])
    held = sa.text("state = 'held'")
    op.create_index("ix_outbox_held", "outbox", ["held_why"], sqlite_where=held, postgresql_where=held)


def _add_timings() -> None:
    """How timely councils were; filled in by the next check, as the columns above."""
    _add(
        "timings",
        _number("case_id"),
        _text("step", 10),
        _text("request", 36),
        _number("year", empty=True),
        _text("verdict", 12, empty=True),
        sa.Column("exception", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        _points("timings", "case_id", "cases"),
        key=("case_id", "step", "request"),
    )
    op.create_index("ix_timings_done", "timings", ["step", "year", "verdict", "exception", "disputed", "case_id"])
    owed = sa.text("verdict IS NULL")
    columns = ["step", "last_day", "since", "case_id"]
    op.create_index("ix_timings_owed", "timings", columns, sqlite_where=owed, postgresql_where=owed)
    op.drop_index("ix_cases_council_code", "cases")
    op.create_index("ix_cases_standing", "cases", ["council_code", "stage", "stage_state", "late_from"])


def _add_saved_views() -> None:
    _add(
        "saved_views",
        _number("account_id"),
        _text("name", 60),
        _text("asked", 400),
        _instant("made_at"),
        _points("saved_views", "account_id", "accounts"),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_views_account_id")),
    )


def _add_family_links() -> None:
    _add(
        "family_links",
        _number("case_id"),
        _number("person_id"),
        _text("salt", 32),
        _text("asks", 12),
        _text("word_hash", 200, empty=True),
        _instant("made_at"),
        _text("made_by", 60),
        _instant("expires_at"),
        sa.Column("wrong", sa.Integer(), server_default="0", nullable=False),
        sa.Column("wrong_lately", sa.Integer(), server_default="0", nullable=False),
        _instant("lately_since", empty=True),
        _instant("used_at", empty=True),
        _instant("ended_at", empty=True),
        _text("ended_why", 40, empty=True),
        sa.CheckConstraint("asks IN ('birth_date', 'word')", name=op.f("ck_family_links_asks")),
        _points("family_links", "case_id", "cases"),
        _points("family_links", "person_id", "people"),
    )
    _index("family_links", "case_id")
    _index("family_links", "person_id")
    _add(
        "family_visits",
        _number("link_id"),
        _text("secret_hash", 64),
        _text("csrf", 64),
        _instant("began_at"),
        _instant("ends_at"),
        _instant("ended_at", empty=True),
        _points("family_visits", "link_id", "family_links"),
        _unique("family_visits", "secret_hash"),
    )
    _index("family_visits", "link_id")


def _add_calendars() -> None:
    _add(
        "calendar_feeds",
        _text("salt", 32),
        _number("account_id", empty=True),
        _number("case_id", empty=True),
        _number("person_id", empty=True),
        _instant("made_at"),
        _text("made_by", 60),
        _instant("ended_at", empty=True),
        sa.CheckConstraint(
            "(account_id IS NULL) = (case_id IS NOT NULL AND person_id IS NOT NULL)",
            name=op.f("ck_calendar_feeds_whose"),
        ),
        _points("calendar_feeds", "account_id", "accounts"),
        _points("calendar_feeds", "case_id", "cases"),
        _points("calendar_feeds", "person_id", "people"),
    )
    _index("calendar_feeds", "account_id")
    _index("calendar_feeds", "case_id")
    open_only = sa.text("ended_at IS NULL")
    for name, columns in (("account", ["account_id"]), ("family", ["case_id", "person_id"])):
        op.create_index(
            f"uq_calendar_feeds_{name}",
            "calendar_feeds",
            columns,
            unique=True,
            sqlite_where=open_only,
            postgresql_where=open_only,
        )
    _add(
        "calendar_entries",
        _number("case_id"),
        _text("clock", 100),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _number("sequence"),
        _instant("changed_at"),
        _instant("cancelled_at", empty=True),
        _points("calendar_entries", "case_id", "cases"),
        key=("case_id", "clock"),
    )


def _add_sent_forms() -> None:
    _add(
        "sent_forms",
        _text("key", 32),
        _number("case_id"),
        _instant("at"),
        _points("sent_forms", "case_id", "cases"),
        key=("key",),
    )
