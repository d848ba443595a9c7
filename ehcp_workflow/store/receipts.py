"""What providers and mailboxes tell of a message later. Unknown, doubled and early receipts do no harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.outbox import Claim
from ehcp_workflow.store.tables import AttemptRow, NoticeRow, OutboxRow, ReceiptRow

DELIVERED, DELAYED, TEMPORARY, LOST, PERMANENT, COMPLAINT = (
    "delivered",
    "delayed",
    "temporary",
    "lost",
    "permanent",
    "complaint",
)
CAME_TO_NOTHING = (PERMANENT, TEMPORARY, LOST)
"""The statuses of a message that reached nobody, the one that says most first."""
ANSWERED = ("accepted", "unknown", "delivered")
"""The states of a message that was handed over, in which a receipt can say how it ended."""


@dataclass(frozen=True)
class Receipt:
    """One thing that was told of a message.

    Attributes:
        provider, event: whose word it is, and its own name for it, so that a second copy is known.
        status: `delivered`; `delayed` (not yet); `temporary` (given up, though the address may be good: a full
            mailbox); `lost` (the provider broke down); `permanent` (no such address); `complaint` (marked as spam).
        code: the provider's code, such as 5.1.1.
        outbox_id: the message, where the receipt names it; reference: otherwise the reference it was sent under.
    """

    provider: str
    event: str
    status: str
    code: str = ""
    outbox_id: int | None = None
    reference: str | None = None


def keep(session: Session, receipt: Receipt, at: datetime) -> int | None:
    """Keep a receipt; the message it is about, or None when it is a second copy or about none of ours."""
    row = _message(session, receipt)
    values = {
        "provider": receipt.provider[:20],
        "provider_event": receipt.event[:120],
        "outbox_id": row.id if row else None,
        "status": receipt.status,
        "code": receipt.code[:20] or None,
        "at": at,
    }
    return None if insert_new(session, ReceiptRow, values) is None or row is None else row.id


@dataclass(frozen=True)
class Concerned:
    """A message that something was told of, held until the transaction ends.

    Attributes:
        claimed: the message as sending knows it.
        state: where it stands.
        told: what was told of its last attempt: statuses, each with its code.
    """

    claimed: Claim
    state: str
    told: dict[str, str]


def concerned(session: Session, outbox_id: int) -> Concerned:
    """A message with what was told of it since its last attempt began; what was told before is of another attempt."""
    row = session.get_one(OutboxRow, outbox_id, with_for_update=True, populate_existing=True)
    question = (
        select(ReceiptRow.status, ReceiptRow.code)
        .join(AttemptRow, AttemptRow.outbox_id == ReceiptRow.outbox_id)
        .where(ReceiptRow.outbox_id == outbox_id, AttemptRow.n == row.attempts, ReceiptRow.at >= AttemptRow.started_at)
        .order_by(ReceiptRow.id.desc())
    )
    told = {status: code or "" for status, code in session.execute(question)}
    return Concerned(_as_claim(row), row.state, told)


def pending(session: Session, since: datetime) -> list[int]:
    """The messages of which something was told that is not done yet, because it came before they were handed over.

    Args:
        session: the transaction.
        since: only those whose attempt ended at or after this instant, and those of unknown end.
    """
    question = (
        select(OutboxRow.id)
        .join(ReceiptRow, ReceiptRow.outbox_id == OutboxRow.id)
        .join(AttemptRow, and_(AttemptRow.outbox_id == OutboxRow.id, AttemptRow.n == OutboxRow.attempts))
        .where(
            OutboxRow.state.in_(ANSWERED),
            or_(OutboxRow.finished_at >= since, OutboxRow.finished_at.is_(None)),
            ReceiptRow.at >= AttemptRow.started_at,
            _says_something_new(),
        )
        .order_by(OutboxRow.id)
        .distinct()
    )
    return list(session.scalars(question))


def _says_something_new() -> ColumnElement[bool]:
    return or_(
        ReceiptRow.status.in_(CAME_TO_NOTHING),
        and_(ReceiptRow.status == DELIVERED, OutboxRow.state != "delivered"),
    )


def mark(session: Session, outbox_id: int, state: str, at: datetime) -> None:
    """Give a message that was handed over the end that was told: `delivered`, `failed` or, when found, `accepted`."""
    row = session.get_one(OutboxRow, outbox_id)
    row.state, row.finished_at = state, row.finished_at or at


def untell(session: Session, outbox_id: int) -> None:
    """Nobody read a message after all: what it told is to be told again, unless somebody has acknowledged it."""
    told = update(NoticeRow).where(
        NoticeRow.outbox_id == outbox_id, NoticeRow.state == "told", NoticeRow.acked_at.is_(None)
    )
    session.execute(told.values(state="planned", told_at=None))


def _message(session: Session, receipt: Receipt) -> OutboxRow | None:
    if receipt.outbox_id is not None:
        return session.get(OutboxRow, receipt.outbox_id)
    if receipt.reference is None:
        return None
    return session.scalars(select(OutboxRow).where(OutboxRow.message_id == receipt.reference)).first()


def _as_claim(row: OutboxRow) -> Claim:
    return Claim(
        id=row.id,
        fence=row.fence,
        attempt=row.attempts,
        recipient=row.person_id if row.person_id is not None else row.tag or "",
        channel=row.channel,
        message=row.message,
        urgent=row.priority == 0,
        in_doubt=row.state == "unknown",
        london_date=row.london_date,
        lease_until=row.lease_until or row.next_at,
        expires_at=row.expires_at,
        message_id=row.message_id,
        message_date=row.message_date,
        content_sealed=row.content_sealed,
        contact_point_id=row.contact_point_id,
    )
