"""Reading term dates: a mapping as a file holds it becomes a checked calendar, or all that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar
from ehcp_workflow.errors import BadInput

_SATURDAY = 5
_UNREAD = date.min


def read_terms(said: Mapping[str, Any], bank_holidays: frozenset[date], place: str) -> TermCalendar:
    """The calendar that a file describes. Dates are ISO, or as councils print them: `Monday 2 September 2024`.

    Args:
        said: keys owner, title, source, known_from, known_to, terms, inset and closures; all days inclusive.
        bank_holidays: the bank holidays of England.
        place: the file, for problems; an entry that knows its own line says that.

    Raises:
        BadInput: anything is impossible or contradicts itself; every problem is named, one a line.
    """
    reading = _Reading(place)
    terms = tuple(reading.term(entry) for entry in said.get("terms", ()))
    calendar = TermCalendar(
        owner=reading.text(said, "owner"),
        title=reading.text(said, "title"),
        terms=terms,
        known_from=reading.day(said, "known_from", place),
        known_to=reading.day(said, "known_to", place),
        inset=frozenset(reading.dates(said.get("inset", ()))),
        closures=tuple(reading.days(entry, "a closure") for entry in said.get("closures", ())),
        bank_holidays=bank_holidays,
        source=reading.text(said, "source"),
    )
    if not reading.problems:
        reading.check(calendar)
    if reading.problems:
        raise BadInput("\n".join(reading.problems))
    return calendar


@dataclass
class _Reading:
    place: str
    problems: list[str] = field(default_factory=list)

    def text(self, said: Mapping[str, Any], key: str) -> str:
        if not (value := said.get(key)):
            self.problems.append(f"{self.place}: '{key}' is missing. Add it.")
        return str(value)

    def term(self, entry: Mapping[str, Any]) -> Term:
        name = str(entry.get("name", "a term"))
        half = entry.get("half_term")
        return Term(name, self.days(entry, name), self.days(half, f"half-term of {name}") if half else None)

    def days(self, entry: Mapping[str, Any], what: str) -> Days:
        place = getattr(entry, "place", self.place)
        found = Days(self.day(entry, "first", place), self.day(entry, "last", place))
        if _UNREAD not in {found.first, found.last} and found.last < found.first:
            self.problems.append(f"{place}: {what} ends {found.last}, before it begins {found.first}. Correct one.")
        return found

    def dates(self, listed: Any) -> list[date]:  # noqa: ANN401 - whatever a file holds
        return [self.day({"a training day": value}, "a training day", self.place) for value in listed]

    def day(self, entry: Mapping[str, Any], key: str, place: str) -> date:
        value = entry.get(key)
        if type(value) is date:
            return value
        for shape in ("%Y-%m-%d", "%A %d %B %Y", "%d %B %Y"):
            try:
                read = datetime.strptime(str(value), shape).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if "%A" in shape and f"{read:%A}" != str(value).split()[0].capitalize():
                break
            return read
        self.problems.append(
            f"{place}: {key}: '{value}' is no day there is, or its weekday is wrong. "
            "Write it like 'Monday 2 September 2024'."
        )
        return _UNREAD

    def check(self, calendar: TermCalendar) -> None:
        """Whether the parts fit each other."""
        known = Days(calendar.known_from, calendar.known_to)
        if not calendar.terms:
            self.problems.append(f"{self.place}: there is no term in it. Add 'terms'.")
        for before, after in pairwise(calendar.terms):
            if after.days.first <= before.days.last:
                self.problems.append(f"{self.place}: {after.name} begins before {before.name} has ended. Correct one.")
        for term in calendar.terms:
            self._inside(term.days, known, f"{term.name} lies outside known_from and known_to")
            if term.half_term:
                self._inside(term.half_term, term.days, f"the half-term holiday lies outside {term.name}")
        for day in sorted(calendar.inset):
            if day.weekday() >= _SATURDAY or not any(day in term.days for term in calendar.terms):
                self.problems.append(f"{self.place}: training day {day:%A} {day} is not on a weekday in a term.")

    def _inside(self, days: Days, outer: Days, problem: str) -> None:
        if days.first not in outer or days.last not in outer:
            self.problems.append(f"{self.place}: {problem} ({days.first} to {days.last}). Correct one of them.")
