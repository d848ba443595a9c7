"""Every way the law counts time. All date arithmetic of the engine is in this file, on dates and never on datetimes.

A way of counting is a list of moves; a move has words and a step from one date to the next. The date and the
explanation of the date are therefore the same thing done once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pendulum

from ehcp_workflow.law.working_days import WorkingDays


class Way(StrEnum):
    """The ways of counting that statutes, regulations and tribunal rules use."""

    WEEKS = "weeks"
    DAYS = "days"
    DAYS_BEGINNING_WITH = "days_beginning_with"
    WORKING_DAYS = "working_days"
    WORKING_DAYS_BEGINNING_WITH = "working_days_beginning_with"
    TRIBUNAL_DAYS = "tribunal_days"
    TRIBUNAL_WORKING_DAYS = "tribunal_working_days"
    MONTHS = "months"
    MONTHS_BEGINNING_WITH = "months_beginning_with"
    CLEAR_DAYS_BEFORE = "clear_days_before"
    MONTHS_BEFORE = "months_before"
    BEFORE_DATE = "before_date"

    @property
    def is_backwards(self) -> bool:
        """Whether the act must come before the day counted from."""
        return self in {Way.CLEAR_DAYS_BEFORE, Way.MONTHS_BEFORE, Way.BEFORE_DATE}


class Adjustment(StrEnum):
    """What may still move a date once it has been counted."""

    TRIBUNAL_END = "tribunal_end"


@dataclass(frozen=True)
class Move:
    """One step of a computation: what it does in words, and the step itself (monotone)."""

    says: str
    step: Callable[[date], date]


def count(way: Way, n: int, calendar: WorkingDays) -> Move:
    """The move that counts `n` units in one of the law's ways, forwards or (for notice periods) backwards.

    For BEFORE_DATE `n` is a day of the year written as month and day: 215 is 15 February. No units is the same day.
    """
    if n == 0:
        return Move("It falls on that same day.", lambda day: day)
    if way is Way.BEFORE_DATE:
        day_of_year = f"{n % 100} {_MONTHS[n // 100 - 1]}"
        return Move(_WORDS[way].format(n=day_of_year), lambda day: last_day_before(day.year, n // 100, n % 100))
    says = _WORDS[way].format(n=n)
    return Move(_singular(says) if n == 1 else says, lambda day: _STEPS[way](day, n, calendar))


def _singular(says: str) -> str:
    """`1 months` as `1 month`."""
    for unit in ("working days", "clear days", "weeks", "days", "months"):
        says = says.replace(f"1 {unit}", f"1 {unit[:-1]}")
    return says


def adjust(adjustment: Adjustment, calendar: WorkingDays) -> Move:
    """The move that an adjustment makes; it leaves a date alone when the adjustment does not apply to it."""
    return Move(_ADJUSTMENT_WORDS[adjustment], lambda day: tribunal_end(day, calendar))


def add_days(day: date, n: int) -> date:
    """`n` days later (earlier when negative)."""
    return date.fromordinal(day.toordinal() + n)


def add_months(day: date, n: int) -> date:
    """The corresponding date `n` calendar months later, or the last day of that month when there is none.

    Source: Interpretation Act 1978 Sch 1 (month); the corresponding-date rule of Dodds v Walker [1981] 1 WLR 1027.
    """
    moved = pendulum.Date(day.year, day.month, day.day).add(months=n)
    return date(moved.year, moved.month, moved.day)


def last_day_of_months_beginning_with(day: date, n: int) -> date:
    """Last day of `n` months that begin with `day`: the day before the corresponding date.

    When the month has no corresponding date the period ends with that month. Two readings exist for 29 February;
    this one is the later by a day, which is why every limit also has a safe day one earlier.

    Source: Children and Families Act 2014 s44(1) ("the period of 12 months starting with the date…");
    Trow v Ind Coope [1967] 2 QB 899 and Barker v Hambleton DC [2012] EWCA Civ 610 (the first day counts).
    """
    corresponding = add_months(day, n)
    return add_days(corresponding, -1) if corresponding.day == day.day else corresponding


def tribunal_end(day: date, calendar: WorkingDays) -> date:
    """Where a Tribunal time limit ends when it would end on a day the Tribunal does not count.

    Days inside the period still count; only the end moves. In a SEN case an end from 25 December to 1 January moves to
    the first working day after 1 January, an end in August to the first working day after 31 August, and an end on
    any other day that is not a working day to the next working day. The act must be done by 5 pm.

    Source: Tribunal Procedure (First-tier Tribunal) (HESC Chamber) Rules 2008 (SI 2008/2699) r12(1)-(3)(a).
    """
    if day.month == 8:
        day = date(day.year, 9, 1)
    elif (day.month, day.day) >= (12, 25):
        day = date(day.year + 1, 1, 2)
    elif (day.month, day.day) == (1, 1):
        day = date(day.year, 1, 2)
    return calendar.on_or_after(day)


def last_day_before(year: int, month: int, day: int) -> date:
    """The last day on which something that must be done "before" a date can be done: the day before it.

    Source: SI 2014/1530 reg 18(1) ("before 15 February", "before 31 March"); the Code says "by" (para 9.179).
    """
    return add_days(date(year, month, day), -1)


def is_counted_by_tribunal(day: date) -> bool:
    """Whether a day inside a Tribunal time limit counts in a SEN case: not in August nor from 25 December to 1 January.

    Source: SI 2008/2699 r12(3)(b). It does not apply to lodging an appeal, where only the end of the limit moves.
    """
    return day.month != 8 and (day.month, day.day) not in _TRIBUNAL_CHRISTMAS


def tribunal_days(day: date, n: int, calendar: WorkingDays) -> date:
    """The nth day after a day that the Tribunal counts; an end on a day that is not a working day moves on.

    It moves to the next working day even when that lies in days not counted: the earlier of two readings, and safe.
    """
    for _ in range(n):
        day = _next_counted(day)
    return calendar.on_or_after(day)


def tribunal_working_days(day: date, n: int, calendar: WorkingDays) -> date:
    """The nth working day after a day that the Tribunal counts."""
    for _ in range(n):
        day = _next_counted(day)
        while not calendar.is_working(day):
            day = _next_counted(day)
    return day


def _next_counted(day: date) -> date:
    day = add_days(day, 1)
    while not is_counted_by_tribunal(day):
        day = add_days(day, 1)
    return day


_TRIBUNAL_CHRISTMAS = {(12, d) for d in range(25, 32)} | {(1, 1)}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_STEPS: dict[Way, Callable[[date, int, WorkingDays], date]] = {
    Way.WEEKS: lambda day, n, _: add_days(day, 7 * n),
    Way.DAYS: lambda day, n, _: add_days(day, n),
    Way.DAYS_BEGINNING_WITH: lambda day, n, _: add_days(day, n - 1),
    Way.WORKING_DAYS: lambda day, n, calendar: calendar.nth_after(day, n),
    Way.WORKING_DAYS_BEGINNING_WITH: lambda day, n, calendar: calendar.nth_after(add_days(day, -1), n),
    Way.TRIBUNAL_DAYS: tribunal_days,
    Way.TRIBUNAL_WORKING_DAYS: tribunal_working_days,
    Way.MONTHS: lambda day, n, _: add_months(day, n),
    Way.MONTHS_BEGINNING_WITH: lambda day, n, _: last_day_of_months_beginning_with(day, n),
    Way.CLEAR_DAYS_BEFORE: lambda day, n, _: add_days(day, -n - 1),
    Way.MONTHS_BEFORE: lambda day, n, _: add_months(day, -n),
}

_WORDS = {
    Way.WEEKS: "Count {n} weeks. The day it starts from does not count, so the last day is the same day of the week.",
    Way.DAYS: "Count {n} days. The day it starts from does not count.",
    Way.DAYS_BEGINNING_WITH: "Count {n} days. The day it starts from is day 1.",
    Way.WORKING_DAYS: "Count {n} working days. The day it starts from does not count.",
    Way.WORKING_DAYS_BEGINNING_WITH: "Count {n} working days. The day it starts from is day 1 if it is a working day.",
    Way.TRIBUNAL_DAYS: (
        "Count {n} days, leaving out August and 25 December to 1 January. The day it starts from does not count. "
        "An end on a day that is not a working day moves to the next working day, at 5 pm."
    ),
    Way.TRIBUNAL_WORKING_DAYS: (
        "Count {n} working days, leaving out August and 25 December to 1 January. "
        "The day it starts from does not count. The act must be done by 5 pm."
    ),
    Way.MONTHS: "Count {n} months: the same date {n} months on, or the last day of that month if it has no such date.",
    Way.MONTHS_BEGINNING_WITH: "Count {n} months. The day it starts from counts, so they end the day before that date.",
    Way.CLEAR_DAYS_BEFORE: "Count back {n} clear days. Neither the first day nor the last day counts.",
    Way.MONTHS_BEFORE: "Count back {n} months: the same date, or the last day of that month if it has no such date.",
    Way.BEFORE_DATE: "It must be done before {n} of that year, so the last day is the day before.",
}

_ADJUSTMENT_WORDS = {
    Adjustment.TRIBUNAL_END: (
        "If that day is in August the limit ends on the first working day of September, if it is from 25 December to "
        "1 January on the first working day after 1 January, and on another day off on the next working day; at 5 pm."
    ),
}
