"""What became of what was owed in one period: given, missed, agreed away, or not reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from ehcp_workflow.cases.section_f.entry import By, EntryKind
from ehcp_workflow.cases.section_f.figures import Sums
from ehcp_workflow.cases.section_f.line import Per
from ehcp_workflow.cases.section_f.periods import Period, monday_of
from ehcp_workflow.cases.section_f.placing import Placed, is_single

NOTHING = Fraction(0)
_HALF = Fraction(1, 2)
_FAMILY = frozenset({By.FAMILY, By.CHILD})
_LACKING = frozenset({EntryKind.MISSED, EntryKind.PART})
_SAYING = frozenset({EntryKind.DELIVERED, EntryKind.PART, EntryKind.MISSED})
Shape = tuple[object, ...]


@dataclass(slots=True)
class Account:
    """One period with what became of it.

    Attributes:
        period: the period.
        sums: what became of what was owed, before any catch-up.
        reported: whether anybody said anything of it that tells whether help was given.
        given: whether any help was given in it.
        first, last: the first and last day in it on which help was owed, as ordinal numbers; else the period's own.
    """

    period: Period
    sums: Sums
    reported: bool
    given: bool
    first: int
    last: int


def owed_in(period: Period, days: int) -> Fraction:
    """What is owed for so many counted days of a period.

    Time is exact. What is counted comes whole, halves up: of one session a week four days owe one, two days none. In a
    period that is not over, what is counted is owed when enough of it has passed for one more. What is owed once is
    owed when its time is over.
    """
    line = period.span.line
    if line.amount is None or line.unit is None or (line.per is Per.ONCE and not period.finished):
        return NOTHING
    owed = line.amount if days == period.whole else line.amount * days / period.whole
    if not line.unit.is_whole:
        return owed
    return Fraction(floor(owed + _HALF if period.finished else owed))


def untouched(period: Period) -> Account:
    """The account of a period of which the log says nothing."""
    owed = owed_in(period, period.days)
    return Account(period, Sums(owed=owed, not_reported=owed), False, False, period.first, period.last)


def shape(period: Period, placed: Sequence[Placed]) -> Shape | None:
    """What decides the account of a period, so that it need not be worked out for each week that is alike.

    None where it must be worked out: something is said of a period that is not a week of five school days.
    """
    if placed and (period.span.line.per is not Per.WEEK or period.days != period.whole):
        return None
    said = tuple((p.entry.kind, p.amount, p.entry.by, p.first - period.first, p.last - period.first) for p in placed)
    return id(period.span), period.days, period.whole, period.finished, said


def moved(like: Account, period: Period) -> Account:
    """The account of a period that has the same shape as another."""
    by = period.first - like.period.first
    return Account(period, like.sums, like.reported, like.given, like.first + by, like.last + by)


def account(period: Period, placed: Sequence[Placed]) -> Account:
    """The account of a period of which the log says something.

    A week is reported when an entry of help delivered, given in part or missed covers a day of it; catch-up and agreed
    gaps say nothing of the rest of their week. Help delivered without an amount is all that was owed in the weeks of
    its days, but for days of which something else is said, and weeks in which somebody said how much.
    """
    log = _Log(period, placed)
    before = owed_in(period, period.days)
    owed = max(NOTHING, owed_in(period, len(log.owing)) - log.amounts(EntryKind.AGREED_GAP))

    def share(days: Iterable[int]) -> Fraction:
        number = len(log.owing.intersection(days))
        if number in {0, len(log.owing)}:
            return owed if number else NOTHING
        return owed * number / len(log.owing)

    delivered = log.amounts(EntryKind.DELIVERED, EntryKind.PART) + share(log.full)
    reported = max(share(log.reported - log.partly), min(owed, delivered + log.missed_once()))
    rest = owed - min(owed, delivered)
    shortfall = min(rest, max(NOTHING, reported - delivered))
    unknown = min(rest - shortfall, share(log.partly))
    sums = Sums(
        owed=owed,
        delivered=delivered,
        over=max(NOTHING, delivered - owed),
        agreed=before - owed,
        shortfall=shortfall,
        by_family=shortfall * log.family_part(),
        not_reported=rest - shortfall - unknown,
        unknown=unknown,
    )
    first, last = (min(log.owing), max(log.owing)) if log.owing else (period.first, period.last)
    return Account(period, sums, bool(log.reported), delivered > 0 or bool(log.partly), first, last)


class _Log:
    """What the log says of the days of one period; sets of days hold ordinal numbers.

    Attributes:
        owing: the days that count and that no agreed gap took away.
        reported: the days of weeks of which somebody said whether help was given.
        full: the days on which all was given that was owed.
        partly: the days of weeks in which a part was given, nobody says how much.
    """

    def __init__(self, period: Period, placed: Sequence[Placed]) -> None:
        self._period, self._placed = period, placed
        count = period.span.count
        counted = {day for day in range(period.first, period.last + 1) if count(day, day)}
        self.owing = counted - self._days(lambda p: p.entry.kind is EntryKind.AGREED_GAP and p.amount is None)
        self._lacking = self._days(lambda p: p.entry.kind in _LACKING)
        self.full = self._weeks(_all_of_it) - self._lacking - self._weeks(_so_much)
        self.partly = self._weeks(lambda p: p.entry.kind is EntryKind.PART and p.amount is None) - self.full
        self.reported = self._weeks(lambda p: p.entry.kind in _SAYING)

    def amounts(self, *kinds: EntryKind) -> Fraction:
        """The sum of the amounts said by entries of some kinds."""
        return sum((p.amount for p in self._placed if p.entry.kind in kinds and p.amount is not None), NOTHING)

    def missed_once(self) -> int:
        """How many single ones were missed: one day of a period that is longer than a fortnight misses one visit."""
        missed = [p.entry for p in self._placed if p.entry.kind is EntryKind.MISSED and self._period.is_long]
        return sum(is_single(entry, self._period.span) for entry in missed)

    def family_part(self) -> Fraction:
        """Which part of the days on which something was missed it was because of the child or family only."""
        others = self._days(lambda p: p.entry.kind in _LACKING and p.entry.by not in _FAMILY)
        return Fraction(len(self._lacking - others), len(self._lacking)) if self._lacking else NOTHING

    def _days(self, which: Callable[[Placed], bool]) -> set[int]:
        return {day for p in self._placed if which(p) for day in range(p.first, p.last + 1)}

    def _weeks(self, which: Callable[[Placed], bool]) -> set[int]:
        """The days of the weeks that entries touch; of a line owed by the day, their own days."""
        if self._period.span.line.per is Per.DAY:
            return self._days(which)
        mondays = {monday_of(day) for p in self._placed if which(p) for day in range(p.first, p.last + 1)}
        return {day for monday in mondays for day in range(monday, monday + 7)}


def _all_of_it(placed: Placed) -> bool:
    return placed.entry.kind is EntryKind.DELIVERED and placed.amount is None


def _so_much(placed: Placed) -> bool:
    return placed.entry.kind in {EntryKind.DELIVERED, EntryKind.PART} and placed.amount is not None
