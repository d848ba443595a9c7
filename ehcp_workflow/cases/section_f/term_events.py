"""Events as councils and schools list them (`Half term`, `Term starts`, `INSET day`), gathered into term dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from ehcp_workflow.cases.section_f.terms import school_year

_DAY = timedelta(days=1)
_SATURDAY = 5
_MAX_DAYS = 400


class Meaning(StrEnum):
    """What an event of a school's calendar says of its terms."""

    TERM = "a term"
    BEGINS = "a term begins"
    ENDS = "a term ends"
    HALF_TERM = "half-term holiday"
    INSET = "training day"
    CLOSED = "school closed"
    NOTHING = "follows from the terms, or is a bank holiday; not needed"
    UNKNOWN = "not understood"


@dataclass(frozen=True)
class TermEvent:
    """One event as it was written: its words, its days (both inclusive; None where only one is said), and its place."""

    words: str
    first: date
    last: date | None
    place: str


class Placed(dict[str, Any]):
    """An entry of term dates that knows where it was written."""

    place: str = ""


@dataclass
class Gathered:
    """Term dates gathered from events, as `read_terms` takes them.

    Attributes:
        terms, inset, closures: what was found; places: where each training day was written.
        problems: what cannot be right, each with its place and remedy.
    """

    terms: list[Placed] = field(default_factory=list)
    inset: list[date] = field(default_factory=list)
    closures: list[Placed] = field(default_factory=list)
    places: dict[date, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def known(self) -> tuple[date, date] | None:
        """The days these terms speak for: whole school years, but not beyond a term of a year that is not all there."""
        if not self.terms:
            return None
        first, last = min(term["first"] for term in self.terms), max(term["last"] for term in self.terms)
        begins, ends = school_year(first).first, school_year(last).last
        return begins if first.month in _AUTUMN else first, ends if last.month in _YEAR_ENDS else last


_AUTUMN = frozenset({8, 9})
_YEAR_ENDS = frozenset({6, 7, 8})
_MEANINGS = (
    (Meaning.INSET, r"\binset\b|training|professional development|\bpd day|staff day|non.pupil|occasional day"),
    (Meaning.HALF_TERM, r"half.?term|mid.?term"),
    (Meaning.NOTHING, r"bank holiday|may day|christmas day|boxing day|good friday|easter (sunday|monday)"),
    (Meaning.CLOSED, r"closed|closure|\bsnow|strike"),
    (Meaning.NOTHING, r"holiday|\bbreak\b|vacation"),
    (Meaning.BEGINS, r"\b(begin|start|open|return|resume)|first day"),
    (Meaning.ENDS, r"\b(end|finish|close|break)|last day"),
    (Meaning.TERM, r"\bterm\b|autumn|spring|summer"),
)
_HALF = re.compile(r"\b(?:(?:autumn|spring|summer)(?: term)?|term) ?([1-6])\b")
_ONE_END = re.compile(r"\b(begin|start|end|finish|close|open|return|break up)")


def meaning(event: TermEvent) -> Meaning:
    """What an event says, by its words; a term that has both its days is a term, whatever verb stands beside it."""
    words = " ".join(event.words.lower().split())
    found = next((what for what, pattern in _MEANINGS if re.search(pattern, words)), Meaning.UNKNOWN)
    is_range = event.last is not None and event.last > event.first
    if found in {Meaning.BEGINS, Meaning.ENDS} and is_range:
        return Meaning.TERM
    one_end = found is Meaning.HALF_TERM and not is_range and bool(_ONE_END.search(words))
    no_end = found in {Meaning.TERM, Meaning.HALF_TERM} and event.last is None
    return Meaning.UNKNOWN if one_end or no_end else found


def gather(events: Sequence[TermEvent]) -> Gathered:
    """Term dates from events in any order. What is not understood, or fits nothing, is a problem and never dropped."""
    found = Gathered()
    by_day = sorted(events, key=lambda event: (event.first, event.last or event.first))
    sorted_out = {what: [event for event in by_day if meaning(event) is what] for what in Meaning}
    for event in sorted_out[Meaning.UNKNOWN]:
        found.problems.append(
            f"{event.place}: '{event.words}' is not understood. Call it 'Autumn term' or 'Half term' with its first "
            "and last day, 'Term starts', 'Term ends', 'INSET day' or 'School closed'."
        )
    found.terms += _whole_terms(sorted_out[Meaning.TERM], found)
    found.terms += _paired(sorted_out[Meaning.BEGINS], sorted_out[Meaning.ENDS], found)
    found.terms.sort(key=lambda term: (term["first"], term["last"]))
    for event in sorted_out[Meaning.HALF_TERM]:
        _add_half_term(event, found)
    for event in sorted_out[Meaning.CLOSED]:
        found.closures.append(_placed(event, first=event.first, last=event.last or event.first))
    for event in sorted_out[Meaning.INSET]:
        _add_inset(event, found)
    return found


def _whole_terms(events: Iterable[TermEvent], found: Gathered) -> list[Placed]:
    """Terms said with both their days; the halves of a term, such as `Autumn 1` and `Autumn 2`, become one."""
    terms: list[Placed] = []
    waiting: TermEvent | None = None
    for event in events:
        half = _HALF.search(event.words.lower())
        is_second = half is not None and int(half[1]) % 2 == 0
        if waiting and not is_second:
            found.problems.append(f"{waiting.place}: the other half of '{waiting.words}' is missing. Add it.")
            waiting = None
        if half is None:
            terms.append(_term(event, event.first, event.last))
        elif not is_second:
            waiting = event
        elif waiting is None:
            found.problems.append(f"{event.place}: the first half of '{event.words}' is missing. Add it.")
        else:
            term = _term(waiting, waiting.first, event.last)
            between = _placed(event, first=(waiting.last or waiting.first) + _DAY, last=event.first - _DAY)
            terms.append(term)
            if between["first"] <= between["last"]:
                term["half_term"] = between
            waiting = None
    if waiting:
        found.problems.append(f"{waiting.place}: the other half of '{waiting.words}' is missing. Add it.")
    return terms


def _paired(begins: Iterable[TermEvent], ends: Iterable[TermEvent], found: Gathered) -> list[Placed]:
    """Terms said by two events, their first day and their last."""
    terms: list[Placed] = []
    started: TermEvent | None = None
    marks = [(event.first, True, event) for event in begins] + [(event.first, False, event) for event in ends]
    for _, is_start, event in sorted(marks, key=lambda mark: (mark[0], not mark[1])):
        if is_start and started:
            found.problems.append(f"{started.place}: the term that begins {started.first} has no last day. Add it.")
        if is_start:
            started = event
        elif started is None:
            found.problems.append(f"{event.place}: the term that ends {event.first} has no first day. Add it.")
        else:
            terms.append(_term(started, started.first, event.first))
            started = None
    if started:
        found.problems.append(f"{started.place}: the term that begins {started.first} has no last day. Add it.")
    return terms


def _add_half_term(event: TermEvent, found: Gathered) -> None:
    for term in found.terms:
        if term["first"] <= event.first <= term["last"]:
            if "half_term" in term:
                found.problems.append(f"{event.place}: {term['name']} has a half-term holiday already. Keep one.")
            term["half_term"] = _placed(event, first=event.first, last=event.last)
            return
    found.problems.append(f"{event.place}: the half-term holiday from {event.first} lies in no term. Correct its days.")


def _add_inset(event: TermEvent, found: Gathered) -> None:
    days = ((event.last or event.first) - event.first).days + 1
    if not 0 < days <= _MAX_DAYS:
        found.problems.append(f"{event.place}: '{event.words}' goes from {event.first} to {event.last}. Correct one.")
        return
    for day in (event.first + n * _DAY for n in range(days)):
        if days == 1 or day.weekday() < _SATURDAY:
            found.inset.append(day)
            found.places[day] = event.place


def _term(event: TermEvent, first: date, last: date | None) -> Placed:
    return _placed(event, name=f"{_season(event.words, first)} {first.year}", first=first, last=last)


def _season(words: str, first: date) -> str:
    named = re.search(r"autumn|spring|summer", words.lower())
    if named:
        return named[0].capitalize()
    return "Autumn" if first.month >= 8 and first.month < 12 else "Spring" if first.month in {12, 1, 2} else "Summer"


def _placed(event: TermEvent, **said: Any) -> Placed:  # noqa: ANN401 - names and days
    placed = Placed(said)
    placed.place = event.place
    return placed
