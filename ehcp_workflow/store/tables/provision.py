"""Section F of plans, what was delivered of it, the term dates it is counted by, and questions to families about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class ProvisionLineRow(Table):
    """A line of Section F in one version of a plan, or a correction of one. Only ever added to; triggers see to it.

    Attributes:
        code: which line, such as `F1`; plan: the event by which this version of the plan was sent.
        amount: a fraction as text, such as `3/2`; unit, per: of what, in which period.
        words_sealed: the plan's wording, who delivers and where, as JSON.
    """

    __tablename__ = "provision_lines"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    plan: Mapped[str] = mapped_column(ForeignKey("events.id"))
    strand: Mapped[str] = mapped_column(String(40))
    amount: Mapped[str | None] = mapped_column(String(20))
    unit: Mapped[str | None] = mapped_column(String(12))
    per: Mapped[str | None] = mapped_column(String(12))
    term_time: Mapped[bool]
    calendar: Mapped[str | None] = mapped_column(String(40))
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    vague: Mapped[list[str]]
    words_sealed: Mapped[str | None]
    replaces: Mapped[str | None] = mapped_column(ForeignKey("provision_lines.id"), unique=True)
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))


class DeliveryRow(Table):
    """An entry of the delivery log, or a correction of one. Only ever added to; triggers see to it.

    Attributes:
        first, last: its days, both inclusive.
        amount: a fraction as text, in the line's unit; by: because of whom it was missed; source: who said so.
        import_key: a fingerprint of the row of a file it came from, so that a file read twice adds nothing.
    """

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    line: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    first: Mapped[date]
    last: Mapped[date]
    amount: Mapped[str | None] = mapped_column(String(20))
    equivalent: Mapped[bool | None]
    by: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(12))
    note_sealed: Mapped[str | None]
    import_key: Mapped[str | None] = mapped_column(String(64))
    replaces: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id"), unique=True)
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))

    __table_args__ = (UniqueConstraint("case_id", "import_key", name="uq_deliveries_import_key"),)


class TermCalendarRow(Table):
    """Term dates as they were read from a file; the newest of an owner counts, older ones are kept.

    Attributes:
        owner: whose they are: a council's DfE number, or `school:` and a code.
        said: what the file said, checked: terms, half-terms, training days, closures, known from and to.
    """

    __tablename__ = "term_calendars"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(120))
    said: Mapped[dict[str, Any]]
    source: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))


class CheckInRow(Table):
    """A question to a family: was the help given in these days? Only the look-up of its token is kept.

    Attributes:
        lines: codes of the lines it asks about; first, last: the days, both inclusive.
        answers: what they answered of each line: `all`, `some` or `none`; empty until then.
    """

    __tablename__ = "check_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    token_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    lines: Mapped[list[str]]
    first: Mapped[date]
    last: Mapped[date]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    answered_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_check_ins_person", "person_id"),)
