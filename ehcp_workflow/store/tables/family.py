"""The pages of families behind a private link, and the calendars that people subscribe to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table, one_of

ASKS = ("birth_date", "word")


class FamilyLinkRow(Table):
    """The link of one person to the page of one case. It shows nothing until they say something they know.

    Attributes:
        salt: what the address is made from with the key of the installation; nobody can make it from this alone.
        asks: the child's date of birth, or a word agreed with them; word_hash: argon2 of the word.
        wrong: wrong answers that count; wrong_lately: those since `lately_since`, which a right one takes away.
        used_at: when somebody last gave the right answer.
        ended_at, ended_why: when and why it ended before its time.
    """

    __tablename__ = "family_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    asks: Mapped[str] = mapped_column(String(12))
    word_hash: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(60))
    expires_at: Mapped[datetime]
    wrong: Mapped[int] = mapped_column(server_default="0", default=0)
    wrong_lately: Mapped[int] = mapped_column(server_default="0", default=0)
    lately_since: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (CheckConstraint(one_of("asks", ASKS), name="asks"),)


class FamilyVisitRow(Table):
    """A browser in which somebody gave the right answer a short while ago. Only a hash of its secret is kept."""

    __tablename__ = "family_visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("family_links.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CalendarFeedRow(Table):
    """An address under which a calendar program reads dates: those of an account, or of a person in a case.

    `salt` is as in a family's link.
    """

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(60))
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) = (case_id IS NOT NULL AND person_id IS NOT NULL)", name="whose"),
        Index("uq_calendar_feeds_account", "account_id", unique=True, sqlite_where=text("ended_at IS NULL"),
              postgresql_where=text("ended_at IS NULL")),
        Index("uq_calendar_feeds_family", "case_id", "person_id", unique=True, sqlite_where=text("ended_at IS NULL"),
              postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip


class CalendarEntryRow(Table):
    """A date of a case as calendars were last told of it, the same for everybody who reads it.

    Attributes:
        clock: the rule and the first record of the event that started it, so that a correction is a move.
        first, last: its days, both inclusive.
        sequence: grows with each change; changed_at: when that was.
        cancelled_at: when it fell away before its day; it is told as cancelled for a while.
    """

    __tablename__ = "calendar_entries"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    clock: Mapped[str] = mapped_column(String(100), primary_key=True)
    first: Mapped[date]
    last: Mapped[date]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
