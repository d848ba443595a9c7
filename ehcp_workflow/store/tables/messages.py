"""What people are to be told, the messages that tell them, and everything that happens on the way."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table, one_of

OUTBOX_STATES = ("held", "due", "sending", "unknown", "accepted", "delivered", "failed", "cancelled", "dead")
NOTICE_STATES = ("planned", "told", "satisfied", "superseded", "expired", "undeliverable")

TO_ACK = "must_ack AND acked_at IS NULL AND state IN ('told', 'undeliverable')"


class OutboxRow(Table):
    """One message to one recipient on one channel. `fence` grows with each claim.

    Attributes:
        key: what it is; the same thing planned twice is one message.
        person_id: to whom; for a channel of the organisation `tag` instead.
        message: which words: `family`, `adviser`, `supervisor`, `operator` or `verify`.
        london_date: the day it was planned for.
        priority: 0 urgent, 1 a family's, 2 the rest.
        held_why: why a person must release it; released_by: who did.
        message_id: the reference under which it is sent, frozen with its words and `message_date`.
        expires_at: after this nobody needs its frozen words.
        provider, provider_ref: who took it, and under which id.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    tag: Mapped[str | None] = mapped_column(String(30))
    channel: Mapped[str] = mapped_column(String(12))
    message: Mapped[str] = mapped_column(String(12), server_default="family", default="family")
    london_date: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    priority: Mapped[int] = mapped_column(server_default="1", default=1)
    held_why: Mapped[str | None] = mapped_column(String(20))
    released_by: Mapped[str | None] = mapped_column(String(60))
    planned_at: Mapped[datetime | None]
    next_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempts: Mapped[int]
    fence: Mapped[int]
    lease_until: Mapped[datetime | None]
    message_id: Mapped[str | None]
    message_date: Mapped[datetime | None]
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    content_sealed: Mapped[str | None]
    provider: Mapped[str | None] = mapped_column(String(20))
    provider_ref: Mapped[str | None] = mapped_column(String(80))
    last_outcome: Mapped[str | None] = mapped_column(String(12))
    last_code: Mapped[str | None] = mapped_column(String(20))
    finished_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(one_of("state", OUTBOX_STATES), name="state"),
        CheckConstraint("(person_id IS NULL) <> (tag IS NULL)", name="recipient"),
        Index("ix_outbox_due", "next_at", sqlite_where=text("state IN ('due', 'unknown')"),
              postgresql_where=text("state IN ('due', 'unknown')")),
        Index("ix_outbox_held", "held_why", sqlite_where=text("state = 'held'"),
              postgresql_where=text("state = 'held'")),
        Index("ix_outbox_leased", "lease_until", sqlite_where=text("state = 'sending'"),
              postgresql_where=text("state = 'sending'")),
        Index("ix_outbox_finished", "finished_at"),
    )  # fmt: skip


class NoticeRow(Table):
    """An alert planned for one recipient. The key is what keeps anybody from being told twice.

    Attributes:
        subject, version: what the alert is about and which form of it, as in `cases.alerts.Alert`.
        told_at: when its message was accepted; acked_at, acked_by: when and by whom it was acknowledged.
        must_ack: whether it is escalated while nobody acknowledges it; escalated: how often it has been.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(240), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[str] = mapped_column(String(12), server_default="family", default="family")
    alert_key: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(140), server_default="", default="")
    version: Mapped[str] = mapped_column(String(40), server_default="", default="")
    kind: Mapped[str] = mapped_column(String(20))
    rung: Mapped[int]
    missed: Mapped[list[int]]
    state: Mapped[str] = mapped_column(String(15))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    planned_at: Mapped[datetime]
    urgent: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    must_ack: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    escalated: Mapped[int] = mapped_column(server_default="0", default=0)
    told_at: Mapped[datetime | None]
    acked_at: Mapped[datetime | None]
    acked_by: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (
        CheckConstraint(one_of("state", NOTICE_STATES), name="state"),
        Index("ix_notices_planned", "person_id", sqlite_where=text("state = 'planned'"),
              postgresql_where=text("state = 'planned'")),
        Index("ix_notices_to_ack", "planned_at", sqlite_where=text(TO_ACK), postgresql_where=text(TO_ACK)),
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


class ReceiptRow(Table):
    """What a provider told of a message later. A receipt that comes twice is one; one of no message of ours is kept."""

    __tablename__ = "receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(String(20))
    provider_event: Mapped[str] = mapped_column(String(120))
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    status: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(20))
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("provider", "provider_event"),)


class SilenceRow(Table):
    """Until when nobody is told of something, who said so and why: a snoozed date, a case or a council."""

    __tablename__ = "silences"

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str | None] = mapped_column(String(140))
    since: Mapped[datetime]
    until: Mapped[datetime]
    reason_sealed: Mapped[str]
    by: Mapped[str] = mapped_column(String(60))
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_silences_scope", "scope", "value"),)


class ProviderRow(Table):
    """How a provider is doing: what it may still be given, and whether it is left alone for a while."""

    __tablename__ = "providers"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    tokens_at: Mapped[datetime]
    failures: Mapped[int]
    window_from: Mapped[datetime]
    window_tries: Mapped[int]
    window_failures: Mapped[int]
    open_until: Mapped[datetime | None]


class TaskRow(Table):
    """Something an adviser must do by hand: phone, write, or find another way to reach somebody."""

    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(240), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    why: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(60))

    __table_args__ = (
        Index("ix_tasks_open", "case_id", sqlite_where=text("done_at IS NULL"),
              postgresql_where=text("done_at IS NULL")),
    )  # fmt: skip
