"""How many of some steps were in time: always a number of how many, with the percentage only beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehcp_workflow.law.verdict import Verdict
from ehcp_workflow.store.timings import Done

FEW = 10
"""Of fewer than so many a percentage says little; pages say so."""


@dataclass(frozen=True)
class Tally:
    """How many were in time, late, and not to be told because their dates are known in part only."""

    within: int = 0
    late: int = 0
    cannot_tell: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return self.within + self.late + self.cannot_tell

    @property
    def percent(self) -> tuple[float, float] | None:
        """The least and the most per cent that can have been in time; None where there is nothing to divide by."""
        if not self.total:
            return None
        return 100 * self.within / self.total, 100 * (self.within + self.cannot_tell) / self.total

    @property
    def number_in_words(self) -> str:
        """How many of how many: `7 of 12`, or `7 to 9 of 12` where two cannot be told."""
        if not self.total:
            return "none"
        most = self.within + self.cannot_tell
        return f"{self.within if most == self.within else f'{self.within} to {most}'} of {self.total}"

    @property
    def percent_in_words(self) -> str:
        """The percentage: `58%`, or `58% to 75%`; nothing where there is none."""
        if self.percent is None:
            return ""
        least, most = (f"{share:.0f}%" for share in self.percent)
        return least if least == most else f"{least} to {most}"

    @property
    def in_words(self) -> str:
        """Both: `7 of 12 (58%)`."""
        return f"{self.number_in_words} ({self.percent_in_words})" if self.total else self.number_in_words


def tally(done: Iterable[Done]) -> Tally:
    """Counts of the database added up."""
    numbers = dict.fromkeys(Verdict, 0)
    for one in done:
        numbers[one.verdict] += one.number
    return Tally(numbers[Verdict.ON_TIME], numbers[Verdict.LATE], numbers[Verdict.CANNOT_TELL])
