"""How timely councils were: each step of each request, kept beside the clocks so that figures need no case opened."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class TimingRow(Table):
    """One step of a request as `cases.timeliness` gives it: a cache like the clocks, replaced with them.

    Attributes:
        step: which; request: the id of the event that started its time.
        year: the calendar year in which it was done; verdict: whether in time. Both are empty while it is owed.
        since: the latest day on which its time can have begun; last_day: the latest last day, empty where none is left.
    """

    __tablename__ = "timings"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(10), primary_key=True)
    request: Mapped[str] = mapped_column(String(36), primary_key=True)
    year: Mapped[int | None]
    verdict: Mapped[str | None] = mapped_column(String(12))
    exception: Mapped[bool]
    disputed: Mapped[bool]
    since: Mapped[date | None]
    last_day: Mapped[date | None]

    __table_args__ = (
        Index("ix_timings_done", "step", "year", "verdict", "exception", "disputed", "case_id"),
        Index("ix_timings_owed", "step", "last_day", "since", "case_id", sqlite_where=text("verdict IS NULL"),
              postgresql_where=text("verdict IS NULL")),
    )  # fmt: skip
