"""Addresses and numbers that are not written to, whoever they belong to. They are known by a keyed hash alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.consents import PURPOSES, withdraw
from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import ContactPointRow, SuppressionRow

THEMSELVES = "the person"
"""Who recorded it, when somebody answered STOP or unsubscribed."""


def suppress(session: Session, value_lookup: str, channel: str, reason: str, at: datetime) -> None:
    """Never write to an address on a channel again; the first reason is kept."""
    row = {"value_lookup": value_lookup, "channel": channel, "reason": reason[:40], "since": at}
    insert_new(session, SuppressionRow, row)


def lift(session: Session, value_lookup: str, channel: str) -> bool:
    """Let an address be written to again, because its owner asked for it; whether it was suppressed."""
    which = (SuppressionRow.value_lookup == value_lookup, SuppressionRow.channel == channel)
    return session.execute(delete(SuppressionRow).where(*which).returning(SuppressionRow.channel)).first() is not None


def is_suppressed(session: Session, value_lookup: str, channel: str) -> bool:
    """Whether an address is not to be written to on a channel."""
    return session.get(SuppressionRow, (value_lookup, channel), populate_existing=True) is not None


def suppressed_point() -> ColumnElement[bool]:
    """For questions about contact points: that its address is suppressed on its channel."""
    return exists().where(
        SuppressionRow.value_lookup == ContactPointRow.value_lookup, SuppressionRow.channel == ContactPointRow.channel
    )


def stop_everywhere(
    session: Session, value_lookup: str, channel: str, why: str, at: datetime, by: str = THEMSELVES
) -> list[int]:
    """Somebody answered STOP, or unsubscribed an address: write to it no more, in no case and for no purpose.

    The address is suppressed on the channel it was stopped on; consent is withdrawn at every contact point with it,
    whoever's it is and on whatever channel.

    Returns:
        The people who have that address, sorted.
    """
    suppress(session, value_lookup, channel, why, at)
    points = session.execute(
        select(ContactPointRow.id, ContactPointRow.person_id)
        .where(ContactPointRow.value_lookup == value_lookup)
        .order_by(ContactPointRow.id)
    ).all()
    for contact_point_id, _ in points:
        withdraw(session, contact_point_id, PURPOSES, why, by, at)
    return sorted({person_id for _, person_id in points})
