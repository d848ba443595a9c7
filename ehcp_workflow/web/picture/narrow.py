"""The picture on a phone: days run from top to bottom, their names on the left, words on the right, none on another."""

from __future__ import annotations

from textwrap import wrap

from ehcp_workflow.cases.picture.drawing import Panel
from ehcp_workflow.cases.picture.marks import Mark
from ehcp_workflow.web.picture.sketch import Line, Point, Sign, Sketch, ends_of, lasts_of, words_beside

WIDTH, _TOP, _BOTTOM = 360, 16, 16
_AXIS, _LANE, _LANES = 72, 13, 3
"""Where the line of days stands, and how far apart and how many the bars beside it are: they share lanes in turn."""
_SIGN = _AXIS + _LANE * _LANES + 22
_WORDS = _SIGN + 14
_ROW, _APART, _LETTERS = 18, 8, 27
_A_DAY, _LEAST, _MOST = 2.6, 200, 640
_MOST_LETTERS = 3 * _LETTERS


def sketch_narrow(panel: Panel) -> Sketch:
    """A panel with its days from top to bottom; on the left today and weeks, or months, are named as they fit."""
    days = (panel.last - panel.first).days + 1
    line = Line(panel.first, panel.last, _TOP, round(min(max(days * _A_DAY, _LEAST), _MOST)))
    today = Point(line.at(panel.today), "Today") if panel.today else None
    signs: list[Sign] = []
    free_from = float(_TOP)
    barred = 0
    for mark in sorted(panel.marks, key=lambda mark: (mark.when.latest or panel.last, mark.first or panel.first)):
        sign = _sign(line, mark, barred, free_from)
        barred += 1 if sign.ends or sign.lasts else 0
        signs.append(sign)
        free_from = sign.words_at[0] + _ROW * (len(sign.lines) - 1) + _APART
    named = line.weeks(panel) if len(panel.ticks) > 2 else tuple(line.months())
    return Sketch(
        width=WIDTH,
        height=round(max(line.begin + line.length, free_from) + _BOTTOM),
        end=line.begin + line.length,
        weeks=_apart(named, today),
        months=(),
        today=today,
        signs=tuple(signs),
    )


def _sign(line: Line, mark: Mark, barred: int, free_from: float) -> Sign:
    """A sign beside its words, as near to its day as those before it leave room; `barred` of them have bars."""
    day = line.at(mark.when.latest or line.last)
    lines = tuple(wrap(words_beside(mark, _MOST_LETTERS), _LETTERS, break_long_words=True))
    first = round(max(day + 5, free_from + _ROW - 4), 1)
    return Sign(
        mark=mark,
        day=day,
        along=first - 5,
        across=_SIGN,
        ends=ends_of(line, mark),
        lasts=lasts_of(line, mark),
        bars=_AXIS + 10 + (barred % _LANES) * _LANE,
        lines=lines,
        words_at=(first, _WORDS),
    )


def _apart(points: tuple[Point, ...], today: Point | None) -> tuple[Point, ...]:
    """Names that would stand on today's, or on the one before, are left away; the day itself stays."""
    kept: list[Point] = []
    free_from = 0.0
    for point in points:
        free = point.at >= free_from and not (today and abs(point.at - today.at) < _ROW)
        kept.append(point if free else Point(point.at, ""))
        free_from = point.at + _ROW if free else free_from
    return tuple(kept)
