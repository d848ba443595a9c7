"""The one place that reads the time.

Every limit in this engine is a whole day in London, so "today" is London's date, not the machine's.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in London."""
    return london_date(now())


def london_date(instant: datetime) -> date:
    """The date in London at an instant that knows its time zone."""
    return instant.astimezone(LONDON).date()
