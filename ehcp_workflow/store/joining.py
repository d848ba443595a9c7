"""Which message a notice travels in: the day's digest, an urgent one, or one that a person must release first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import NoticeRow, OutboxRow

URGENT, FAMILY, REST = 0, 1, 2


@dataclass(frozen=True)
class Slot:
    """A London date on which a message may go, and the first instant of it at which it may."""

    day: date
    opens: datetime


@dataclass(frozen=True)
class Post:
    """How a notice travels.

    Attributes:
        recipient: the number of a person, or the tag of a channel of the organisation.
        channel: how.
        message: which words: `family`, `adviser`, `supervisor` or `operator`.
        urgent: whether it does not wait for the digest.
        held: why a person must release it first, such as `rules changed`; None when it may go.
    """

    recipient: int | str
    channel: str
    message: str
    urgent: bool = False
    held: str | None = None


def join(session: Session, notice_ids: Sequence[int], post: Post, slots: Sequence[Slot], at: datetime) -> int:
    """Give notices to the message they travel in; it is made where there is none. The number of the message.

    Args:
        session: the transaction.
        notice_ids: the notices, at least one.
        post: how they travel.
        slots: when messages may go, soonest first; the first whose digest has not left yet is joined.
        at: now.
    """
    if post.held:
        outbox_id = _held(session, post, slots[0], at)
    elif post.urgent:
        outbox_id = _urgent(session, notice_ids[0], post, slots[0], at)
    else:
        outbox_id = _digest(session, post, slots, at)
    session.execute(update(NoticeRow).where(NoticeRow.id.in_(notice_ids)).values(outbox_id=outbox_id, state="planned"))
    return outbox_id


def _held(session: Session, post: Post, slot: Slot, at: datetime) -> int:
    key = f"held:{post.held}:{post.recipient}:{post.channel}:{post.message}:{slot.day}"
    if row := _open_row(session, post, key, slot, at):
        return row
    return _digest(session, post, [slot], at, prefix=f"held:{post.held}:{at:%H%M%S%f}")


def _urgent(session: Session, notice_id: int, post: Post, slot: Slot, at: datetime) -> int:
    """An urgent message that has not left, or a new one named by its first notice."""
    question = select(OutboxRow.id).where(
        OutboxRow.person_id == post.recipient if isinstance(post.recipient, int) else OutboxRow.tag == post.recipient,
        OutboxRow.channel == post.channel,
        OutboxRow.message == post.message,
        OutboxRow.priority == URGENT,
        OutboxRow.state == "due",
        OutboxRow.next_at <= slot.opens,  # one that was put off for hours is no place for what is urgent now
        OutboxRow.content_sealed.is_(None),
    )
    found = session.scalars(question.limit(1).with_for_update(skip_locked=True)).first()
    key = f"notice:{notice_id}:{post.channel}"
    if found or (found := _open_row(session, post, key, slot, at)):
        return found
    # It left before and came back: what it told goes again, to another address on the same channel.
    again = select(func.count()).where(OutboxRow.key.startswith(f"{key}:", autoescape=True))
    return _made(session, post, f"{key}:{(session.scalar(again) or 0) + 2}", slot, at)


def _digest(session: Session, post: Post, slots: Sequence[Slot], at: datetime, prefix: str = "digest") -> int:
    """The message of the first slot that has not left yet."""
    for slot in slots:
        # An adviser who is a parent too gets one message as each.
        key = f"{prefix}:{post.recipient}:{post.channel}:{post.message}:{slot.day}"
        if row := _open_row(session, post, key, slot, at):
            return row
    raise ValueError("every slot's message has left; give later slots")


def _open_row(session: Session, post: Post, key: str, slot: Slot, at: datetime) -> int | None:
    """The message with a key, made where there is none; None when it has left.

    The row is held until the transaction ends, so nobody can send it without the notice about to join it.
    """
    insert_new(session, OutboxRow, _values(post, key, slot, at))
    row = session.scalars(select(OutboxRow).where(OutboxRow.key == key).with_for_update()).one()
    open_states = {"held"} if post.held else {"due", "held"}  # what was released lets nothing else go with it
    if row.state == "cancelled" and row.message_id is None and not post.held:  # it had nothing to tell, and now it has
        row.state, row.next_at, row.finished_at = "due", slot.opens, None
    return row.id if row.state in open_states and row.content_sealed is None else None


def _made(session: Session, post: Post, key: str, slot: Slot, at: datetime) -> int:
    insert_new(session, OutboxRow, _values(post, key, slot, at))
    return session.scalars(select(OutboxRow.id).where(OutboxRow.key == key)).one()


def _values(post: Post, key: str, slot: Slot, at: datetime) -> dict[str, object]:
    rank = URGENT if post.urgent else FAMILY if post.message == "family" else REST
    return {
        "key": key,
        "person_id": post.recipient if isinstance(post.recipient, int) else None,
        "tag": post.recipient if isinstance(post.recipient, str) else None,
        "channel": post.channel,
        "message": post.message,
        "london_date": slot.day,
        "state": "held" if post.held else "due",
        "held_why": post.held,
        "priority": rank,
        "planned_at": at,
        "next_at": slot.opens,
        "attempts": 0,
        "fence": 0,
    }
