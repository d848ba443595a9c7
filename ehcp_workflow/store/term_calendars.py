"""Term dates that were imported: the newest of each council or school, and the cases that use them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CaseRow, ProvisionLineRow, TermCalendarRow

_CHANGED = "new term dates"
_AT_ONCE = 500


def newest(session: Session) -> int:
    """The number of the newest import, which changes with each; 0 when nothing was ever imported."""
    return session.scalar(select(func.max(TermCalendarRow.id))) or 0


def read_calendars(session: Session) -> dict[str, dict[str, Any]]:
    """What the newest import of each owner said, by owner."""
    latest = select(func.max(TermCalendarRow.id)).group_by(TermCalendarRow.owner)
    rows = session.scalars(select(TermCalendarRow).where(TermCalendarRow.id.in_(latest)))
    return {row.owner: row.said for row in rows}


def add_calendar(session: Session, said: dict[str, Any], by: str, at: datetime) -> None:
    """Keep imported term dates, checked; those imported earlier stay as history."""
    row = TermCalendarRow(
        owner=said["owner"], title=said["title"], said=said, source=said["source"], recorded_at=at, recorded_by=by
    )
    session.add(row)
    session.flush()


def cases_using(session: Session, owner: str) -> list[int]:
    """The cases that count by some term dates: those of a council, and those with a line that names the dates."""
    lines = select(ProvisionLineRow.case_id).where(ProvisionLineRow.calendar == owner)
    question = select(CaseRow.id).where(or_(CaseRow.council_code == owner, CaseRow.id.in_(lines)))
    return list(session.scalars(question.order_by(CaseRow.id)))


def mark_changed(session: Session, case_ids: Collection[int]) -> None:
    """Have the next check work cases out again as after a change of rules, which holds what that tells.

    A case that was never worked out yet is left as it is.
    """
    ids = sorted(case_ids)
    for begin in range(0, len(ids), _AT_ONCE):
        some = CaseRow.id.in_(ids[begin : begin + _AT_ONCE])
        session.execute(update(CaseRow).where(some, CaseRow.fingerprint.is_not(None)).values(fingerprint=_CHANGED))


def used_by_lines(session: Session) -> dict[str, int]:
    """Whose term dates lines of Section F count by, each with the number of cases."""
    owner = func.coalesce(ProvisionLineRow.calendar, CaseRow.council_code)
    question = (
        select(owner, func.count(ProvisionLineRow.case_id.distinct()))
        .join(CaseRow, CaseRow.id == ProvisionLineRow.case_id)
        .where(ProvisionLineRow.term_time, owner.is_not(None))
        .group_by(owner)
    )
    return {whose: cases for whose, cases in session.execute(question) if whose}
