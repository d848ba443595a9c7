"""What is on record before a plan: needs, targets of the school's own support, evidence for a request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.law.when import When
from ehcp_workflow.store.tables.table import Table


class NeedRow(Table):
    """A need of the child in the codes of the SEN2 census, or a correction. Only ever added to; triggers see to it.

    Attributes:
        sen_type: such as `SLCN`; rank: 1 for the primary need, 2 for the secondary.
        diagnosis: `none`, `under_way` or `confirmed` where anybody asked; no need depends on one.
    """

    __tablename__ = "needs"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    sen_type: Mapped[str] = mapped_column(String(6))
    rank: Mapped[int]
    diagnosis: Mapped[str | None] = mapped_column(String(12))
    replaces: Mapped[str | None] = mapped_column(ForeignKey("needs.id"), unique=True)
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))


class SupportTargetRow(Table):
    """A target of the school's own support plan, or a correction. Only ever added to; triggers see to it.

    Attributes:
        plan: code of the support plan, as its events have it in `about`.
        words_sealed: the target, the strategies and how it is measured, as JSON.
        outcome: how it went at the review: `met`, `partly` or `not_met`.
    """

    __tablename__ = "support_targets"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    plan: Mapped[str] = mapped_column(String(60))
    words_sealed: Mapped[str | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    replaces: Mapped[str | None] = mapped_column(ForeignKey("support_targets.id"), unique=True)
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))


class EvidenceRow(Table):
    """A piece of evidence for a request, there or wanted, or a correction. Only ever added to; triggers see to it.

    Attributes:
        kind: a code of `config/evidence.yaml`; from_whom: such as `school` or `health`.
        dated: its own date, as exactly as known; state: `here`, `asked_for` or `missing`.
        words_sealed: what it is called and what it says, as JSON.
    """

    __tablename__ = "evidence"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    from_whom: Mapped[str | None] = mapped_column(String(20))
    dated: Mapped[When | None]
    state: Mapped[str] = mapped_column(String(12))
    words_sealed: Mapped[str | None]
    replaces: Mapped[str | None] = mapped_column(ForeignKey("evidence.id"), unique=True)
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))
