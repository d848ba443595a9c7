"""When a message may leave: only by day, by London's clocks, and a digest only on a working day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.law.working_days import WorkingDays
from ehcp_workflow.store.joining import Slot
from ehcp_workflow.today import LONDON, london_date

SLOTS = 4
_STAFF = frozenset({"adviser", "supervisor"})


@dataclass(frozen=True)
class Window:
    """The hours in which one kind of message may leave, London time: from inclusive, to exclusive.

    Attributes:
        working_days: the only days on which it may; None for every day.
    """

    opens: time
    closes: time
    working_days: WorkingDays | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether a message may leave at this instant."""
        local = now.astimezone(LONDON)
        return self.opens <= local.time() < self.closes and self._is_open_on(local.date())

    def slots(self, now: datetime) -> list[Slot]:
        """The next London dates on which a message may leave, and the first instant of each at which it may."""
        local = now.astimezone(LONDON)
        day = local.date() if local.time() < self.closes else _day_after(local.date())
        found: list[Slot] = []
        while len(found) < SLOTS:
            if self._is_open_on(day):
                found.append(Slot(day, max(now, _at(day, self.opens))))
            day = _day_after(day)
        return found

    def next_opening(self, now: datetime) -> datetime:
        """The first instant, from now on, at which a message may leave."""
        return self.slots(now)[0].opens

    def opens_tomorrow(self, now: datetime) -> datetime:
        """The first instant after today, by London's date, at which a message may leave."""
        return self.next_opening(_at(_day_after(london_date(now)), time.min))

    def _is_open_on(self, day: date) -> bool:
        """A day beyond the bank holidays we know counts by its weekday alone: a digest is not law."""
        known = self.working_days
        if known is None:
            return True
        if known.known_from <= day <= known.known_to:
            return known.is_working(day)
        return day.weekday() < 5


def window_for(
    policy: Policy,
    calendar: WorkingDays,
    message: str,
    *,
    urgent: bool,
    own: tuple[time | None, time | None] = (None, None),
) -> Window:
    """The hours for one message.

    Args:
        policy: house policy.
        calendar: the working days.
        message: which words it carries; advisers' and supervisors' are digests unless they are urgent.
        urgent: whether it does not wait for the digest.
        own: the only hours a contact point may be used in, where its owner named some; they are stronger than policy.
    """
    opens, closes = policy.sending_hours.from_, policy.sending_hours.to
    if own[0] is not None and own[1] is not None:
        opens, closes = own[0], own[1]
    if message not in _STAFF or urgent:
        return Window(opens, closes)
    at = policy.digest.at if opens <= policy.digest.at < closes else opens
    return Window(at, closes, calendar if policy.digest.working_days_only else None)


def start_of_day(now: datetime) -> datetime:
    """The instant at which London's present date began."""
    return _at(london_date(now), time.min)


def end_of_day(now: datetime, days: int = 0) -> datetime:
    """The instant at which London's present date ends, or the one so many days later."""
    return _at(date.fromordinal(london_date(now).toordinal() + 1 + days), time.min)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _at(day: date, wall: time) -> datetime:
    # Built from the wall time of that very day, so the hour is right on both sides of a clock change.
    return datetime.combine(day, wall, LONDON).astimezone(UTC)
