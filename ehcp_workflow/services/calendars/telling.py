"""What calendars are told of the dates of a case: new, moved, fallen away; counted once for all who read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ehcp_workflow.cases.clocks import ClockFacts
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import calendar_entries, casebook, positions
from ehcp_workflow.store.calendar_entries import Told
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.today import london_date

SHOWN_FOR = timedelta(days=60)
"""How long what is over is still told, so that a calendar that is seldom opened hears of it."""


@dataclass(frozen=True)
class Dated:
    """A date of a case now: its days, both inclusive, and whether somebody still has something to do by it."""

    first: date
    last: date
    is_open: bool


def entries_of(installation: Installation, case_ids: Iterable[int]) -> dict[int, tuple[Told, ...]]:
    """What calendars show of some cases now, by case, soonest first.

    Where something changed since a calendar last asked, that is counted and kept first, in one transaction that holds
    those cases, so that every reader gets the same numbers.
    """
    ids = sorted(case_ids)
    with installation.database.read() as unit:
        told, changed = _compare(installation, unit, ids)
    if changed:
        moved = sorted({entry.case_id for entry in changed})
        with installation.database.write() as unit:
            casebook.hold_cases(unit, moved)
            newer, changed = _compare(installation, unit, moved)
            calendar_entries.keep_told(unit, changed)
        told |= newer
    today = installation.today()
    return {case_id: tuple(sorted(_shown(told[case_id].values(), today), key=_place)) for case_id in ids}


def dates_now(facts: Iterable[ClockFacts], first_record: Mapping[str, str], today: date) -> dict[str, Dated]:
    """The dates of a case by the names that calendars know them under; competing rules are left to the governing one.

    Args:
        facts: the clocks of the case as last worked out.
        first_record: of corrected events, the first record of each.
        today: the day.
    """
    found: dict[str, Dated] = {}
    for one in facts:
        if one.undated or one.governed_by is not None or one.due.earliest is None or one.due.latest is None:
            continue
        clock = f"{one.rule}@{first_record.get(one.started_by, one.started_by)}"
        dated = Dated(one.due.earliest, one.due.latest, one.state(today, 0).is_open)
        if clock not in found or dated.is_open:
            found[clock] = dated
    return found


def retell(
    case_id: int, told: Mapping[str, Told], dates: Mapping[str, Dated], now: datetime, today: date
) -> Iterator[Told]:
    """What changes in what calendars are told of a case.

    A date that is new begins at sequence 0. One that moved, that falls away before its day, or that comes back grows by
    one. One that was met or ended after its day stays as it was: it is history.
    """
    for clock in sorted(dates.keys() | told.keys()):
        before, dated = told.get(clock), dates.get(clock)
        if dated and dated.is_open:
            if before is None:
                yield Told(case_id, clock, dated.first, dated.last, 0, now)
            elif before.cancelled_at or (before.first, before.last) != (dated.first, dated.last):
                moved = replace(before, first=dated.first, last=dated.last, cancelled_at=None)
                yield replace(moved, sequence=before.sequence + 1, changed_at=now)
        elif before and not before.cancelled_at and not _is_history(before, dated, today):
            yield replace(before, sequence=before.sequence + 1, changed_at=now, cancelled_at=now)


def _compare(
    installation: Installation, unit: Unit, case_ids: list[int]
) -> tuple[dict[int, dict[str, Told]], list[Told]]:
    """What calendars are told of some cases when changes are counted in, and which of it is to be kept anew."""
    now, today = installation.now(), installation.today()
    told = calendar_entries.told_of(unit, case_ids)
    facts, first_record = positions.clock_facts(unit, case_ids), calendar_entries.first_records(unit, case_ids)
    changed: list[Told] = []
    for case_id in case_ids:
        dates = dates_now(facts.get(case_id, ()), first_record, today)
        changed += retell(case_id, told[case_id], dates, now, today)
    for entry in changed:
        told[entry.case_id][entry.clock] = entry
    return told, changed


def _is_history(before: Told, dated: Dated | None, today: date) -> bool:
    """Whether it was a date until it passed; what was taken back, or moved, was none."""
    return dated is not None and before.last < today and (before.first, before.last) == (dated.first, dated.last)


def _shown(entries: Iterable[Told], today: date) -> Iterator[Told]:
    for entry in entries:
        over = london_date(entry.cancelled_at) if entry.cancelled_at else entry.last
        if today <= over + SHOWN_FOR:
            yield entry


def _place(entry: Told) -> tuple[date, str]:
    return entry.first, entry.clock
