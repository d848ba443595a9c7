"""What providers and mailboxes tell of a message later. Unknown, doubled and early receipts do no harm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import OutboxRow, ReceiptRow


@dataclass(frozen=True)
class Receipt:
    """One thing that was told of a message.

    Attributes:
        provider, event: whose word it is, and its own name for it, so that a second copy is known.
        status: `delivered`, `temporary` (not yet, or mailbox full), `permanent` (no such address), `complaint`.
        code: the provider's code, such as 5.1.1.
        outbox_id: the message, where the receipt names it; reference: otherwise the reference it was sent under.
    """

    provider: str
    event: str
    status: str
    code: str = ""
    outbox_id: int | None = None
    reference: str | None = None


@dataclass(frozen=True)
class Concerned:
    """The message a receipt is about, as it stood."""

    outbox_id: int
    state: str
    contact_point_id: int | None


def keep(session: Session, receipt: Receipt, at: datetime) -> Concerned | None:
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
    if insert_new(session, ReceiptRow, values) is None or row is None:
        return None
    return Concerned(row.id, row.state, row.contact_point_id)


def mark(session: Session, outbox_id: int, state: str, at: datetime) -> bool:
    """Give a message the end its receipt tells, from a state in which that can be so; whether it changed."""
    expected = {"delivered": {"accepted", "unknown"}, "failed": {"accepted", "unknown", "delivered"}}[state]
    row = session.get_one(OutboxRow, outbox_id, with_for_update=True)
    if row.state not in expected:
        return False
    row.state, row.finished_at = state, row.finished_at or at
    return True


def _message(session: Session, receipt: Receipt) -> OutboxRow | None:
    if receipt.outbox_id is not None:
        return session.get(OutboxRow, receipt.outbox_id)
    if receipt.reference is None:
        return None
    return session.scalars(select(OutboxRow).where(OutboxRow.message_id == receipt.reference)).first()
