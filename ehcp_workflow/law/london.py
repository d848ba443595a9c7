"""Every limit in this engine is a whole day in London."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_date(instant: datetime) -> date:
    """The date in London at an instant that knows its time zone."""
    return instant.astimezone(LONDON).date()
