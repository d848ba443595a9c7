"""When a message may leave: only by day, by London's clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from ehcp_workflow.cases.policy import SendingHours
from ehcp_workflow.store.notices import Slot
from ehcp_workflow.today import LONDON, london_date

SLOTS = 4


def may_send(now: datetime, hours: SendingHours) -> bool:
    """Whether a message may leave at this instant."""
    return hours.from_ <= now.astimezone(LONDON).time() < hours.to


def slots(now: datetime, hours: SendingHours) -> list[Slot]:
    """The next London dates on which a message may leave, and the first instant of each at which it may."""
    local = now.astimezone(LONDON)
    first = london_date(now) if local.time() < hours.to else _day_after(london_date(now), 1)
    days = (_day_after(first, n) for n in range(SLOTS))
    return [Slot(day, max(now, _at(day, hours.from_))) for day in days]


def next_opening(now: datetime, hours: SendingHours) -> datetime:
    """The first instant, from now on, at which a message may leave."""
    return slots(now, hours)[0].opens


def opens_tomorrow(now: datetime, hours: SendingHours) -> datetime:
    """The first instant of tomorrow, by London's date, at which a message may leave."""
    return _at(_day_after(london_date(now), 1), hours.from_)


def start_of_day(now: datetime) -> datetime:
    """The instant at which London's present date began."""
    return _at(london_date(now), time.min)


def _day_after(day: date, n: int) -> date:
    return date.fromordinal(day.toordinal() + n)


def _at(day: date, wall: time) -> datetime:
    # Built from the wall time of that very day, so the hour is right on both sides of a clock change.
    return datetime.combine(day, wall, LONDON).astimezone(UTC)
