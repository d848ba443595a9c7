"""Reading term dates: a mapping as a file holds it becomes a checked calendar, or all that is wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar
from ehcp_workflow.errors import BadInput

_SATURDAY = 5
_UNREAD = date.min
_LONGEST_HOLIDAY = 70
"""Days; a longer time without a term is one that was left out, because no school is closed for ten weeks."""
_BESIDE = timedelta(days=7)
"""Training days are often held in the week before a term or after it; they are no school days anyway."""
_KEYS = frozenset({"owner", "title", "source", "known_from", "known_to", "terms", "inset", "closures"})
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*[ ,.]+", re.IGNORECASE)
_SHAPES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y")


def read_terms(
    said: Mapping[str, Any], bank_holidays: frozenset[date], place: str, places: Mapping[date, str] | None = None
) -> TermCalendar:
    """The calendar that a file describes. Dates are ISO, or as councils print them: `Monday 2 September 2024`.

    Args:
        said: keys owner, title, source, known_from, known_to, terms, inset and closures; all days inclusive.
        bank_holidays: the bank holidays of England.
        place: the file, for problems; an entry that knows its own line says that.
        places: where single training days stand, if that is known.

    Raises:
        BadInput: anything is impossible or contradicts itself; every problem is named, one a line.
    """
    reading = _Reading(place, places or {})
    reading.keys(said)
    terms = tuple(reading.term(entry) for entry in reading.entries(said, "terms"))
    calendar = TermCalendar(
        owner=reading.text(said, "owner"),
        title=reading.text(said, "title"),
        terms=terms,
        known_from=reading.day(said, "known_from", place),
        known_to=reading.day(said, "known_to", place),
        inset=frozenset(reading.dates(said.get("inset") or ())),
        closures=tuple(reading.days(entry, "a closure") for entry in reading.entries(said, "closures")),
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
    places: Mapping[date, str]
    problems: list[str] = field(default_factory=list)

    def keys(self, said: Mapping[str, Any]) -> None:
        for key in sorted(set(said) - _KEYS):
            self.problems.append(
                f"{self.place}: '{key}' is not known here. Take it out, or use {', '.join(sorted(_KEYS))}."
            )

    def entries(self, said: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        listed = said.get(key) or []
        if isinstance(listed, list) and all(isinstance(entry, Mapping) for entry in listed):
            return listed
        self.problems.append(f"{self.place}: '{key}' must be a list of entries with 'first' and 'last'. Write it so.")
        return []

    def text(self, said: Mapping[str, Any], key: str) -> str:
        if not (value := said.get(key)):
            self.problems.append(f"{self.place}: '{key}' is missing. Add it.")
        return str(value)

    def term(self, entry: Mapping[str, Any]) -> Term:
        name = str(entry.get("name", "a term"))
        half = entry.get("half_term")
        if half is not None and not isinstance(half, Mapping):
            self.problems.append(
                f"{getattr(entry, 'place', self.place)}: half_term of {name} needs 'first' and 'last'."
            )
            half = None
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
        if (read := _read_day(str(value).strip())) is not None:
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
            gap = (after.days.first - before.days.last).days
            if gap > _LONGEST_HOLIDAY:
                self.problems.append(
                    f"{self.place}: there is no term between {before.name} and {after.name} ({gap} days). "
                    "Add the terms between, or leave one side out."
                )
            if gap <= 0:
                self.problems.append(f"{self.place}: {after.name} begins before {before.name} has ended. Correct one.")
        for term in calendar.terms:
            self._inside(term.days, known, f"{term.name} lies outside known_from and known_to")
            if term.half_term:
                self._inside(term.half_term, term.days, f"the half-term holiday lies outside {term.name}")
        for day in sorted(calendar.inset):
            near = any(term.days.first - _BESIDE <= day <= term.days.last + _BESIDE for term in calendar.terms)
            if day.weekday() >= _SATURDAY or not near:
                place = self.places.get(day, self.place)
                self.problems.append(
                    f"{place}: training day {day:%A} {day} is not on a weekday in a term or the week beside it. "
                    "Correct it."
                )

    def _inside(self, days: Days, outer: Days, problem: str) -> None:
        if days.first not in outer or days.last not in outer:
            self.problems.append(f"{self.place}: {problem} ({days.first} to {days.last}). Correct one of them.")


def _read_day(text: str) -> date | None:
    """A day, or None when there is no such day or its weekday is another."""
    weekday = _WEEKDAY.match(text)
    plain = re.sub(r"\bsept\b", "sep", text[weekday.end() :] if weekday else text, flags=re.IGNORECASE)
    for shape in _SHAPES:
        try:
            read = datetime.strptime(plain, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return read if weekday is None or f"{read:%a}".lower() == weekday[1].lower() else None
    return None
