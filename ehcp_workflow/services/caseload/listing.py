"""The caseload as somebody asks for it: a page of it, what it counts, and how much of it is from the day itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.glance import Flag
from ehcp_workflow.errors import Refused
from ehcp_workflow.services.caseload.lines import BoardLine, Key, admits, fresh_lines, kept_lines
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import board as store
from ehcp_workflow.store.board import Range
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.visibility import EVERYTHING, Sees
from ehcp_workflow.store.wanted import NONE, Wanted

ANEW_AT_MOST = 200
"""So many cases whose kept position does not hold are worked out anew before a list is shown."""
OTHER_DAY_AT_MOST = 2_000
"""So many cases are shown as they were, or will be, on another day."""
FEW = 2_000
"""Fewer cases than this are sorted; more are gone through in the order of their dates."""
ANY = Wanted()
_AT_ONCE = 500


@dataclass(frozen=True)
class Listing:
    """A page of the caseload.

    Attributes:
        day: the day it is for.
        lines: the cases of the page, soonest date first.
        following: the key after which the next page begins; None on the last page.
        found: how many cases are wanted in all; total: how many whoever asks may see.
        councils: the DfE numbers of the councils of all those, and `none` where a case has none.
        counts: how many of those wanted have each flag; a flag that is wanted itself is left aside.
        any_flag: how many are wanted when that flag is left aside.
        not_anew: how many cases were not worked out since something may have changed; 0 when all is from the day.
    """

    day: date
    lines: list[BoardLine]
    following: Key | None
    found: int
    total: int
    councils: frozenset[str]
    counts: dict[Flag, int]
    any_flag: int
    not_anew: int


@dataclass(frozen=True)
class _Pool:
    """The cases a list is drawn from: those whose kept positions are used, if any, and lines worked out anew."""

    installation: Installation
    unit: Unit
    kept: Range | None
    anew: list[BoardLine]
    day: date
    not_anew: int = 0

    def page(self, wanted: Wanted, after: Key | None, size: int, *, few: bool = False) -> list[BoardLine]:
        """The next lines after a key; `few` as in `store.board.page`."""
        lines = [line for line in self.anew if admits(wanted, line) and (after is None or line.key > after)]
        if self.kept:
            found = store.page(self.unit, replace(self.kept, wanted=wanted), after, size, few=few)
            lines += kept_lines(self.installation, self.unit, found, self.day)
        return sorted(lines, key=lambda line: line.key)[:size]

    def count(self, wanted: Wanted) -> tuple[Counter[str], dict[Flag, int]]:
        """How many cases are wanted of each council, by its DfE number or `none`, and how many of all by flag."""
        lines = [line for line in self.anew if admits(wanted, line)]
        councils, flags = store.count(self.unit, replace(self.kept, wanted=wanted)) if self.kept else ({}, {})
        counts = {flag: flags.get(flag, 0) + sum(flag in line.flags for line in lines) for flag in Flag}
        return _with(lines, councils), counts

    def count_all(self) -> Counter[str]:
        """How many cases there are to be seen of each council."""
        return _with(self.anew, store.count_all(self.unit, self.kept) if self.kept else {})


def _with(lines: list[BoardLine], councils: dict[str, int]) -> Counter[str]:
    return Counter(councils) + Counter(line.council_code or NONE for line in lines)


def list_cases(
    installation: Installation,
    sees: Sees,
    wanted: Wanted = ANY,
    *,
    after: Key | None = None,
    size: int = 50,
    as_at: date | None = None,
) -> Listing:
    """A page of the caseload, soonest date first; cases without an open date come last.

    What was last worked out is used where it still holds. Of the others up to two hundred are worked out anew, so that
    lists and counts are exact. Beyond that what is known of them is shown, and the listing says of how many.

    Args:
        installation: the installation.
        sees: what whoever asks may see.
        wanted: which of it they want.
        after: the key of the last line already seen.
        size: how many lines a page has.
        as_at: another day than today, for which every case is worked out anew.

    Raises:
        Refused: another day is asked for, and there are too many cases to work out at once.
    """
    with installation.database.read() as unit:
        pool = _pool(installation, unit, sees, as_at, ANEW_AT_MOST, OTHER_DAY_AT_MOST)
        aside = replace(wanted, flag=None)
        of_council, counts = pool.count(aside)
        councils = of_council if aside == ANY else pool.count_all()
        found = counts[wanted.flag] if wanted.flag else of_council.total()
        lines = pool.page(wanted, after, size + 1, few=found < FEW)
    return Listing(
        day=pool.day,
        lines=lines[:size],
        following=lines[size - 1].key if len(lines) > size else None,
        found=found,
        total=councils.total(),
        councils=frozenset(councils),
        counts=counts,
        any_flag=of_council.total(),
        not_anew=pool.not_anew,
    )


def every_case(
    installation: Installation,
    sees: Sees = EVERYTHING,
    wanted: Wanted = ANY,
    as_at: date | None = None,
    *,
    on_a_page: bool = False,
) -> Iterator[BoardLine]:
    """All of the caseload that is wanted, in the order of `list_cases`.

    Args:
        installation: the installation.
        sees: what whoever asks may see.
        wanted: which of it they want.
        as_at: another day than today, for which every case is worked out anew.
        on_a_page: whether somebody waits for it: then no more is worked out anew than for a page. Without it,
            everything that does not hold is.

    Raises:
        Refused: somebody waits, and too many cases would have to be worked out.
    """
    anew, other_day = (ANEW_AT_MOST, OTHER_DAY_AT_MOST) if on_a_page else (None, None)
    with installation.database.read() as unit:
        pool, after = _pool(installation, unit, sees, as_at, anew, other_day), None
        if pool.not_anew:
            raise Refused(
                f"{pool.not_anew:,} cases have not been worked out since something may have changed, so a file of the "
                "caseload could be wrong. Try again after the next full check."
            )
        if pool.kept is None:  # nothing to join them with page by page
            yield from sorted((line for line in pool.anew if admits(wanted, line)), key=lambda line: line.key)
            return
        while lines := pool.page(wanted, after, _AT_ONCE):
            yield from lines
            after = lines[-1].key


def _pool(
    installation: Installation, unit: Unit, sees: Sees, as_at: date | None, anew: int | None, other_day: int | None
) -> _Pool:
    """What a list is drawn from; so many cases at most are worked out anew, today and on another day, or all."""
    if as_at is not None:
        ids = store.ids(unit, sees, _one_more(other_day))
        if other_day is not None and len(ids) > other_day:
            raise Refused(
                f"There are more than {other_day:,} cases, too many to work out for another day on this page. "
                f"Ask for one case on that day, or use: ehcp caseload board --as-at {as_at}"
            )
        return _Pool(installation, unit, None, list(fresh_lines(installation, unit, ids, as_at)), as_at)
    today, fingerprint = installation.today(), installation.fingerprint
    every = Range(sees, ANY, today)
    ids = store.not_holding(unit, sees, today, fingerprint, _one_more(anew))
    if anew is not None and len(ids) > anew:
        return _Pool(installation, unit, every, [], today, store.count_not_of(unit, sees, today, fingerprint))
    lines = list(fresh_lines(installation, unit, ids, today))
    return _Pool(installation, unit, replace(every, holding=fingerprint) if ids else every, lines, today)


def _one_more(limit: int | None) -> int | None:
    return None if limit is None else limit + 1
