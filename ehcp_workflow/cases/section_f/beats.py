"""The beats by which a line is judged: its weeks, or its longer periods, in which help was owed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ehcp_workflow.cases.section_f.accounting import Account
from ehcp_workflow.cases.section_f.catching_up import MadeUp
from ehcp_workflow.cases.section_f.line import Per
from ehcp_workflow.cases.section_f.periods import Period, week_of

_SCHOOL_WEEK = 5
_FORTNIGHT = 2


@dataclass(frozen=True, slots=True)
class Beat:
    """One week or longer period in which help was owed.

    Attributes:
        first, last: the first and last day on which it was owed, as ordinal numbers, both inclusive.
        weeks: how many school weeks it lasts: 1, 2 for a fortnight, and as many as were counted of a longer period.
        finished: whether all of it is over.
        reported: whether anybody said whether help was given; given: whether some was.
        short: whether something was missing, before any catch-up, that was not missed because of the child or family.
        excused: whether nothing was given and it was because of the child or family alone.
        good_on: the day of the catch-up with which nothing was missing any more; None where there was none.
    """

    first: int
    last: int
    weeks: int
    finished: bool
    reported: bool
    given: bool
    short: bool
    excused: bool
    good_on: int | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was given, and should have been."""
        return self.short and not self.given


def beats(accounts: Sequence[Account], made_up: dict[int, MadeUp]) -> list[Beat]:
    """The beats of a line, earliest first; what is owed by the day is judged by the week.

    Args:
        accounts: the periods of the line, earliest first.
        made_up: what catch-up made up for, by the place of the period.
    """
    found = []
    for _, same in groupby(enumerate(accounts), key=_together):
        if single := [_beat(account, made_up.get(place)) for place, account in same if account.sums.owed]:
            found.append(_joined(single) if len(single) > 1 else single[0])
    return found


def _together(placed: tuple[int, Account]) -> tuple[bool, int]:
    place, account = placed
    by_day = account.period.span.line.per is Per.DAY
    return by_day, week_of(account.period.first) if by_day else place


def _beat(account: Account, made: MadeUp | None) -> Beat:
    sums = account.sums
    if not sums.shortfall and not sums.unknown:
        return _smooth(account)
    excused_amount = min(sums.by_family, sums.shortfall)
    short = sums.shortfall > excused_amount or sums.unknown > 0
    left = sums.shortfall - made.amount if made else sums.shortfall
    good = made is not None and left <= excused_amount and not sums.unknown
    return Beat(
        first=account.first,
        last=account.last,
        weeks=weeks_of(account.period),
        finished=account.period.finished,
        reported=account.reported,
        given=account.given,
        short=short,
        excused=bool(sums.shortfall) and not short and not account.given,
        good_on=made.day if made and good else None,
    )


def _smooth(account: Account) -> Beat:
    """A beat in which nothing was missing, as far as anybody said; most beats are."""
    weeks, finished = weeks_of(account.period), account.period.finished
    return Beat(account.first, account.last, weeks, finished, account.reported, account.given, False, False, None)


def weeks_of(period: Period) -> int:
    """How many school weeks a period lasts, as far as it is counted: at least one."""
    match period.span.line.per:
        case Per.DAY | Per.WEEK:
            return 1
        case Per.FORTNIGHT:
            return _FORTNIGHT
        case _:
            return -(-period.days // _SCHOOL_WEEK)


def _joined(days: Sequence[Beat]) -> Beat:
    """The week that some days make together."""
    short = [day for day in days if day.short]
    good_on = [day.good_on for day in short if day.good_on is not None]
    given = any(day.given for day in days)
    return Beat(
        first=days[0].first,
        last=days[-1].last,
        weeks=1,
        finished=True,
        reported=any(day.reported for day in days),
        given=given,
        short=bool(short),
        excused=not short and not given and any(day.excused for day in days),
        good_on=max(good_on) if good_on and len(good_on) == len(short) else None,
    )
