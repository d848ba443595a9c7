"""The outbox: messages claimed with a lease, tried once a claim, and marked only by whoever holds the claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from ehcp_workflow.store.tables import AttemptRow, OutboxRow

State = Literal["held", "due", "sending", "unknown", "accepted", "delivered", "failed", "cancelled", "dead"]
WORDS = ("content_sealed", "message_id", "message_date", "expires_at")
"""What is frozen while a message may have arrived."""


@dataclass(frozen=True)
class Claim:
    """A message that one worker may try to send once, until its lease ends.

    Attributes:
        recipient: the number of a person, or the tag of a channel of the organisation.
        in_doubt: whether an earlier attempt ended without an answer, so that it may have arrived.
        content_sealed, message_id, message_date, contact_point_id: what was frozen, when it may have arrived.
    """

    id: int
    fence: int
    attempt: int
    recipient: int | str
    channel: str
    message: str
    urgent: bool
    in_doubt: bool
    london_date: date
    lease_until: datetime
    expires_at: datetime | None
    message_id: str | None
    message_date: datetime | None
    content_sealed: str | None
    contact_point_id: int | None

    @property
    def person_id(self) -> int | None:
        """The person it goes to, if it goes to one."""
        return self.recipient if isinstance(self.recipient, int) else None


def claim(session: Session, now: datetime, lease: timedelta, channel: str, limit: int) -> list[Claim]:
    """Take the next messages that are due on a channel. Two workers never get the same one.

    Nobody's message is taken while another of theirs on the channel is on its way, so that the second can see the
    first and be joined to it. The caller commits before it sends anything.
    """
    other = aliased(OutboxRow)
    under_way = exists().where(
        other.person_id == OutboxRow.person_id, other.channel == OutboxRow.channel, other.state == "sending"
    )
    due = (
        select(OutboxRow)
        .where(
            OutboxRow.state.in_(("due", "unknown")),
            OutboxRow.next_at <= now,
            OutboxRow.channel == channel,
            ~under_way,
        )
        .order_by(OutboxRow.priority, OutboxRow.next_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claims: dict[int | str, Claim] = {}
    for row in session.scalars(due):
        recipient = row.person_id if row.person_id is not None else row.tag or ""
        if recipient not in claims:
            claims[recipient] = _claimed(row, recipient, now + lease)
    return list(claims.values())


def _claimed(row: OutboxRow, recipient: int | str, lease_until: datetime) -> Claim:
    in_doubt = row.state == "unknown"
    row.state, row.lease_until = "sending", lease_until
    row.fence += 1
    row.attempts += 1
    return Claim(
        id=row.id,
        fence=row.fence,
        attempt=row.attempts,
        recipient=recipient,
        channel=row.channel,
        message=row.message,
        urgent=row.priority == 0,
        in_doubt=in_doubt,
        london_date=row.london_date,
        lease_until=lease_until,
        expires_at=row.expires_at,
        message_id=row.message_id,
        message_date=row.message_date,
        content_sealed=row.content_sealed,
        contact_point_id=row.contact_point_id,
    )


def release_lapsed(session: Session, now: datetime) -> int:
    """A claim whose lease has ended belonged to a worker that died. If it had begun to send, nobody knows the end.

    Nor does anybody where an earlier attempt was in doubt: that the worker died before the next one changes nothing.
    """
    lapsed = (
        select(OutboxRow)
        .where(OutboxRow.state == "sending", OutboxRow.lease_until < now)
        .with_for_update(skip_locked=True)
    )
    rows = session.scalars(lapsed).all()
    for row in rows:
        begun = session.get(AttemptRow, (row.id, row.attempts))
        in_doubt = begun or (row.content_sealed is not None and times_in_doubt(session, row.id))
        row.state, row.lease_until, row.next_at = ("unknown" if in_doubt else "due"), None, now
    session.flush()
    return len(rows)


def unfreeze(row: OutboxRow) -> None:
    """Forget what was to be sent: other words are another message, with a reference and a date of its own."""
    for name in WORDS:
        setattr(row, name, None)


def times_in_doubt(session: Session, outbox_id: int) -> int:
    """How many attempts at a message ended without an answer, or with a worker that died."""
    question = select(AttemptRow.outcome).where(AttemptRow.outbox_id == outbox_id)
    return sum(outcome in {None, "unknown"} for outcome in session.scalars(question))


def cancel(session: Session, claimed: Claim, now: datetime) -> None:
    """Drop a claimed message that has nothing left to tell."""
    if row := ours(session, claimed):
        row.state, row.lease_until, row.finished_at = "cancelled", None, now


def give_back(session: Session, claimed: Claim, next_at: datetime) -> None:
    """Put a claimed message back untried, for later."""
    if row := ours(session, claimed):
        row.state, row.lease_until, row.next_at = ("unknown" if claimed.in_doubt else "due"), None, next_at
        row.attempts -= 1


def bury(session: Session, claimed: Claim, now: datetime, code: str) -> None:
    """Give a claimed message up without trying it; a person must see to it."""
    if row := ours(session, claimed):
        row.state, row.lease_until, row.finished_at, row.last_code = "dead", None, now, code


def ours(session: Session, claimed: Claim) -> OutboxRow | None:
    """The row of a claim while it is still ours, held until the transaction ends."""
    question = select(OutboxRow).where(
        OutboxRow.id == claimed.id, OutboxRow.fence == claimed.fence, OutboxRow.state == "sending"
    )
    return session.scalars(question.with_for_update()).first()
