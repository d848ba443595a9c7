"""Who has seen to what: acknowledgements, and the notices that still wait for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import NoticeRow

_ENDED = ("told", "undeliverable")


@dataclass(frozen=True)
class Unanswered:
    """A notice that must be acknowledged and has not been; `since` is when its message left or could not."""

    notice_id: int
    case_id: int
    alert_key: str
    subject: str
    version: str
    since: datetime
    escalated: int


def acknowledge(session: Session, case_id: int, rule: str | None, by: str, at: datetime) -> int:
    """Note that somebody has seen to what advisers were told, of one rule or of the whole case; how many notices."""
    known = update(NoticeRow).where(
        NoticeRow.case_id == case_id,
        NoticeRow.audience == "adviser",
        NoticeRow.acked_at.is_(None),
        NoticeRow.state.in_((*_ENDED, "planned")),
    )
    if rule is not None:
        known = known.where(NoticeRow.subject.startswith(f"clock:{rule}@", autoescape=True))
    done = session.execute(known.values(acked_at=at, acked_by=by).returning(NoticeRow.id))
    return len(done.all())


def acknowledged(session: Session, case_ids: Collection[int]) -> set[tuple[int, str, str]]:
    """The case, subject and version of everything that was acknowledged in some cases."""
    question = select(NoticeRow.case_id, NoticeRow.subject, NoticeRow.version).where(
        NoticeRow.case_id.in_(case_ids), NoticeRow.acked_at.is_not(None)
    )
    return {(case_id, subject, version) for case_id, subject, version in session.execute(question) if case_id}


def unanswered(session: Session, before: datetime, levels: int, case_ids: Collection[int] = ()) -> list[Unanswered]:
    """Notices of advisers told before an instant that must be acknowledged, were not, and can still be escalated.

    Args:
        session: the transaction.
        before: only those whose message left, or could not, before this instant.
        levels: how often one can be escalated; those that were that often are left out.
        case_ids: only of these cases, and then whatever was escalated before; empty for all.
    """
    since = func.coalesce(NoticeRow.told_at, NoticeRow.planned_at)
    question = select(
        NoticeRow.id,
        NoticeRow.case_id,
        NoticeRow.alert_key,
        NoticeRow.subject,
        NoticeRow.version,
        since,
        NoticeRow.escalated,
    ).where(
        NoticeRow.must_ack.is_(True),
        NoticeRow.acked_at.is_(None),
        NoticeRow.state.in_(_ENDED),
        NoticeRow.audience == "adviser",
        NoticeRow.case_id.is_not(None),
        since < before,
    )
    question = question.where(NoticeRow.case_id.in_(case_ids) if case_ids else NoticeRow.escalated < levels)
    rows: Iterable[Any] = session.execute(question.order_by(NoticeRow.id))
    return [Unanswered(*row) for row in rows]


def note_escalated(session: Session, notice_ids: Collection[int], level: int) -> None:
    """Note how often notices were escalated."""
    session.execute(update(NoticeRow).where(NoticeRow.id.in_(notice_ids)).values(escalated=level))
