"""Which days are working days, as far as the bank-holiday file knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ehcp_workflow.errors import BadConfiguration, BeyondCalendar
from ehcp_workflow.law.yaml_source import read_yaml

SATURDAY = 5


@dataclass(frozen=True)
class WorkingDays:
    """Monday to Friday except the bank holidays of England, for the days the file covers.

    Attributes:
        holidays: the bank holidays.
        known_from: first day covered, inclusive.
        known_to: last day covered, inclusive.

    Source: Banking and Financial Dealings Act 1971; dates as published on GOV.UK. Whether SI 2014/1530 defines
    "working day" itself is not settled; this is the ordinary meaning, and the Tribunal Rules'.
    """

    holidays: frozenset[date]
    known_from: date
    known_to: date

    def is_working(self, day: date) -> bool:
        """Whether a day is a working day.

        Raises:
            BeyondCalendar: the day is not covered; an unknown day is never guessed to be a working day.
        """
        if not self.known_from <= day <= self.known_to:
            raise BeyondCalendar(
                f"{day} is outside the bank holidays we know ({self.known_from} to {self.known_to}). "
                "Add the missing years to config/calendars/england.yaml."
            )
        return day.weekday() < SATURDAY and day not in self.holidays

    def on_or_after(self, day: date) -> date:
        """The first working day on or after a day."""
        while not self.is_working(day):
            day = date.fromordinal(day.toordinal() + 1)
        return day

    def nth_after(self, day: date, n: int) -> date:
        """The nth working day after a day, which itself does not count."""
        for _ in range(n):
            day = self.on_or_after(date.fromordinal(day.toordinal() + 1))
        return day


def load_working_days(path: Path) -> WorkingDays:
    """Read a bank-holiday file.

    Raises:
        BadConfiguration: a key is missing, or a holiday lies outside the days the file says it covers.
    """
    entry = read_yaml(path)
    try:
        known_from, known_to = entry["known_from"], entry["known_to"]
        listed = entry["holidays"]
    except KeyError as missing:
        raise BadConfiguration(f"{path.name}: the key {missing} is missing. Add it.") from None
    for day in (known_from, known_to, *(listed if isinstance(listed, list) else [listed])):
        if type(day) is not date:  # a date with a time is a date too, to Python
            raise BadConfiguration(f"{path.name}: '{day}' is not a date. Write it like 2027-01-01.")
    holidays = frozenset(listed)
    for holiday in sorted(holidays):
        if not known_from <= holiday <= known_to:
            raise BadConfiguration(
                f"{path.name}: {holiday} is outside {known_from} to {known_to}. Correct one of them."
            )
    return WorkingDays(holidays, known_from, known_to)
