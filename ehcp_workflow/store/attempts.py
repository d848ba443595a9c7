"""Attempts at sending, written down before the first byte leaves and when they have ended; many at once, for speed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.outbox import WORDS, Claim, State
from ehcp_workflow.store.tables import Table

OVER = frozenset({"accepted", "delivered", "failed", "dead"})
_OUTBOX, _ATTEMPTS = Table.metadata.tables["outbox"], Table.metadata.tables["attempts"]
_FROZEN = (*WORDS, "contact_point_id", "provider")
_FREEZE = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("of")).values({name: bindparam(name) for name in _FROZEN})
_UNFREEZE = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("of")).values(dict.fromkeys(WORDS))
_ENDED = ("state", "next_at", "last_outcome", "last_code", "finished_at")
_END = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("of"))
    .values(
        {name: bindparam(name) for name in _ENDED}
        | {"lease_until": None, "provider_ref": func.coalesce(bindparam("ref"), _OUTBOX.c.provider_ref)}
    )
)
_END_ATTEMPT = (
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.outbox_id == bindparam("of"), _ATTEMPTS.c.n == bindparam("number"))
    .values({name: bindparam(name) for name in ("finished_at", "outcome", "phase", "code")})
)


@dataclass(frozen=True)
class Frozen:
    """What goes out in an attempt, so that a second attempt can be the same to the byte.

    `expires_at` is the instant after which nobody needs these words any more.
    """

    content_sealed: str
    message_id: str
    message_date: datetime
    contact_point_id: int | None
    provider: str
    expires_at: datetime


@dataclass(frozen=True)
class Result:
    """How an attempt ended, and what becomes of the message.

    Attributes:
        state: the message's new state: accepted, delivered, due (to be tried again), unknown, failed or dead.
        next_at: when it may be tried again.
        outcome, phase, code: what the provider said, and how far it got; provider_ref: under which id it has it.
    """

    state: State
    next_at: datetime
    outcome: str
    phase: str
    code: str
    provider_ref: str = ""


def begin_attempts(session: Session, beginning: Sequence[tuple[Claim, Frozen]], now: datetime) -> set[int]:
    """Freeze what will be sent and write down the attempts, before the first byte of any leaves.

    Returns:
        The numbers of the messages whose claims are still ours; of the others nothing may be sent.
    """
    held = _ours(session, [claimed for claimed, _ in beginning])
    mine = [(claimed, frozen) for claimed, frozen in beginning if claimed.id in held]
    if mine:
        session.execute(_FREEZE, [{"of": claimed.id, **vars(frozen)} for claimed, frozen in mine])
        begun = [{"outbox_id": one.id, "n": one.attempt, "fence": one.fence, "started_at": now} for one, _ in mine]
        session.execute(insert(_ATTEMPTS), begun)
    return held


def finish_attempts(session: Session, ended: Sequence[tuple[Claim, Result]], now: datetime) -> set[int]:
    """Record how attempts ended. A stale worker, whose claim went to another, changes nothing.

    Returns:
        The numbers of the messages whose claims were still ours.
    """
    held = _ours(session, [claimed for claimed, _ in ended])
    mine = [(claimed, result) for claimed, result in ended if claimed.id in held]
    if mine:
        session.execute(_END, [_end(claimed, result, now) for claimed, result in mine])
        session.execute(_END_ATTEMPT, [_end_attempt(claimed, result, now) for claimed, result in mine])
    # What certainly did not arrive says what is true by then when it is tried next.
    again = [claimed.id for claimed, result in mine if result.state == "due" and claimed.message != "verify"]
    if again:
        session.execute(_UNFREEZE, [{"of": outbox_id} for outbox_id in again])
    return held


def _end(claimed: Claim, result: Result, now: datetime) -> dict[str, object]:
    return {
        "of": claimed.id,
        "state": result.state,
        "next_at": result.next_at,
        "last_outcome": result.outcome,
        "last_code": result.code,
        "finished_at": now if result.state in OVER else None,
        "ref": result.provider_ref[:80] or None,
    }


def _end_attempt(claimed: Claim, result: Result, now: datetime) -> dict[str, object]:
    return {
        "of": claimed.id,
        "number": claimed.attempt,
        "finished_at": now,
        "outcome": result.outcome,
        "phase": result.phase,
        "code": result.code,
    }


def _ours(session: Session, claims: Sequence[Claim]) -> set[int]:
    """Which of some claims are still ours; their rows are held until the transaction ends."""
    fences = {claimed.id: claimed.fence for claimed in claims}
    question = (
        select(_OUTBOX.c.id, _OUTBOX.c.fence)
        .where(_OUTBOX.c.id.in_(fences), _OUTBOX.c.state == "sending")
        .order_by(_OUTBOX.c.id)
        .with_for_update()
    )
    return {outbox_id for outbox_id, fence in session.execute(question) if fences[outbox_id] == fence}
