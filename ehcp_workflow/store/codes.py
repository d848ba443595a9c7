"""Messages whose words are final when they are made, such as a code that somebody waits for."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import OutboxRow

VERIFY_WITHIN = timedelta(days=1)
"""How long a code is worth sending: no longer than it may be used."""


def enqueue_ready(  # noqa: PLR0913 - a message that is complete is all of these
    session: Session,
    *,
    key: str,
    person_id: int,
    channel: str,
    contact_point_id: int,
    content_sealed: str,
    reference: str,
    now: datetime,
    next_at: datetime,
) -> int:
    """Put a message with its final words into the outbox, such as a code that somebody waits for; its number."""
    row = OutboxRow(
        key=key,
        person_id=person_id,
        channel=channel,
        message="verify",
        london_date=next_at.date(),
        state="due",
        priority=0,
        planned_at=now,
        next_at=next_at,
        attempts=0,
        fence=0,
        message_id=reference,
        message_date=now.replace(microsecond=0),
        contact_point_id=contact_point_id,
        content_sealed=content_sealed,
        expires_at=now + VERIFY_WITHIN,
    )
    session.add(row)
    session.flush()
    return row.id
