"""When something happened, as exactly as the record says and no more exactly than that."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ehcp_workflow.errors import BadInput

Precision = Literal["day", "month", "range", "unknown"]

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class When:
    """A day, a month, a range of days (both ends inclusive), or a date nobody knows.

    Real records often say only "March 2025". Every period of the law is monotone (a later start never gives an
    earlier limit), so carrying both ends through a computation gives both ends of the answer.
    """

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if (self.earliest is None) != (self.latest is None):
            raise BadInput("A range needs both a first and a last day. Give both, or 'unknown'.")
        if self.earliest and self.latest and self.latest < self.earliest:
            raise BadInput(f"The range {self.earliest}/{self.latest} ends before it begins. Swap the two dates.")

    @classmethod
    def day(cls, day: date) -> When:
        """Exactly one day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> When:
        """Some day of a month."""
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def parse(cls, text: str) -> When:
        """Read `2025-03-10`, `2025-03`, `2025-03-10/2025-03-20` or `unknown`.

        Raises:
            BadInput: the text has none of these forms, or names a date that does not exist.
        """
        said = text.strip()
        try:
            if said.lower() == "unknown":
                return UNKNOWN
            if match := _MONTH.fullmatch(said):
                return cls.month(int(match[1]), int(match[2]))
            first, slash, last = said.partition("/")
            return cls(date.fromisoformat(first), date.fromisoformat(last if slash else first))
        except ValueError:
            raise BadInput(
                f"'{text}' is not a date. Write 2025-03-10, 2025-03 (month only), 2025-03-10/2025-03-20, or unknown."
            ) from None

    @property
    def is_known(self) -> bool:
        """Whether anything at all is known of the date."""
        return self.earliest is not None

    @property
    def exact(self) -> date | None:
        """The day, when it is known to the day."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def precision(self) -> Precision:
        """How exactly the date is known."""
        if self.earliest is None or self.latest is None:
            return "unknown"
        if self.earliest == self.latest:
            return "day"
        return "month" if self == When.month(self.earliest.year, self.earliest.month) else "range"

    def move(self, step: Callable[[date], date]) -> When:
        """The same step taken from both ends; `step` must be monotone."""
        if self.earliest is None or self.latest is None:
            return UNKNOWN
        return When(step(self.earliest), step(self.latest))

    def may_precede(self, other: When) -> bool:
        """Whether this date could be on or before the other; an unknown date could be anywhere."""
        return self.earliest is None or other.latest is None or self.earliest <= other.latest

    def __str__(self) -> str:
        if self.earliest is None or self.latest is None:
            return "unknown"
        match self.precision:
            case "day":
                return self.earliest.isoformat()
            case "month":
                return self.earliest.isoformat()[:7]
            case _:
                return f"{self.earliest.isoformat()}/{self.latest.isoformat()}"

    def in_words(self) -> str:
        """The date as a person reads it, always with its weekday where a day is known."""
        if self.earliest is None or self.latest is None:
            return "an unknown date"
        match self.precision:
            case "day":
                return day_in_words(self.earliest)
            case "month":
                return f"some day in {self.earliest:%B %Y}"
            case _:
                return f"between {day_in_words(self.earliest)} and {day_in_words(self.latest)}"


UNKNOWN = When(None, None)


def day_in_words(day: date) -> str:
    """A day as a person reads it: `Tuesday 1 December 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"
