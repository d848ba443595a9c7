"""The tables. Events are the truth and only ever added to; clocks and the cached columns of a case can be remade."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ehcp_workflow.law.when import When
from ehcp_workflow.store.types import Instant, WhenText

OUTBOX_STATES = ("due", "sending", "unknown", "sent", "cancelled", "dead")
NOTICE_STATES = ("planned", "told", "satisfied", "superseded", "undeliverable")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Table(DeclarativeBase):
    """Base of the tables; constraints are named, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {When: WhenText, datetime: Instant, dict[str, Any]: JSON, list[int]: JSON}  # noqa: RUF012


class CaseRow(Table):
    """A case. The columns from `fingerprint` on are a cache: what was true on `looked_on`, and when to look again."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    their_reference_sealed: Mapped[str | None]
    their_reference_lookup: Mapped[str | None] = mapped_column(String(64), unique=True)
    council_code: Mapped[str | None] = mapped_column(String(3), index=True)
    child_name_sealed: Mapped[str | None]
    birth_date_sealed: Mapped[str | None]
    requested_by: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str | None]
    opened_at: Mapped[datetime]
    fingerprint: Mapped[str | None] = mapped_column(String(16))
    looked_on: Mapped[date | None]
    stage: Mapped[str | None] = mapped_column(String(40))
    stage_state: Mapped[str | None] = mapped_column(String(20))
    next_due: Mapped[date | None] = mapped_column(index=True)
    position: Mapped[str | None] = mapped_column(String(16))
    shown_position: Mapped[str | None] = mapped_column(String(16))
    next_clock_look: Mapped[date | None] = mapped_column(index=True)
    next_silence_look: Mapped[date | None] = mapped_column(index=True)

    __table_args__ = (
        Index("ix_cases_to_show", "id", sqlite_where=text("shown_position IS NOT position"),
              postgresql_where=text("shown_position IS DISTINCT FROM position")),
    )  # fmt: skip


class EventRow(Table):
    """A dated thing that happened, or a correction of one. Never updated, never deleted; triggers see to it."""

    __tablename__ = "events"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    on: Mapped[When]
    dates: Mapped[dict[str, Any]]
    about: Mapped[str | None] = mapped_column(String(60))
    options: Mapped[dict[str, Any]]
    corrects: Mapped[str | None] = mapped_column(ForeignKey("events.id"), unique=True)
    withdrawn: Mapped[bool]
    note_sealed: Mapped[str | None]
    source: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))


class ClockRow(Table):
    """A clock as last run: a cache of what the events and the rulebook give, replaced whole."""

    __tablename__ = "clocks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(60), primary_key=True)
    started_by: Mapped[str] = mapped_column(String(36), primary_key=True)
    started: Mapped[When]
    due: Mapped[When]
    met: Mapped[When | None]
    ended: Mapped[bool]
    superseded: Mapped[bool]
    lapses: Mapped[bool]
    governed_by: Mapped[str | None] = mapped_column(String(60))
    undated: Mapped[bool]
    claim: Mapped[str | None] = mapped_column(String(20))
    due_earliest: Mapped[date | None] = mapped_column(index=True)


class PersonRow(Table):
    """Somebody who may be told things."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_sealed: Mapped[str | None]


class CasePersonRow(Table):
    """The part a person plays in a case."""

    __tablename__ = "case_people"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class ContactPointRow(Table):
    """One way of reaching a person. Without consent it is kept and not used."""

    __tablename__ = "contact_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    value_sealed: Mapped[str]
    value_lookup: Mapped[str] = mapped_column(String(64))
    consent: Mapped[bool]
    consent_source: Mapped[str | None]
    consent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_why: Mapped[str | None] = mapped_column(String(40))

    __table_args__ = (UniqueConstraint("channel", "value_lookup", "person_id"),)


class OutboxRow(Table):
    """One message to one person on one channel for one London date. `fence` grows with each claim."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    channel: Mapped[str] = mapped_column(String(10))
    london_date: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    next_at: Mapped[datetime]
    attempts: Mapped[int]
    fence: Mapped[int]
    lease_until: Mapped[datetime | None]
    message_id: Mapped[str | None]
    message_date: Mapped[datetime | None]
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    content_sealed: Mapped[str | None]
    last_outcome: Mapped[str | None] = mapped_column(String(12))
    last_code: Mapped[str | None] = mapped_column(String(20))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(_one_of("state", OUTBOX_STATES), name="state"),
        Index("ix_outbox_due", "next_at", sqlite_where=text("state IN ('due', 'unknown')"),
              postgresql_where=text("state IN ('due', 'unknown')")),
        Index("ix_outbox_leased", "lease_until", sqlite_where=text("state = 'sending'"),
              postgresql_where=text("state = 'sending'")),
    )  # fmt: skip


class NoticeRow(Table):
    """An alert planned for one person. The key is what keeps anybody from being told twice."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(240), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    alert_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    rung: Mapped[int]
    missed: Mapped[list[int]]
    state: Mapped[str] = mapped_column(String(15))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    planned_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(_one_of("state", NOTICE_STATES), name="state"),
        Index("ix_notices_planned", "person_id", sqlite_where=text("state = 'planned'"),
              postgresql_where=text("state = 'planned'")),
    )  # fmt: skip


class AttemptRow(Table):
    """One try at sending, written before the first byte leaves, so that every send in doubt is seen."""

    __tablename__ = "attempts"

    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True)
    fence: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    phase: Mapped[str | None] = mapped_column(String(10))
    code: Mapped[str | None] = mapped_column(String(20))


class CheckRunRow(Table):
    """One run of a check: proof that somebody looked."""

    __tablename__ = "check_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    watch: Mapped[str] = mapped_column(String(20), index=True)
    as_at: Mapped[date]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    looked_at: Mapped[int]
    changed: Mapped[int]
    planned: Mapped[int]
    failed: Mapped[int]


class CaseFailureRow(Table):
    """A case that could not be worked out, until it can be."""

    __tablename__ = "case_failures"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    what: Mapped[str]
    at: Mapped[datetime]
