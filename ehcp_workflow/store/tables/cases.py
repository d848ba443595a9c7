"""Cases, what happened in them, and the clocks last run for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.law.when import When
from ehcp_workflow.store.tables.table import Table


class CaseRow(Table):
    """A case. The columns from `fingerprint` on are a cache: what was true on `looked_on`, and when to look again.

    `quiet` says why what a check finds in it waits for a person to accept it, for example `imported`.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    their_reference_sealed: Mapped[str | None]
    their_reference_lookup: Mapped[str | None] = mapped_column(String(64), unique=True)
    council_code: Mapped[str | None] = mapped_column(String(3))
    child_name_sealed: Mapped[str | None]
    birth_date_sealed: Mapped[str | None]
    requested_by: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str | None]
    opened_at: Mapped[datetime]
    fingerprint: Mapped[str | None] = mapped_column(String(16))
    looked_on: Mapped[date | None]
    stage: Mapped[str | None] = mapped_column(String(40))
    stage_state: Mapped[str | None] = mapped_column(String(20))
    next_due: Mapped[date | None]
    late_from: Mapped[date | None]
    ahead: Mapped[date | None]
    silent_since: Mapped[date | None]
    lapsed: Mapped[int | None]
    position: Mapped[str | None] = mapped_column(String(16))
    shown_position: Mapped[str | None] = mapped_column(String(16))
    next_clock_look: Mapped[date | None] = mapped_column(index=True)
    next_silence_look: Mapped[date | None] = mapped_column(index=True)
    quiet: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        Index("ix_cases_soonest", "next_due", "reference"),
        Index("ix_cases_standing", "council_code", "stage", "stage_state", "late_from"),
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
