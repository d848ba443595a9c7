"""What both forms of the picture share: the line of days in pixels, short dates, and how wide words are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.picture.drawing import Panel
from ehcp_workflow.cases.picture.marks import Look, Mark
from ehcp_workflow.law.when import When

LETTER = 7.6
"""Pixels that a letter of the labels takes at most on average, in Arial at 14 pixels; a browser test holds it."""
_ADDED = {Look.LATE: "late", Look.DONE_LATE: "done late", Look.UNSURE: "cannot tell", Look.WAIVED: "exemption claimed"}


@dataclass(frozen=True)
class Point:
    """A day on the line that has a name: a week, a month or today; `at` is its place along the line in pixels."""

    at: float
    name: str


@dataclass(frozen=True)
class Sign:
    """A mark in its place.

    Attributes:
        mark: what it stands for.
        day: where its day is along the line, in pixels; the last of those on which it may lie.
        along, across: where its sign stands: along the line of days, and across it.
        ends: from where to where along the line it may lie, when its day is not known exactly.
        lasts: from where to where along the line it lasts: the days it is late, or for which something is claimed.
        bars: where both stand across the line.
        lines: the words beside it; words_at: where they begin, along the line and across it.
        leftward: whether the words stand before their sign and end at `words_at`.
    """

    mark: Mark
    day: float
    along: float
    across: float
    ends: tuple[float, float] | None
    lasts: tuple[float, float] | None
    bars: float
    lines: tuple[str, ...]
    words_at: tuple[float, float]
    leftward: bool = False


@dataclass(frozen=True)
class Heading:
    """The name of a group of marks, and where it stands across the line."""

    across: float
    name: str


@dataclass(frozen=True)
class Sketch:
    """A panel ready to be written as an SVG.

    Attributes:
        width, height: of the whole, in pixels; end: where the line of days ends.
        weeks, months: days with a name on the two sides of the line.
        today: where today is; None where it is not in the panel.
        signs, headings: everything that stands in it.
    """

    width: int
    height: int
    end: float
    weeks: tuple[Point, ...]
    months: tuple[Point, ...]
    today: Point | None
    signs: tuple[Sign, ...]
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Line:
    """The line of days of a panel, from its first to its last, in pixels."""

    first: date
    last: date
    begin: float
    length: float

    def at(self, day: date) -> float:
        """Where the middle of a day is; days beyond the ends stand at the ends."""
        days = (self.last - self.first).days + 1
        inside = min(max((day - self.first).days, 0), days - 1)
        return round(self.begin + (inside + 0.5) * self.length / days, 1)

    def span(self, first: date, last: date) -> tuple[float, float]:
        """From the middle of one day to the middle of another."""
        return self.at(first), self.at(last)

    def weeks(self, panel: Panel) -> tuple[Point, ...]:
        """The days worth finding of a panel."""
        return tuple(Point(self.at(tick.day), tick.name) for tick in panel.ticks)

    def months(self) -> Iterator[Point]:
        """The first day of each month on the line, the year with the first and with each January."""
        year, month = self.first.year, self.first.month
        named = False
        while (day := date(year, month, 1)) <= self.last:
            if day >= self.first:
                yield Point(self.at(day), f"{day:%b} {day.year}" if month == 1 or not named else f"{day:%b}")
                named = True
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def ends_of(line: Line, mark: Mark) -> tuple[float, float] | None:
    """From where to where a mark may lie; None for one whose day is known."""
    if mark.when.earliest is None or mark.when.latest is None or mark.when.exact:
        return None
    return line.span(mark.when.earliest, mark.when.latest)


def lasts_of(line: Line, mark: Mark) -> tuple[float, float] | None:
    """From where to where a mark lasts beyond its own day."""
    if mark.when.latest is None or mark.until is None or mark.until <= mark.when.latest:
        return None
    return line.span(mark.when.latest, mark.until)


def short(when: When) -> str:
    """A date beside its sign: `30 Nov`, `12 Nov to 12 Dec`, never broken in two. The table below has it in full."""
    if when.earliest is None or when.latest is None:
        return "no date"
    if when.exact:
        return _short(when.exact)
    return f"{_short(when.earliest)} to {_short(when.latest)}"


def _short(day: date) -> str:
    return f"{day.day}\N{NO-BREAK SPACE}{day:%b}"


def words_beside(mark: Mark, most: int) -> str:
    """What stands beside a sign: its date and how it stands whole, its title as far as there is room."""
    late = not mark.binds and mark.look in {Look.LATE, Look.DONE_LATE} and mark.ref
    added = "" if late else _ADDED.get(mark.look, "")
    tail = f", {short(mark.when)}" + (f", {added}" if added else "")
    return cut(mark.label, most - len(tail)) + tail


def cut(text: str, most: int) -> str:
    """A text of at most so many letters, ended between words and marked where it goes on."""
    if len(text) <= most:
        return text
    whole = text[: most - 1].rsplit(" ", 1)[0] if " " in text[: most - 1] else text[: most - 1]
    return f"{whole.rstrip(' ,(')}…"
