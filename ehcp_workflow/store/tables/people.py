"""People, the parts they play in cases, how they may be reached, and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class PersonRow(Table):
    """Somebody who may be told things.

    Attributes:
        language: of the messages, such as `en`; format: how they read best, such as `large_print`.
        never: channels never to be used for them.
        neutral: whether messages may say only that there is something to read.
        next_update_on: when the next "nothing has changed" is due, for those who want it.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_sealed: Mapped[str | None]
    language: Mapped[str] = mapped_column(String(8), server_default="en", default="en")
    format: Mapped[str] = mapped_column(String(20), server_default="standard", default="standard")
    never: Mapped[list[str]] = mapped_column(server_default="[]", default=list)
    neutral: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    next_update_on: Mapped[date | None] = mapped_column(index=True)


class CasePersonRow(Table):
    """The part a person plays in a case; `ended_at` when they no longer do."""

    __tablename__ = "case_people"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    ended_at: Mapped[datetime | None]


class ContactPointRow(Table):
    """One way of reaching a person. Without consent it is kept and not used.

    Attributes:
        rank: which is tried first, the lowest.
        verified_at: when its owner proved that it is theirs; code_lookup, code_until: the code that waits for that.
        do_not_use: never, for example because somebody else reads it.
        hours_from, hours_to: the only hours in which it may be used, London time: from inclusive, to exclusive.
        no_voicemail: for phones: leave no word.
        soft_bounces, soft_since: temporary failures in a row, and when they began.
        stopped_at, stopped_why: when and why it stopped being used: refused, bounced, complained, unsubscribed.
        valid_from, valid_to: when it came and when another took its place.
    """

    __tablename__ = "contact_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    value_sealed: Mapped[str]
    value_lookup: Mapped[str] = mapped_column(String(64), index=True)
    rank: Mapped[int] = mapped_column(server_default="0", default=0)
    verified_at: Mapped[datetime | None]
    code_lookup: Mapped[str | None] = mapped_column(String(64))
    code_until: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(server_default="0", default=0)
    do_not_use: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    hours_from: Mapped[time | None]
    hours_to: Mapped[time | None]
    no_voicemail: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    soft_bounces: Mapped[int] = mapped_column(server_default="0", default=0)
    soft_since: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    stopped_why: Mapped[str | None] = mapped_column(String(40))
    valid_from: Mapped[datetime | None]
    valid_to: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("channel", "value_lookup", "person_id"),)


class ConsentRow(Table):
    """What somebody said of being written to at one contact point for one purpose. The latest holds; none is erased."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_point_id: Mapped[int] = mapped_column(ForeignKey("contact_points.id"))
    purpose: Mapped[str] = mapped_column(String(12))
    given: Mapped[bool]
    source: Mapped[str | None]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(60))

    __table_args__ = (Index("ix_consents_latest", "contact_point_id", "purpose", "id"),)


class PersonHistoryRow(Table):
    """What was changed about a person or one of their contact points; only ever added to. No address, no name."""

    __tablename__ = "people_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    contact_point_id: Mapped[int | None] = mapped_column(ForeignKey("contact_points.id"))
    what: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(60))


class SuppressionRow(Table):
    """An address or number that is not written to, whoever it belongs to; known only by its keyed hash."""

    __tablename__ = "suppressions"

    value_lookup: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(12), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
