"""Making one message of several: what else waits for the same person, and what they were sent today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.tables import NoticeRow, OutboxRow


@dataclass(frozen=True)
class Around:
    """What else there is for the recipient of a claimed message, on its channel and in its words.

    Attributes:
        told: whether another message left since the day began.
        yields: whether another worker has an earlier message under way; this one waits for its end.
        more: whether other messages are due that may be gathered into this one.
    """

    told: bool = False
    yields: bool = False
    more: bool = False


def look_around(session: Session, claims: Sequence[Claim], since: datetime, now: datetime) -> dict[int, Around]:
    """What else there is for the people some claimed messages go to, by the number of the message.

    Args:
        session: the transaction.
        claims: messages to people, all on the same channel.
        since: when the day began.
        now: the instant.
    """
    left = OutboxRow.state.in_(("accepted", "delivered")) & (OutboxRow.finished_at >= since)
    due = (OutboxRow.state == "due") & OutboxRow.content_sealed.is_(None) & (OutboxRow.next_at <= now)
    question = select(OutboxRow.person_id, OutboxRow.message, OutboxRow.id, OutboxRow.state).where(
        OutboxRow.person_id.in_([claimed.person_id for claimed in claims]),
        OutboxRow.channel.in_({claimed.channel for claimed in claims}),
        or_(left, due, OutboxRow.state == "sending"),
    )
    rows: dict[int | None, list[tuple[str, int, str]]] = {}
    for person_id, message, outbox_id, state in session.execute(question):
        rows.setdefault(person_id, []).append((message, outbox_id, state))
    return {claimed.id: _around(claimed, rows.get(claimed.person_id, [])) for claimed in claims}


def _around(claimed: Claim, rows: list[tuple[str, int, str]]) -> Around:
    others = [(message, outbox_id, state) for message, outbox_id, state in rows if outbox_id != claimed.id]
    alike = {state for message, _, state in others if message == claimed.message}
    return Around(
        told=bool(alike & {"accepted", "delivered"}),
        yields=any(state == "sending" and outbox_id < claimed.id for _, outbox_id, state in others),
        more="due" in alike,
    )


def gather(session: Session, claimed: Claim, now: datetime) -> int:
    """Bring what the recipient's other due messages still have to tell into this one; how many notices came.

    Those others are held until the transaction ends, so nobody can be sending them; left empty, they are dropped later.
    """
    others = select(OutboxRow.id).where(
        OutboxRow.person_id == claimed.person_id,
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
