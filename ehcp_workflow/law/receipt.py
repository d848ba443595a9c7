"""When something sent counts as received, where only the sending was recorded. An estimate, always labelled as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.law.working_days import WorkingDays


class Delivery(StrEnum):
    """How something was delivered."""

    BY_HAND = "by_hand"
    EMAIL = "email"
    FIRST_CLASS_POST = "first_class_post"
    SECOND_CLASS_POST = "second_class_post"
    SIGNED_FOR = "signed_for"


@dataclass(frozen=True)
class Estimate:
    """One reading of when something was received: what it says, whose reading it is, and the day."""

    says: str
    source: str
    day: When


_IPSEA = "IPSEA, model letter 9"
_DIRECTION = "Practice Direction (QBD) [1985] 1 WLR 489; Interpretation Act 1978 s7"


def estimates(sent: When, how: Delivery, calendar: WorkingDays, *, after_5pm: bool = False) -> tuple[Estimate, ...]:
    """Every reading of when something sent on a day counts as received.

    Two conventions are in use and differ by a day for first-class post, so both are given. For signed-for post there is
    none: the day on the receipt is a fact to be recorded.

    Args:
        sent: when it was handed over, posted or sent.
        how: how it was delivered.
        calendar: the working days.
        after_5pm: whether it was handed over or sent after 5 pm.

    Raises:
        BeyondCalendar: a working day outside the bank-holiday file is needed.

    Source: IPSEA's convention, https://www.ipsea.org.uk (model letter 9); Interpretation Act 1978 s7 with the Practice
    Direction of 1985 on service by post.
    """
    return tuple(_estimates(sent, how, calendar, after_5pm=after_5pm))


def _estimates(sent: When, how: Delivery, calendar: WorkingDays, *, after_5pm: bool) -> Iterator[Estimate]:
    match how:
        case Delivery.BY_HAND | Delivery.EMAIL:
            yield Estimate("Received on the day it was sent.", "the day itself", sent)
            says = "Received on the day it was sent, or on the next working day when that was after 5 pm or a day off."
            yield Estimate(says, _IPSEA, sent.move(lambda day: _in_office_hours(day, calendar, after_5pm=after_5pm)))
        case Delivery.FIRST_CLASS_POST:
            first = sent.move(lambda day: calendar.nth_after(day, 1))
            yield Estimate("First-class post: the next working day after posting.", _IPSEA, first)
            second = sent.move(lambda day: calendar.nth_after(day, 2))
            yield Estimate("First-class post: the second working day after posting.", _DIRECTION, second)
        case Delivery.SECOND_CLASS_POST:
            fourth = sent.move(lambda day: calendar.nth_after(day, 4))
            yield Estimate("Second-class post: the fourth working day after posting.", _DIRECTION, fourth)
        case _:  # signed for: the day on the receipt is a fact to be recorded
            return


def span(readings: tuple[Estimate, ...]) -> When:
    """From the earliest to the latest of several readings; unknown when there is none."""
    firsts = [reading.day.earliest for reading in readings if reading.day.earliest]
    lasts = [reading.day.latest for reading in readings if reading.day.latest]
    return When(min(firsts), max(lasts)) if firsts else UNKNOWN


def _in_office_hours(day: date, calendar: WorkingDays, *, after_5pm: bool) -> date:
    return calendar.on_or_after(add_days(day, 1) if after_5pm and calendar.is_working(day) else day)
