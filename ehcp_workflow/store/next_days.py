"""On which day something is due next: a case to look at, a message to send, an update to write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CaseRow, OutboxRow, PersonRow
from ehcp_workflow.today import london_date

_MOVES = ("due", "sending", "unknown")


def next_day(session: Session, fingerprint: str) -> date | None:
    """The first London day for which anything is due, which may be over; None when nothing is.

    Args:
        session: the transaction.
        fingerprint: of the rules: a case worked out with others, or never, is due at once.
    """
    return min(_days(session, fingerprint), default=None)


def _days(session: Session, fingerprint: str) -> Iterator[date]:
    stale = select(CaseRow.id).where(CaseRow.fingerprint.is_distinct_from(fingerprint))
    if session.scalars(stale.limit(1)).first() is not None:
        yield date.min
    for column in (CaseRow.next_clock_look, CaseRow.next_silence_look, PersonRow.next_update_on):
        if found := session.scalar(select(func.min(column))):
            yield found
    waiting = select(func.min(OutboxRow.next_at)).where(OutboxRow.state.in_(_MOVES))
    if found_at := session.scalar(waiting):
        yield london_date(found_at)
