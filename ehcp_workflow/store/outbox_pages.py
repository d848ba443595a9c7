"""The outbox page by page, for whoever may know of the cases: references and states, no address and no words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.outbox_lists import seen_to
from ehcp_workflow.store.tables import AttemptRow, CaseRow, NoticeRow, OutboxRow
from ehcp_workflow.store.visibility import Sees, tells_of_nothing_else


class Group(StrEnum):
    """Messages by what they ask of a person, in the order in which one looks at them."""

    TROUBLE = "trouble"
    HELD = "held"
    WAITING = "waiting"
    SENT = "sent"
    SEEN_TO = "seen-to"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Post:
    """A message in a list.

    Attributes:
        id: its number; channel, message, london_date, state, held_why, attempts, next_at: as in the outbox.
        outcome, code: how the last attempt ended; finished_at: when it came to its end.
    """

    id: int
    channel: str
    message: str
    london_date: date
    state: str
    held_why: str | None
    attempts: int
    next_at: datetime
    outcome: str | None
    code: str | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Telling:
    """One thing a message tells, or was to tell: of which case (None of the system itself), what, and how it ended."""

    post: int
    notice: int
    reference: str | None
    audience: str
    kind: str
    subject: str
    state: str


@dataclass(frozen=True)
class Attempt:
    """One attempt at sending."""

    n: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str | None
    phase: str | None
    code: str | None


def posts(session: Session, knows: Sees, group: Group, before: int | None, size: int) -> list[Post]:
    """Messages of a group, newest first, with a number below `before`."""
    question = _posts().where(_in_group(group), tells_of_nothing_else(knows))
    if before is not None:
        question = question.where(OutboxRow.id < before)
    return [Post(*row) for row in session.execute(question.order_by(OutboxRow.id.desc()).limit(size))]


def post(session: Session, knows: Sees, outbox_id: int, *, hold: bool = False) -> Post | None:
    """One message, where it may be known; `hold` keeps anybody else from changing it until the transaction ends."""
    question = _posts().where(OutboxRow.id == outbox_id, tells_of_nothing_else(knows))
    row = session.execute(question.with_for_update() if hold else question).first()
    return Post(*row) if row else None


def count_groups(session: Session, knows: Sees) -> dict[Group, int]:
    """How many messages are in each group."""
    known = tells_of_nothing_else(knows)
    return {
        group: session.scalar(select(func.count()).select_from(OutboxRow).where(_in_group(group), known)) or 0
        for group in Group
    }


def tellings(session: Session, outbox_ids: Collection[int]) -> dict[int, list[Telling]]:
    """What some messages tell, by message."""
    question = (
        select(
            NoticeRow.outbox_id,
            NoticeRow.id,
            CaseRow.reference,
            NoticeRow.audience,
            NoticeRow.kind,
            NoticeRow.subject,
            NoticeRow.state,
        )
        .outerjoin(CaseRow, CaseRow.id == NoticeRow.case_id)
        .where(NoticeRow.outbox_id.in_(outbox_ids))
        .order_by(NoticeRow.id)
    )
    found: dict[int, list[Telling]] = {outbox_id: [] for outbox_id in outbox_ids}
    rows: Iterable[Any] = session.execute(question)
    for row in rows:
        found[row[0]].append(Telling(*row))
    return found


def attempts(session: Session, outbox_id: int) -> list[Attempt]:
    """The attempts at a message, first to last."""
    what = (
        AttemptRow.n,
        AttemptRow.started_at,
        AttemptRow.finished_at,
        AttemptRow.outcome,
        AttemptRow.phase,
        AttemptRow.code,
    )
    question = select(*what).where(AttemptRow.outbox_id == outbox_id).order_by(AttemptRow.n)
    return [Attempt(*row) for row in session.execute(question)]


def cases_told_of(session: Session, outbox_id: int) -> list[int]:
    """The cases a message tells of."""
    question = select(NoticeRow.case_id).where(NoticeRow.outbox_id == outbox_id, NoticeRow.case_id.is_not(None))
    return sorted({case_id for case_id in session.scalars(question) if case_id})


def held_references(session: Session, knows: Sees, why: str, limit: int) -> list[str]:
    """The first cases of which messages held for a cause tell."""
    question = (
        select(CaseRow.reference)
        .join(NoticeRow, NoticeRow.case_id == CaseRow.id)
        .join(OutboxRow, OutboxRow.id == NoticeRow.outbox_id)
        .where(OutboxRow.state == "held", OutboxRow.held_why == why, tells_of_nothing_else(knows))
        .distinct()
        .order_by(CaseRow.reference)
        .limit(limit)
    )
    return list(session.scalars(question))


def _posts() -> Select[*tuple[Any, ...]]:
    return select(
        OutboxRow.id,
        OutboxRow.channel,
        OutboxRow.message,
        OutboxRow.london_date,
        OutboxRow.state,
        OutboxRow.held_why,
        OutboxRow.attempts,
        OutboxRow.next_at,
        OutboxRow.last_outcome,
        OutboxRow.last_code,
        OutboxRow.finished_at,
    )


def _in_group(group: Group) -> ColumnElement[bool]:
    given_up = OutboxRow.state.in_(("failed", "dead"))
    match group:
        case Group.TROUBLE:
            return or_(OutboxRow.state == "unknown", and_(given_up, ~seen_to()))
        case Group.SEEN_TO:
            return and_(given_up, seen_to())
        case Group.HELD:
            return OutboxRow.state == "held"
        case Group.WAITING:
            return OutboxRow.state.in_(("due", "sending"))
        case Group.SENT:
            return OutboxRow.state.in_(("accepted", "delivered"))
        case Group.DROPPED:
            return OutboxRow.state == "cancelled"
