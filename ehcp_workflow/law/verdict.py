"""Whether a limit was kept, said only as firmly as the dates allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.law.when import When


class Verdict(StrEnum):
    """On time, late, cannot tell, or not yet due."""

    ON_TIME = "on_time"
    LATE = "late"
    CANNOT_TELL = "cannot_tell"
    NOT_YET = "not_yet"


@dataclass(frozen=True)
class DaysLate:
    """How late, in whole days: at least and at most. Equal when every date is known to the day."""

    least: int
    most: int


@dataclass(frozen=True)
class Judgement:
    """A verdict with the days that go with it; no days when nothing is late or the dates are unknown."""

    verdict: Verdict
    days_late: DaysLate | None = None

    @property
    def in_words(self) -> str:
        """The verdict as a person reads it."""
        match self.verdict:
            case Verdict.ON_TIME:
                return "on time"
            case Verdict.NOT_YET:
                return "not yet due"
            case Verdict.LATE if self.days_late:
                return f"late by {_days_in_words(self.days_late)}"
            case _ if self.days_late:
                return f"cannot tell ({_days_in_words(self.days_late)} late)"
            case _:
                return "cannot tell"


def judge(due: When, met: When | None, today: date) -> Judgement:
    """Judge a limit that was met on a date, or not met by the end of today.

    The last day is inside the limit: meeting it on the due date is on time, and it is overdue from the next day.
    """
    if due.earliest is None or due.latest is None:
        return Judgement(Verdict.CANNOT_TELL)
    by = met if met is not None else When.day(today)
    if by.earliest is None or by.latest is None:
        return Judgement(Verdict.CANNOT_TELL)
    if by.latest <= due.earliest:
        return Judgement(Verdict.ON_TIME if met is not None else Verdict.NOT_YET)
    late = DaysLate(max(0, (by.earliest - due.latest).days), (by.latest - due.earliest).days)
    return Judgement(Verdict.LATE if late.least > 0 else Verdict.CANNOT_TELL, late)


def _days_in_words(late: DaysLate) -> str:
    if late.least == late.most:
        return f"{late.least} day{'' if late.least == 1 else 's'}"
    return f"between {late.least} and {late.most} days"
