"""Messages that wait for a person: after a bulk change, or when a day brings more than can be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.store import positions, task_ends
from ehcp_workflow.store.outbox import unfreeze
from ehcp_workflow.store.tables import NoticeRow, OutboxRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees, tells_of_nothing_else

TOO_MANY = "too many"
_FEW_DAYS = 7


@dataclass(frozen=True)
class Held:
    """What one cause holds: how many messages, with how many notices of each audience and kind.

    Attributes:
        cases: the cases that nobody has accepted yet: whatever they have to tell is held, also later.
    """

    why: str
    messages: int
    notices: dict[tuple[str, str], int]
    cases: int = 0


def usual_day(session: Session, since: date) -> float:
    """The median number of messages on the days since a date on which any left; 0 while those are few."""
    question = (
        select(func.count())
        .where(OutboxRow.state.in_(("accepted", "delivered")), OutboxRow.london_date >= since)
        .group_by(OutboxRow.london_date)
    )
    days = list(session.scalars(question))
    return float(median(days)) if len(days) >= _FEW_DAYS else 0.0


def hold_beyond(session: Session, day_began: datetime, now: datetime, most: int) -> int:
    """Hold what a day brings beyond `most` messages: of those due and never tried, the least urgent; how many.

    Codes that somebody waits for, and what a person has released, are let through and not counted.
    """
    counted = (OutboxRow.person_id.is_not(None), OutboxRow.message != "verify", OutboxRow.released_by.is_(None))
    due = (OutboxRow.state == "due") & (OutboxRow.next_at <= now)
    under_way = OutboxRow.state.in_(("sending", "unknown")) | (due & (OutboxRow.attempts > 0))
    left_today = OutboxRow.state.in_(("accepted", "delivered")) & (OutboxRow.finished_at >= day_began)
    gone = session.scalar(select(func.count()).where(*counted, under_way | left_today)) or 0
    beyond = (
        select(OutboxRow.id)
        .where(*counted, due, OutboxRow.attempts == 0)
        .order_by(OutboxRow.priority, OutboxRow.next_at, OutboxRow.id)
        .offset(max(0, most - gone))
    )
    waiting = update(OutboxRow).where(OutboxRow.id.in_(beyond), OutboxRow.state == "due")
    held = session.execute(waiting.values(state="held", held_why=TOO_MANY).returning(OutboxRow.id))
    return len(held.all())


def held(session: Session, knows: Sees = EVERYTHING) -> list[Held]:
    """What is held, by cause; also the cases nobody has accepted, when none of their messages waits.

    Whoever does not know of every case sees only the messages that tell of none of the others.
    """
    waiting_ones = (OutboxRow.state == "held", tells_of_nothing_else(knows))
    question = (
        select(OutboxRow.held_why, NoticeRow.audience, NoticeRow.kind, func.count())
        .join(NoticeRow, NoticeRow.outbox_id == OutboxRow.id)
        .where(*waiting_ones, NoticeRow.state == "planned")
        .group_by(OutboxRow.held_why, NoticeRow.audience, NoticeRow.kind)
        .order_by(OutboxRow.held_why, NoticeRow.audience, NoticeRow.kind)
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for why, audience, kind, n in session.execute(question):
        found.setdefault(why or "", {})[audience, kind] = n
    counts = select(OutboxRow.held_why, func.count()).where(*waiting_ones).group_by(OutboxRow.held_why)
    waiting: dict[str, int] = {why or "": n for why, n in session.execute(counts)}
    cases = positions.count_quiet(session, knows)
    causes = [*waiting, *(why for why in cases if why not in waiting)]
    return [Held(why, waiting.get(why, 0), found.get(why, {}), cases.get(why, 0)) for why in causes]


def release(
    session: Session, why: str | None, limit: int | None, by: str, now: datetime, knows: Sees = EVERYTHING
) -> int:
    """Let held messages go, the most urgent and oldest first; how many.

    Args:
        session: the transaction.
        why: only those held for this cause; None for all.
        limit: at most so many.
        by: who says so.
        now: from when on they may leave, within the hours for sending.
        knows: of which cases whoever says so may know; messages that tell of others stay held.
    """
    question = select(OutboxRow).where(OutboxRow.state == "held", tells_of_nothing_else(knows))
    if why is not None:
        question = question.where(OutboxRow.held_why == why)
    rows = session.scalars(question.order_by(OutboxRow.priority, OutboxRow.next_at, OutboxRow.id).limit(limit)).all()
    for row in rows:
        row.state, row.released_by, row.next_at = "due", by, max(now, row.next_at)
    return len(rows)


def discard(session: Session, why: str, now: datetime, knows: Sees = EVERYTHING) -> int:
    """Drop held messages of one cause: nobody is told of what they held; how many. `knows` as in `release`."""
    which = (OutboxRow.state == "held", OutboxRow.held_why == why, tells_of_nothing_else(knows))
    rows = session.scalars(select(OutboxRow).where(*which)).all()
    ids = [row.id for row in rows]
    for row in rows:
        row.state, row.finished_at = "cancelled", now
    dropped = update(NoticeRow).where(NoticeRow.outbox_id.in_(ids), NoticeRow.state == "planned")
    session.execute(dropped.values(state="superseded"))
    return len(rows)


def retry(session: Session, outbox_id: int, now: datetime) -> None:
    """Let a message that was given up be tried again from now on.

    Raises:
        NotFound: there is no such message.
        Refused: it was sent, or what it had to tell was told by hand, or is over.
    """
    row = session.get(OutboxRow, outbox_id, with_for_update=True)
    if row is None:
        raise NotFound(f"There is no message {outbox_id}. `ehcp outbox list` shows them.")
    if row.state == "held":
        raise Refused(f"Message {outbox_id} is held ({row.held_why}). Let it go with: ehcp outbox release")
    if row.state not in {"dead", "failed", "due", "unknown"}:
        raise Refused(f"Message {outbox_id} is {row.state}, so it is not tried again.")
    if row.state in {"dead", "failed"}:
        done = task_ends.seen_to(session, outbox_id)
        untold = (NoticeRow.outbox_id == outbox_id, NoticeRow.state.in_(("undeliverable", "expired")))
        again = [
            notice_id for notice_id in session.scalars(select(NoticeRow.id).where(*untold)) if notice_id not in done
        ]
        if done and not again:
            raise Refused(f"What message {outbox_id} had to tell was told by hand, or is over. It is not tried again.")
        unfreeze(row)
        row.finished_at, row.state = None, "due"
        session.execute(update(NoticeRow).where(NoticeRow.id.in_(again)).values(state="planned"))
    row.next_at = now


def give_up(session: Session, outbox_id: int, now: datetime) -> None:
    """Give up a message of which nobody knows whether it arrived; what it had to tell cannot be told by it any more."""
    row = session.get_one(OutboxRow, outbox_id, with_for_update=True)
    row.state, row.finished_at, row.last_code = "dead", now, "by hand"
    untold = update(NoticeRow).where(NoticeRow.outbox_id == outbox_id, NoticeRow.state == "planned")
    session.execute(untold.values(state="undeliverable"))
