"""What of a ledger is told to people: lapses with the day they came to be known, and lines nobody reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.figures import Ledger, LineLedger, State
from ehcp_workflow.cases.section_f.ledger import lapses_of
from ehcp_workflow.cases.section_f.periods import monday_of
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.law.london import london_date

_TO_FRIDAY = 4


@dataclass(frozen=True)
class Unreported:
    """Lines of which nobody said anything for as long as house policy allows.

    Attributes:
        lines: their codes.
        since: the first day of which nothing is reported, of the one that waits longest.
        weeks: for how many weeks in which help was owed, of that one; `every`: after how many it is asked.
        first, last: the days to ask about, both inclusive: the last weeks, not more than house policy waits for.
    """

    lines: tuple[str, ...]
    since: date
    weeks: int
    every: int
    first: date
    last: date


def joined_lapses(
    by_hand: tuple[Lapse, ...], counted: Ledger, record: SectionF, policy: ProvisionPolicy
) -> Iterator[Lapse]:
    """The lapses of a case: those the ledger counts, and those recorded by hand of lines that have no ledger.

    That a shortfall goes on growing week by week is told once for as many weeks as make a shortfall news in the first
    place; the reminders go on beside it.
    """
    kept = {line.code.casefold() for line in counted.lines}  # what an event is about is written small
    yield from (lapse for lapse in by_hand if lapse.line.casefold() not in kept)
    every = policy.short_tells_after_weeks
    for lapse in lapses_of(counted):
        entries = [entry for entry in standing(record.entries) if entry.line == lapse.line]
        yield replace(lapse, known=_known(lapse, entries, counted), grew=lapse.grew[every - 1 :: every])


def newest_lines(counted: Ledger) -> tuple[LineLedger, ...]:
    """Each line as it is counted now; a line whose kind of unit changed stands once."""
    return tuple({line.code: line for line in counted.lines}.values())


def lines_without_lapse(counted: Ledger) -> tuple[str, ...]:
    """The lines in force of which the log, as it now stands, shows no lapse at all."""
    return tuple(line.code for line in newest_lines(counted) if line.lapse is None and line.state is not State.ENDED)


def unreported(counted: Ledger, policy: ProvisionPolicy) -> Unreported | None:
    """The lines in force that nobody reports; None when there are none."""
    silent = [line for line in newest_lines(counted) if line.state is State.NOT_REPORTED]
    if not silent:
        return None
    longest = max(silent, key=lambda line: (line.unreported_weeks, line.code))
    every = policy.not_reported_after_weeks
    last = counted.counted_to
    first = date.fromordinal(monday_of(last.toordinal())) - timedelta(weeks=every - 1)
    since = min(_silent_since(line, last) for line in silent)
    codes = tuple(line.code for line in silent)
    return Unreported(codes, since, longest.unreported_weeks, every, max(first, since), last)


def _silent_since(line: LineLedger, last: date) -> date:
    return line.last_report + timedelta(days=1) if line.last_report else line.first or last


def _known(lapse: Lapse, entries: list[Entry], counted: Ledger) -> date:
    """When a lapse came to be known: at the end of the week that made it one, or when that was written down later."""
    since = lapse.since.earliest or counted.as_at
    end = _last_of(lapse, counted)
    said = [entry for entry in entries if entry.first <= end and entry.last >= since]
    days = [min(entry.last, end) for entry in said]
    fridays = [date.fromordinal(monday_of(day.toordinal()) + _TO_FRIDAY) for day in days]
    written = [london_date(entry.recorded_at) for entry in said if entry.recorded_at]
    return min(max((*fridays, *written), default=since), counted.as_at)


def _last_of(lapse: Lapse, counted: Ledger) -> date:
    """The last day of the weeks that made it a lapse: what comes after only made it grow."""
    grew = lapse.grew[0].earliest if lapse.grew else None
    return date.fromordinal(monday_of(grew.toordinal()) - 1) if grew else counted.counted_to
