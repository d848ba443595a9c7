"""The one place that reads the time.

Every limit in this engine is a whole day in London, so "today" is London's date, not the machine's.
"""

from datetime import UTC, date, datetime

from ehcp_workflow.law.london import LONDON, london_date

__all__ = ["LONDON", "london_date", "now", "today"]


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present date in London."""
    return london_date(now())
