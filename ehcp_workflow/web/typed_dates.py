"""A date as people type it: day, month and year, or month and year only; the month as a number or a name."""

from __future__ import annotations

from calendar import month_abbr, month_name
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When
from ehcp_workflow.web.asking import EARLIEST, LATEST

_MONTHS = {name.lower(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}


class NotADate(BadInput):
    """What was typed is no date; `field` is the input to mend, and `message` what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


@dataclass(frozen=True)
class Typed:
    """The three inputs of a date, as they were typed.

    Attributes:
        name: the date input; its inputs are `name-day`, `name-month` and `name-year`.
        day, month, year: what stands in them, without the space around it.
    """

    name: str
    day: str
    month: str
    year: str

    @property
    def said(self) -> bool:
        """Whether anything was typed at all."""
        return bool(self.day or self.month or self.year)

    def field(self, part: str) -> str:
        """The id of one of its inputs."""
        return f"{self.name}-{part}"


def read_typed(typed: Typed, what: str) -> When:
    """The day that was typed, or the month where no day was.

    Args:
        typed: the three inputs.
        what: the date in words, such as "the date of the letter".

    Raises:
        NotADate: a part is missing, it is no real date, or it is outside the years 2000 to 2099.
    """
    for part, said in (("month", typed.month), ("year", typed.year)):
        if not said:
            raise NotADate(typed.field(part), f"Add the {part} to {what}.")
    year = _year(typed, what)
    month = _MONTHS.get(typed.month.lower()) or _number(typed.month)
    if not 1 <= month <= 12:
        raise NotADate(typed.field("month"), f"Check the month of {what}. Write a number from 1 to 12, or its name.")
    if not typed.day:
        return When.month(year, month)
    try:
        return When.day(date(year, month, _number(typed.day)))
    except ValueError:
        asked = f"Check {what}: there is no day {typed.day} in {month_name[month]} {year}."
        raise NotADate(typed.field("day"), asked) from None


def _year(typed: Typed, what: str) -> int:
    year = _number(typed.year)
    if len(typed.year) != 4 or not EARLIEST.year <= year <= LATEST.year:
        raise NotADate(typed.field("year"), f"Check the year of {what}. Write all 4 figures, for example 2026.")
    return year


def _number(said: str) -> int:
    """A whole number, or 0 where it is none. Figures of other scripts and signs are not meant here."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else 0
