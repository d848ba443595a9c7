"""What became of the rows of a file in words, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ehcp_workflow.services.importing.trying import OPENED, REFUSED, UNCHANGED, UPDATED, Tried, word_of
from ehcp_workflow.services.importing.verdicts import Verdict
from ehcp_workflow.web.wording import Tag

ROWS_PER_PAGE = 100
_WOULD = {
    OPENED: Tag("Opens a case", "green"),
    UPDATED: Tag("Adds to a case", "blue"),
    UNCHANGED: Tag("Changes nothing", "grey"),
    REFUSED: Tag("Refused", "red"),
}
_DID = {
    OPENED: Tag("Case opened", "green"),
    UPDATED: Tag("Added to a case", "blue"),
    UNCHANGED: Tag("Nothing new", "grey"),
    REFUSED: Tag("Refused", "red"),
}


@dataclass(frozen=True)
class Row:
    """One row of a file: what becomes of it, and what a person should look at."""

    verdict: Verdict
    tag: Tag


@dataclass(frozen=True)
class Page:
    """Some of the rows, and whether there are others before and after.

    Attributes:
        rows: the rows of this page; number, last: which page it is, and of how many; total: how many rows in all.
    """

    rows: tuple[Row, ...]
    number: int
    last: int
    total: int


def shown_of(tried: Tried, *, everything: bool) -> list[Row]:
    """The rows to show: all of them, or those that a person should look at."""
    words = _DID if tried.done else _WOULD
    rows = [Row(verdict, words[word_of(verdict)]) for verdict in tried.verdicts]
    return rows if everything else [row for row in rows if row.verdict.remarks]


def page_of(rows: Sequence[Row], number: int) -> Page:
    """One page of rows; a number that is not there is the nearest that is."""
    last = max(1, -(-len(rows) // ROWS_PER_PAGE))
    number = min(max(number, 1), last)
    start = (number - 1) * ROWS_PER_PAGE
    return Page(tuple(rows[start : start + ROWS_PER_PAGE]), number, last, len(rows))
