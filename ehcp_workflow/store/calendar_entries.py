"""The dates of cases as calendars were last told of them: how often each changed, and when it fell away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CalendarEntryRow, EventRow


@dataclass(frozen=True)
class Told:
    """A date as calendars were last told of it.

    Attributes:
        case_id, clock: which date: the rule and the first record of what started it.
        first, last: its days, both inclusive.
        sequence: how often it changed; changed_at: when it last did.
        cancelled_at: when it fell away before its day; None while it stands.
    """

    case_id: int
    clock: str
    first: date
    last: date
    sequence: int
    changed_at: datetime
    cancelled_at: datetime | None = None


def told_of(session: Session, case_ids: Collection[int]) -> dict[int, dict[str, Told]]:
    """What calendars were told of some cases, by case and clock."""
    found: dict[int, dict[str, Told]] = {case_id: {} for case_id in case_ids}
    for row in session.scalars(select(CalendarEntryRow).where(CalendarEntryRow.case_id.in_(case_ids))):
        found[row.case_id][row.clock] = Told(
            row.case_id, row.clock, row.first, row.last, row.sequence, row.changed_at, row.cancelled_at
        )
    return found


def keep_told(session: Session, entries: Collection[Told]) -> None:
    """Keep what calendars are told from now on; the transaction holds the cases."""
    for entry in entries:
        session.merge(CalendarEntryRow(**vars(entry)))
    session.flush()


def first_records(session: Session, case_ids: Collection[int]) -> dict[str, str]:
    """Of each record that corrects another, the first of the chain: a correction moves a date, it makes no new one."""
    question = select(EventRow.id, EventRow.corrects).where(
        EventRow.case_id.in_(case_ids), EventRow.corrects.is_not(None)
    )
    corrects = {id_: old for id_, old in session.execute(question) if old}
    return {id_: _first(id_, corrects) for id_ in corrects}


def _first(id_: str, corrects: dict[str, str]) -> str:
    seen = {id_}
    while (older := corrects.get(id_)) and older not in seen:
        seen.add(older)
        id_ = older
    return id_
