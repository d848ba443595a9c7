"""Bar charts made on the server: where each bar begins and ends. What is drawn stands in a table beside it, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

WIDTH = 400
"""In the units of the drawing, which fills the width it is given."""
_ROW, _TOP = 48, 4


class Fill(StrEnum):
    """How a part of a bar is filled. All four can be told apart in black and white."""

    SOLID = "solid"
    HATCHED = "hatched"
    DOTTED = "dotted"
    EMPTY = "empty"


@dataclass(frozen=True)
class Part:
    """A part of a bar, in the units of the chart."""

    amount: float
    fill: Fill


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, what it says in words, and its parts from left to right."""

    label: str
    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Drawn:
    """A bar in its place: the height of its words and its top, and each part as (left, width, fill)."""

    bar: Bar
    words_at: int
    top: int
    parts: tuple[tuple[float, float, Fill], ...]


@dataclass(frozen=True)
class Chart:
    """A bar chart.

    Attributes:
        id: unique on its page.
        title: what it shows.
        key: what each fill means.
        bars: from top to bottom.
        most: what a bar of the full width stands for.
    """

    id: str
    title: str
    key: tuple[tuple[Fill, str], ...]
    bars: tuple[Bar, ...]
    most: float

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return _TOP + _ROW * len(self.bars)

    @property
    def in_words(self) -> str:
        """What it shows, for those who do not see it."""
        return " ".join(f"{bar.label}: {bar.words}." for bar in self.bars)

    def drawn(self) -> Iterator[Drawn]:
        """Each bar in its place."""
        for number, bar in enumerate(self.bars):
            top, parts, left = _TOP + number * _ROW, [], 0.0
            for part in bar.parts:
                width = round(WIDTH * part.amount / self.most, 1) if self.most else 0.0
                if width:
                    parts.append((round(left, 1), width, part.fill))
                left += width
            yield Drawn(bar, top + 16, top + 23, tuple(parts))
