"""Making one message of several: what else waits for the same person, and what they were sent today."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.tables import NoticeRow, OutboxRow


def told_since(session: Session, claimed: Claim, since: datetime) -> bool:
    """Whether the recipient has been sent another message of its kind on the channel at or after an instant."""
    question = select(OutboxRow.id).where(
        _same_recipient(claimed),
        OutboxRow.channel == claimed.channel,
        OutboxRow.message == claimed.message,
        OutboxRow.id != claimed.id,
        OutboxRow.state.in_(("accepted", "delivered")),
        OutboxRow.finished_at >= since,
    )
    return session.scalars(question.limit(1)).first() is not None


def gather(session: Session, claimed: Claim, now: datetime) -> int:
    """Bring what the recipient's other due messages still have to tell into this one; how many notices came.

    Those others are held until the transaction ends, so nobody can be sending them; left empty, they are dropped later.
    """
    others = select(OutboxRow.id).where(
        _same_recipient(claimed),
        OutboxRow.channel == claimed.channel,
        OutboxRow.message == claimed.message,
        OutboxRow.id != claimed.id,
        OutboxRow.state == "due",
        OutboxRow.content_sealed.is_(None),
        OutboxRow.next_at <= now,
    )
    ids = list(session.scalars(others.with_for_update(skip_locked=True)))
    waiting = update(NoticeRow).where(NoticeRow.outbox_id.in_(ids), NoticeRow.state == "planned")
    moved = session.execute(waiting.values(outbox_id=claimed.id).returning(NoticeRow.id))
    return len(moved.all())


def yields_to_another(session: Session, claimed: Claim) -> bool:
    """Whether another worker has an earlier message for the same person under way; then this one waits for its end."""
    question = select(OutboxRow.id).where(
        _same_recipient(claimed),
        OutboxRow.channel == claimed.channel,
        OutboxRow.id < claimed.id,
        OutboxRow.state == "sending",
    )
    return session.scalars(question.limit(1)).first() is not None


def _same_recipient(claimed: Claim):  # type: ignore[no-untyped-def]  # noqa: ANN202 - SQLAlchemy's own expression
    if claimed.person_id is None:
        return OutboxRow.tag == claimed.recipient
    return OutboxRow.person_id == claimed.person_id
