"""The picture on a wide screen: days run from left to right, and signs stand in lanes so that no words overlap."""

from __future__ import annotations

from ehcp_workflow.cases.picture.drawing import Panel
from ehcp_workflow.cases.picture.marks import Mark, MarkKind
from ehcp_workflow.web.picture.sketch import LETTER, Heading, Line, Point, Sign, Sketch, ends_of, lasts_of, words_beside

WIDTH, _SIDE, _TOP, _LANE, _HEADING, _BOTTOM = 960, 12, 44, 28, 30, 30
_MOST_LETTERS = 60
"""So many fit beside a sign wherever it stands: after it in the first half, before it in the second."""
_SIGN, _GAP, _BARS = 12, 10, 12
"""Pixels from the middle of a sign to its words, kept free between what stands in one lane, and down to its bars."""
_GROUPS = (
    ("What happened", {MarkKind.EVENT}),
    ("Last days", {MarkKind.LIMIT}),
    ("Promised or claimed", {MarkKind.PROMISE, MarkKind.CLAIM}),
)


def sketch_wide(panel: Panel) -> Sketch:
    """A panel with its days from left to right."""
    line = Line(panel.first, panel.last, _SIDE, WIDTH - 2 * _SIDE)
    signs: list[Sign] = []
    headings: list[Heading] = []
    top = float(_TOP)
    for name, kinds in _GROUPS:
        if marks := [mark for mark in panel.marks if mark.kind in kinds]:
            headings.append(Heading(top + 18, name))
            placed, lanes = _in_lanes(line, marks, top + _HEADING + _LANE / 2)
            signs += placed
            top += _HEADING + lanes * _LANE
    return Sketch(
        width=WIDTH,
        height=round(top + _BOTTOM),
        end=line.begin + line.length,
        weeks=_apart(line.weeks(panel), past_edge=True),
        months=_apart(tuple(line.months()), past_edge=False),
        today=Point(line.at(panel.today), "Today") if panel.today else None,
        signs=tuple(signs),
        headings=tuple(headings),
    )


def _in_lanes(line: Line, marks: list[Mark], top: float) -> tuple[list[Sign], int]:
    """Marks each in the first lane with room for its sign and words; and how many lanes that took."""
    lanes: list[list[tuple[float, float]]] = []
    signs: list[Sign] = []
    for mark in marks:
        words = words_beside(mark, _MOST_LETTERS)
        begins, ends, leftward = _extent(line, mark, len(words) * LETTER)
        free = (n for n, taken in enumerate(lanes) if all(ends + _GAP <= a or b + _GAP <= begins for a, b in taken))
        lane = next(free, len(lanes))
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((begins, ends))
        signs.append(_sign(line, mark, words, top + lane * _LANE, leftward=leftward))
    return signs, len(lanes)


def _extent(line: Line, mark: Mark, width: float) -> tuple[float, float, bool]:
    """From where to where a mark, its words and its bars reach, and whether the words stand before it."""
    at = _place(line, mark)
    leftward = at + _SIGN + width > WIDTH
    words = at - _SIGN - width if leftward else at + _SIGN + width
    places = (at - _SIGN, at + _SIGN, words, *(ends_of(line, mark) or ()), *(lasts_of(line, mark) or ()))
    return min(places), max(places), leftward


def _place(line: Line, mark: Mark) -> float:
    """Where the sign stands: on its day, or on the last of those on which it may lie."""
    return line.at(mark.when.latest or line.last)


def _sign(line: Line, mark: Mark, words: str, across: float, *, leftward: bool) -> Sign:
    day = _place(line, mark)
    return Sign(
        mark=mark,
        day=day,
        along=day,
        across=across,
        ends=ends_of(line, mark),
        lasts=lasts_of(line, mark),
        bars=across + _BARS,
        lines=(words,),
        words_at=(round(day - _SIGN if leftward else day + _SIGN, 1), across + 5),
        leftward=leftward,
    )


def _apart(points: tuple[Point, ...], *, past_edge: bool) -> tuple[Point, ...]:
    """Names that would overlap the one before are left away; the line stays.

    Args:
        points: in the order of their days.
        past_edge: whether a name by the right edge is turned inward, as those of weeks are, or left away as well.
    """
    kept: list[Point] = []
    free_from = 0.0
    for point in points:
        width = len(point.name) * LETTER
        begins = min(point.at, WIDTH - width) if past_edge else point.at
        fits = begins >= free_from and begins + width <= WIDTH
        kept.append(point if fits else Point(point.at, ""))
        free_from = begins + width + _GAP if fits else free_from
    return tuple(kept)
