"""The outbox: messages claimed with a lease, tried once a claim, and marked only by whoever holds the claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.store.tables import AttemptRow, NoticeRow, OutboxRow

State = Literal["due", "sending", "unknown", "sent", "cancelled", "dead"]


@dataclass(frozen=True)
class Claim:
    """A message that one worker may try to send once, until its lease ends."""

    id: int
    fence: int
    attempt: int
    person_id: int
    london_date: date
    message_id: str | None
    message_date: datetime | None
    content_sealed: str | None


def claim(session: Session, now: datetime, lease: timedelta, limit: int = 20) -> list[Claim]:
    """Take the next messages that are due. Two workers never get the same one.

    The caller commits before it sends anything.
    """
    _release_lapsed(session, now)
    due = (
        select(OutboxRow)
        .where(OutboxRow.state.in_(("due", "unknown")), OutboxRow.next_at <= now)
        .order_by(OutboxRow.next_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claims = []
    for row in session.scalars(due):
        row.state, row.lease_until = "sending", now + lease
        row.fence += 1
        row.attempts += 1
        claims.append(
            Claim(
                row.id,
                row.fence,
                row.attempts,
                row.person_id,
                row.london_date,
                row.message_id,
                row.message_date,
                row.content_sealed,
            )
        )
    return claims


def _release_lapsed(session: Session, now: datetime) -> None:
    """A claim whose lease has ended belonged to a worker that died. If it had begun to send, nobody knows the end."""
    lapsed = (
        select(OutboxRow)
        .where(OutboxRow.state == "sending", OutboxRow.lease_until < now)
        .with_for_update(skip_locked=True)
    )
    for row in session.scalars(lapsed):
        begun = session.get(AttemptRow, (row.id, row.attempts))
        row.state, row.lease_until, row.next_at = ("unknown" if begun else "due"), None, now


@dataclass(frozen=True)
class Frozen:
    """What goes out in an attempt, so that a second attempt can be the same to the byte."""

    content_sealed: str
    message_id: str
    message_date: datetime
    contact_point_id: int


@dataclass(frozen=True)
class Result:
    """How an attempt ended, and what becomes of the message.

    Attributes:
        state: the message's new state: sent, due (to be tried again), unknown or dead.
        next_at: when it may be tried again.
        outcome, phase, code: what the provider said, and how far it got.
    """

    state: str
    next_at: datetime
    outcome: str
    phase: str
    code: str


def begin_attempt(session: Session, claimed: Claim, frozen: Frozen, now: datetime) -> bool:
    """Freeze what will be sent and write down the attempt, before the first byte leaves.

    Returns:
        False when the claim is no longer ours; then nothing may be sent.
    """
    row = _ours(session, claimed)
    if row is None:
        return False
    row.content_sealed, row.contact_point_id = frozen.content_sealed, frozen.contact_point_id
    row.message_id, row.message_date = frozen.message_id, frozen.message_date
    session.add(AttemptRow(outbox_id=row.id, n=claimed.attempt, fence=claimed.fence, started_at=now))
    return True


def finish_attempt(session: Session, claimed: Claim, result: Result, now: datetime) -> bool:
    """Record how an attempt ended. A stale worker, whose claim went to another, changes nothing."""
    row = _ours(session, claimed)
    if row is None:
        return False
    attempt = session.get_one(AttemptRow, (row.id, claimed.attempt))
    attempt.finished_at, attempt.outcome = now, result.outcome
    attempt.phase, attempt.code = result.phase, result.code
    row.state, row.next_at, row.lease_until = result.state, result.next_at, None
    row.last_outcome, row.last_code = result.outcome, result.code
    if result.state in {"sent", "dead"}:
        row.finished_at = now
    if result.state == "due":
        _unfreeze(row)  # it certainly did not arrive, so the next try says what is true by then
    return True


def _unfreeze(row: OutboxRow) -> None:
    """Forget what was to be sent: other words are another message, with a Message-ID and a date of its own."""
    row.content_sealed = row.message_id = row.message_date = None


def told_since(session: Session, claimed: Claim, since: datetime) -> bool:
    """Whether the person has been sent another message on the same channel at or after an instant."""
    channel = select(OutboxRow.channel).where(OutboxRow.id == claimed.id).scalar_subquery()
    question = select(OutboxRow.id).where(
        OutboxRow.person_id == claimed.person_id,
        OutboxRow.channel == channel,
        OutboxRow.id != claimed.id,
        OutboxRow.state == "sent",
        OutboxRow.finished_at >= since,
    )
    return session.scalars(question.limit(1)).first() is not None


def gather(session: Session, claimed: Claim, now: datetime) -> None:
    """Bring what the person's other due messages still have to tell into this one, so that they get one message.

    Those others are held until the transaction ends, so nobody can be sending them; left empty, they are dropped later.
    """
    others = select(OutboxRow.id).where(
        OutboxRow.person_id == claimed.person_id,
        OutboxRow.id != claimed.id,
        OutboxRow.state == "due",
        OutboxRow.content_sealed.is_(None),
        OutboxRow.next_at <= now,
    )
    ids = list(session.scalars(others.with_for_update(skip_locked=True)))
    waiting = update(NoticeRow).where(NoticeRow.outbox_id.in_(ids), NoticeRow.state == "planned")
    session.execute(waiting.values(outbox_id=claimed.id))


def cancel(session: Session, claimed: Claim, now: datetime) -> None:
    """Drop a claimed message that has nothing left to tell."""
    if row := _ours(session, claimed):
        row.state, row.lease_until, row.finished_at = "cancelled", None, now


def give_back(session: Session, claimed: Claim, next_at: datetime) -> None:
    """Put a claimed message back untried, for later."""
    if row := _ours(session, claimed):
        row.state, row.lease_until, row.next_at = "due", None, next_at
        row.attempts -= 1


def bury(session: Session, claimed: Claim, now: datetime, code: str) -> None:
    """Give a claimed message up without trying it; a person must see to it."""
    if row := _ours(session, claimed):
        row.state, row.lease_until, row.finished_at, row.last_code = "dead", None, now, code


def _ours(session: Session, claimed: Claim) -> OutboxRow | None:
    question = select(OutboxRow).where(
        OutboxRow.id == claimed.id, OutboxRow.fence == claimed.fence, OutboxRow.state == "sending"
    )
    return session.scalars(question.with_for_update()).first()


def retry(session: Session, outbox_id: int, now: datetime) -> None:
    """Let a message that was given up be tried again from now on.

    Raises:
        NotFound: there is no such message.
        Refused: it was sent, or is still being tried.
    """
    row = session.get(OutboxRow, outbox_id, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no message {outbox_id}. `ehcp outbox list` shows them.")
    if row.state not in {"dead", "due", "unknown"}:
        raise Refused(f"Message {outbox_id} is {row.state}, so it is not tried again.")
    if row.state == "dead":
        _unfreeze(row)
        row.finished_at, row.state = None, "due"
        undelivered = update(NoticeRow).where(NoticeRow.outbox_id == outbox_id, NoticeRow.state == "undeliverable")
        session.execute(undelivered.values(state="planned"))
    row.next_at = now
