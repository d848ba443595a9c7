"""Planning who is told what. A key keeps anybody from being told the same thing twice, whoever plans and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.store.people import can_be_reached, people_to_tell
from ehcp_workflow.store.tables import CaseRow, NoticeRow, OutboxRow, Table


@dataclass(frozen=True)
class Slot:
    """A London date on which a message may go, and the first instant of it at which it may."""

    day: date
    opens: datetime


@dataclass(frozen=True)
class Notice:
    """An alert planned for one person."""

    id: int
    case_id: int
    reference: str
    person_id: int
    alert_key: str


def plan(
    session: Session, alerts: Iterable[tuple[int, Alert]], slots: Sequence[Slot], at: datetime
) -> Counter[AlertKind]:
    """Plan alerts, each with the case it is about, for the people concerned; how many are new, by kind.

    An alert that somebody was already told of, or is about to be, is not planned again. Everybody plans person by
    person in the same order, so that two who plan at once wait for each other and never in a circle.

    Args:
        session: the transaction; it should hold the cases.
        alerts: pairs of case and alert: what somebody should know today.
        slots: when messages may go, soonest first; the first whose message has not left yet is joined.
        at: now.
    """
    wanted = [
        (person_id, case_id, alert)
        for case_id, alert in alerts
        for person_id in people_to_tell(session, case_id, alert.audience)
    ]
    wanted.sort(key=lambda wish: wish[:2])
    return Counter(
        alert.kind for person_id, case_id, alert in wanted if _plan_one(session, case_id, alert, person_id, slots, at)
    )


def _plan_one(
    session: Session, case_id: int, alert: Alert, person_id: int, slots: Sequence[Slot], at: datetime
) -> bool:
    reachable = can_be_reached(session, person_id)
    notice = {
        "key": f"{case_id}:{alert.key}:{person_id}",
        "case_id": case_id,
        "person_id": person_id,
        "alert_key": alert.key,
        "kind": alert.kind.value,
        "rung": alert.rung,
        "missed": list(alert.missed),
        "state": "planned" if reachable else "undeliverable",
        "planned_at": at,
    }
    if not insert_new(session, NoticeRow, notice):
        return False
    if reachable:
        outbox_id = _message_for(session, person_id, slots)
        session.execute(update(NoticeRow).where(NoticeRow.key == notice["key"]).values(outbox_id=outbox_id))
    return True


def _message_for(session: Session, person_id: int, slots: Sequence[Slot]) -> int:
    """The message of the first slot that has not left yet; it is made where there is none."""
    for slot in slots:
        key = f"digest:{person_id}:email:{slot.day}"
        message = {
            "key": key,
            "person_id": person_id,
            "channel": "email",
            "london_date": slot.day,
            "state": "due",
            "next_at": slot.opens,
            "attempts": 0,
            "fence": 0,
        }
        insert_new(session, OutboxRow, message)
        # The row is held until this transaction ends, so nobody can send it without the notice about to join it.
        row = session.scalars(select(OutboxRow).where(OutboxRow.key == key).with_for_update()).one()
        if row.state == "due" and row.content_sealed is None:
            return row.id
    raise ValueError("every slot's message has left; give later slots")


def insert_new(session: Session, table: type[Table], values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same unique key is there; whether it was inserted."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    done = session.execute(insert(table).values(values).on_conflict_do_nothing().returning(table.__table__.c[0]))
    return done.first() is not None


def notices_of(session: Session, outbox_id: int) -> list[Notice]:
    """The notices a message still has to tell."""
    question = (
        select(NoticeRow.id, NoticeRow.case_id, CaseRow.reference, NoticeRow.person_id, NoticeRow.alert_key)
        .join(CaseRow, CaseRow.id == NoticeRow.case_id)
        .where(NoticeRow.outbox_id == outbox_id, NoticeRow.state == "planned")
        .order_by(NoticeRow.id)
    )
    return [Notice(*row) for row in session.execute(question)]


def settle(session: Session, notice_ids: Sequence[int], state: str) -> None:
    """Give notices their end: told, satisfied, superseded or undeliverable."""
    if notice_ids:
        session.execute(update(NoticeRow).where(NoticeRow.id.in_(notice_ids)).values(state=state))


def count_by_state(session: Session) -> dict[str, int]:
    """How many notices stand in each state."""
    question = select(NoticeRow.state, func.count()).group_by(NoticeRow.state)
    return dict(session.execute(question).all())
