"""What people are to be told. A key keeps anybody from being told the same thing twice, whoever plans and how often."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.alerts.follow_ups import Told
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.store.insertion import insert_new
from ehcp_workflow.store.tables import CaseRow, NoticeRow, OutboxRow


@dataclass(frozen=True)
class Notice:
    """An alert planned for one recipient; `case_id` and `reference` are None for alerts about the system."""

    id: int
    case_id: int | None
    reference: str | None
    person_id: int | None
    audience: str
    alert_key: str
    subject: str
    version: str
    kind: str
    rung: int
    urgent: bool
    planned_at: datetime


def add(session: Session, alert: Alert, case_id: int | None, recipient: int | str, at: datetime) -> int | None:
    """Plan an alert for a person (their number) or a channel of the organisation (its tag).

    Returns:
        The number of the notice; None when it was planned before.
    """
    person_id = recipient if isinstance(recipient, int) else None
    of = case_id if case_id is not None else "system"
    values = {
        "key": f"{of}:{alert.key}:{recipient}",
        "case_id": case_id,
        "person_id": person_id,
        "audience": alert.audience.value,
        "alert_key": alert.key,
        "subject": alert.subject,
        "version": alert.version,
        "kind": alert.kind.value,
        "rung": alert.rung,
        "missed": list(alert.missed),
        "urgent": alert.urgent,
        "must_ack": alert.must_ack,
        "escalated": 0,
        "state": "planned",
        "planned_at": at,
    }
    return insert_new(session, NoticeRow, values)


def waiting_for_consent(session: Session, alert: Alert, case_id: int, person_id: int) -> int | None:
    """The notice of an alert that could reach nobody and is in no message."""
    question = select(NoticeRow.id).where(
        NoticeRow.key == f"{case_id}:{alert.key}:{person_id}",
        NoticeRow.state == "undeliverable",
        NoticeRow.outbox_id.is_(None),
    )
    return session.scalars(question).first()


def notices_of(session: Session, outbox_id: int) -> list[Notice]:
    """The notices a message still has to tell."""
    return notices_of_each(session, [outbox_id])[outbox_id]


def notices_of_each(session: Session, outbox_ids: Collection[int]) -> dict[int, list[Notice]]:
    """The notices each of some messages still has to tell."""
    question = (
        select(
            NoticeRow.outbox_id,
            NoticeRow.id,
            NoticeRow.case_id,
            CaseRow.reference,
            NoticeRow.person_id,
            NoticeRow.audience,
            NoticeRow.alert_key,
            NoticeRow.subject,
            NoticeRow.version,
            NoticeRow.kind,
            NoticeRow.rung,
            NoticeRow.urgent,
            NoticeRow.planned_at,
        )
        .outerjoin(CaseRow, CaseRow.id == NoticeRow.case_id)
        .where(NoticeRow.outbox_id.in_(outbox_ids), NoticeRow.state == "planned")
        .order_by(NoticeRow.id)
    )
    found: dict[int, list[Notice]] = {outbox_id: [] for outbox_id in outbox_ids}
    rows: Iterable[Any] = session.execute(question)
    for outbox_id, *row in rows:
        found[outbox_id].append(Notice(*row))
    return found


def tell(session: Session, outbox_ids: Collection[int], at: datetime) -> None:
    """What some messages still had to tell is told."""
    planned = update(NoticeRow).where(NoticeRow.outbox_id.in_(outbox_ids), NoticeRow.state == "planned")
    session.execute(planned.values(state="told", told_at=at))


def settle(session: Session, notice_ids: Sequence[int], state: str, at: datetime | None = None) -> None:
    """Give notices their end, or let them be planned again; `at` is when they were told."""
    if notice_ids:
        values = {"state": state} | ({"told_at": at} if state == "told" else {})
        session.execute(update(NoticeRow).where(NoticeRow.id.in_(notice_ids)).values(values))


def leave_out(session: Session, case_id: int, person_id: int, alerts: Collection[tuple[str, str]]) -> None:
    """Tell a person nothing of what they said themselves: alerts not told yet, each by its subject and kind."""
    theirs = (NoticeRow.case_id == case_id, NoticeRow.person_id == person_id, NoticeRow.state == "planned")
    for subject, kind in alerts:
        rows = update(NoticeRow).where(*theirs, NoticeRow.subject == subject, NoticeRow.kind == kind)
        session.execute(rows.values(state="satisfied"))


def set_aside(session: Session, outbox_id: int) -> None:
    """Take what can reach nobody out of a message that is dropped: it is planned again once there is a way."""
    rows = update(NoticeRow).where(NoticeRow.outbox_id == outbox_id, NoticeRow.state == "undeliverable")
    session.execute(rows.values(outbox_id=None))


def told_since(session: Session, person_id: int, since: datetime) -> bool:
    """Whether a person was told anything at or after an instant."""
    question = select(NoticeRow.id).where(NoticeRow.person_id == person_id, NoticeRow.told_at >= since)
    return session.scalars(question.limit(1)).first() is not None


# Under way with its words frozen, or of unknown end: it may have been read.
_MAY_HAVE_BEEN_TOLD = (NoticeRow.state == "told") | (
    (NoticeRow.state == "planned") & OutboxRow.message_id.is_not(None) & OutboxRow.state.in_(("sending", "unknown"))
)


def told_of(session: Session, case_ids: Collection[int]) -> dict[int, dict[int, list[Told]]]:
    """What each person of each case was told, or may have been, oldest first: by case, then by person."""
    question = (
        select(
            NoticeRow.case_id,
            NoticeRow.person_id,
            NoticeRow.audience,
            NoticeRow.subject,
            NoticeRow.version,
            NoticeRow.kind,
        )
        .outerjoin(OutboxRow, OutboxRow.id == NoticeRow.outbox_id)
        .where(NoticeRow.case_id.in_(case_ids), _MAY_HAVE_BEEN_TOLD)
        .order_by(NoticeRow.id)
    )
    found: dict[int, dict[int, list[Told]]] = {}
    for case_id, person_id, audience, subject, version, kind in session.execute(question):
        if case_id is not None and person_id is not None:
            theirs = found.setdefault(case_id, {}).setdefault(person_id, [])
            theirs.append(Told(Audience(audience), subject, version, AlertKind(kind)))
    return found


def planned_versions(session: Session, case_ids: Collection[int]) -> set[tuple[int, str, str]]:
    """Of which subjects, in which version, somebody of some cases was told or is about to be."""
    columns = (NoticeRow.case_id, NoticeRow.subject, NoticeRow.version)
    question = select(*columns).where(NoticeRow.case_id.in_(case_ids), NoticeRow.state.in_(("planned", "told")))
    return {(id_, subject, version) for id_, subject, version in session.execute(question.distinct()) if id_}


def count_by_state(session: Session) -> dict[str, int]:
    """How many notices stand in each state."""
    question = select(NoticeRow.state, func.count()).group_by(NoticeRow.state)
    return dict(session.execute(question).all())
