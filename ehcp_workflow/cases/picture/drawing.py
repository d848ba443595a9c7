"""Drawing the picture of a case: every mark on the days it belongs to, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.picture.limits import limit_marks
from ehcp_workflow.cases.picture.marks import Look, Mark
from ehcp_workflow.cases.picture.records import claim_marks, event_marks, promise_marks
from ehcp_workflow.cases.picture.windows import Tick, Window, windows_of
from ehcp_workflow.cases.position import Position
from ehcp_workflow.law.rulebook import Rulebook

STILL_OPEN = frozenset({Look.OPEN, Look.SOON, Look.LATE, Look.UNSURE, Look.WAIVED, Look.AHEAD})
"""How what stands that somebody still waits for or has to do."""


@dataclass(frozen=True)
class Panel:
    """One line of days with everything on it.

    Attributes:
        title: what it shows.
        first, last: its days, both inclusive.
        ticks: days worth finding on it.
        marks: what lies on it, by day.
        today: the day of the picture; None where it lies beyond these days.
    """

    title: str
    first: date
    last: date
    ticks: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    today: date | None


@dataclass(frozen=True)
class Picture:
    """The picture of a case on a day.

    Attributes:
        as_at: the day.
        panels: lines of days, the present one first.
        undated: what has its place in no line, because its day is not known.
        elsewhere: what lies on days that no line shows, by day: it is in the history and among the dates.
    """

    as_at: date
    panels: tuple[Panel, ...]
    undated: tuple[Mark, ...]
    elsewhere: tuple[Mark, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything in the picture or beside it."""
        return (*(mark for panel in self.panels for mark in panel.marks), *self.undated, *self.elsewhere)


def draw(rulebook: Rulebook, position: Position) -> Picture:
    """The picture of a case: each limit that counts, each event, claim and promise is in it once.

    Args:
        rulebook: the law, for titles.
        position: where the case stands; the picture is of its day.
    """
    windows = windows_of(position)
    placed: list[list[Mark]] = [[] for _ in windows]
    undated: list[Mark] = []
    elsewhere: list[Mark] = []
    for mark, clock in _everything(rulebook, position):
        where = _window_of(windows, mark, clock)
        if mark.first is None:
            undated.append(mark)
        else:
            (elsewhere if where is None else placed[where]).append(mark)
    panels = tuple(_panel(window, marks, position.as_at) for window, marks in zip(windows, placed, strict=True))
    return Picture(position.as_at, panels, tuple(undated), tuple(sorted(elsewhere, key=_order)))


def _everything(rulebook: Rulebook, position: Position) -> Iterator[tuple[Mark, Clock | None]]:
    for clock, mark in limit_marks(rulebook, position):
        yield mark, clock
    for mark in (*event_marks(rulebook, position), *claim_marks(rulebook, position), *promise_marks(position)):
        yield mark, None


def _window_of(windows: tuple[Window, ...], mark: Mark, clock: Clock | None) -> int | None:
    """The window in which a mark belongs: the earliest that it fits, but the present one for what is still open.

    A limit belongs to the days in which it began to run, so that the end of the weeks stays in the picture of the
    weeks however early the plan came; what began with the plan belongs to what comes after it.
    """
    if clock and mark.look in STILL_OPEN and windows:
        return 0
    day = clock.facts.started.latest if clock else mark.when.latest
    for number, window in reversed(list(enumerate(windows))):
        after = clock is not None and day == window.counted
        if day and window.first <= day <= window.counted and not after:
            return number
    return None


def _panel(window: Window, marks: list[Mark], as_at: date) -> Panel:
    """A window made as wide as what lies in it; today is in it while something there is open, or it falls there."""
    first = min([window.first, *(mark.first for mark in marks if mark.first)])
    last = max([window.last, *(mark.last for mark in marks if mark.last)])
    if any(mark.look in STILL_OPEN for mark in marks):
        first, last = min(first, as_at), max(last, as_at)
    today = as_at if first <= as_at <= last else None
    return Panel(window.title, first, last, window.ticks, tuple(sorted(marks, key=_order)), today)


def _order(mark: Mark) -> tuple[date, date, str, str]:
    return mark.first or date.max, mark.when.latest or date.max, mark.kind, mark.key
