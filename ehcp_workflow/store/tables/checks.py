"""Runs of the checks, and the cases that could not be worked out."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


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
