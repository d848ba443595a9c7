"""One line of Section F: what a plan specifies, how much of it, how often, and from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction


class Unit(StrEnum):
    """What an amount counts. Time is exact; what is counted comes whole: nobody can give half a session."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    SESSIONS = "sessions"
    VISITS = "visits"
    TIMES = "times"

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers of it can be owed."""
        return self in {Unit.SESSIONS, Unit.VISITS, Unit.TIMES}


class Per(StrEnum):
    """In which period an amount is owed."""

    DAY = "day"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    HALF_TERM = "half_term"
    MONTH = "month"
    TERM = "term"
    SCHOOL_YEAR = "school_year"
    YEAR = "year"
    ONCE = "once"


@dataclass(frozen=True)
class Line:
    """One line of Section F as one version of the plan has it.

    Attributes:
        id: unique name of this record.
        code: which line, such as `F1`; it keeps its code in later versions of the plan.
        plan: id of the event by which the council sent this version of the plan.
        strand: what kind of provision, a code of `config/provision.yaml` such as `speech_and_language`.
        amount, unit, per: how much, of what, in which period; without all three the line cannot be measured.
        term_time: whether it is owed in weeks of school term only.
        calendar: whose term dates count, such as `334` or `school:oak`; None for the council of the case.
        starts, ends: first and last day, both inclusive, where the line itself says so; else the plan's own.
        vague: codes of wording that cannot be measured, such as `as_required`.
        replaces: id of the record this one corrects.
        withdrawn: whether this record only takes the corrected one back.
        recorded_at: when it was written down, UTC.
    """

    id: str
    code: str
    plan: str
    strand: str
    amount: Fraction | None = None
    unit: Unit | None = None
    per: Per | None = None
    term_time: bool = True
    calendar: str | None = None
    starts: date | None = None
    ends: date | None = None
    vague: tuple[str, ...] = ()
    replaces: str | None = None
    withdrawn: bool = False
    recorded_at: datetime | None = None

    @property
    def can_be_measured(self) -> bool:
        """Whether it says how much, of what and how often."""
        return self.amount is not None and self.unit is not None and self.per is not None
