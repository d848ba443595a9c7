"""Term dates that were imported: the newest of each council or school."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import TermCalendarRow


def read_calendars(session: Session) -> dict[str, dict[str, Any]]:
    """What the newest import of each owner said, by owner."""
    newest = select(func.max(TermCalendarRow.id)).group_by(TermCalendarRow.owner)
    rows = session.scalars(select(TermCalendarRow).where(TermCalendarRow.id.in_(newest)))
    return {row.owner: row.said for row in rows}
