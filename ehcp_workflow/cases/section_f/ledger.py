"""The ledger of Section F: the one door to what was owed, what was given, and what is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.entry import Entry
from ehcp_workflow.cases.section_f.figures import Earlier, Ledger, LineLapse, LineLedger, State, Sums, TermSums
from ehcp_workflow.cases.section_f.line_ledger import Upto, counted
from ehcp_workflow.cases.section_f.next_look import next_look
from ehcp_workflow.cases.section_f.odd_log import odd_log, unknown_days, unknown_lines
from ehcp_workflow.cases.section_f.periods import monday_of
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.spans import odd_versions, spans_of
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy
from ehcp_workflow.cases.section_f.versions import OPEN_END, Version, appeals, versions_in_force
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.law.when import When

__all__ = ["Earlier", "Ledger", "LineLapse", "LineLedger", "State", "Sums", "TermSums", "lapses_of", "ledger"]

_FRIDAY = 5


def ledger(record: SectionF, events: tuple[Event, ...], policy: ProvisionPolicy, as_at: date) -> Ledger:
    """What was owed of each line of Section F up to a day, what was given, and what is missing.

    Counted to the end of the last finished school week, against the version of the plan in force on each day. A case
    without lines has an empty ledger.

    Args:
        record: the lines, the log and the term dates, corrections included.
        events: what is recorded of the case. Best with corrected records in it, so that the lines of a version whose
            date was corrected twice are still known to be its lines.
        policy: the thresholds of house policy.
        as_at: the day; what is recorded of later days is left out.
    """
    if not record.lines and not record.entries:
        return Ledger(as_at, upto_friday(as_at))
    all_versions, odd_dates = versions_in_force(events)
    versions = tuple(version for version in all_versions if version.first <= as_at.toordinal())
    upto = _upto(record, events, versions, as_at)
    said, spans = standing(record.entries), spans_of(record, versions)
    log: dict[str, list[Entry]] = defaultdict(list)
    for entry in said:
        log[entry.line].append(entry)
    lines = [counted(spans[code], log[code], policy, upto) for code in sorted(spans, key=_natural)]
    findings = (
        *odd_dates,
        *odd_versions(record, versions),
        *unknown_lines(spans, said),
        *unknown_days(lines, upto.end),
        *(finding for line in lines for finding in odd_log(line, upto.end)),
    )
    ledgers = tuple(ledger_ for line in lines for ledger_ in line.ledgers)
    looks = [next_look(lines, policy, upto), *(version.begins for version in all_versions[len(versions) :])]
    look = min((day for day in looks if day), default=None)
    return Ledger(as_at, upto.counted_to, ledgers, findings, upto.appeals, look)


def lapses_of(counted: Ledger) -> tuple[Lapse, ...]:
    """The latest lapse of each line, as alerts know them; one that was open when its line ended is left out."""
    newest = {line.code: line for line in counted.lines}
    return tuple(_lapse(line, line.lapse) for line in newest.values() if line.lapse and _counts(line, line.lapse))


def upto_friday(as_at: date) -> date:
    """The last day counted on a day: itself from Friday to Sunday, else the Sunday before."""
    return as_at if as_at.isoweekday() >= _FRIDAY else date.fromordinal(monday_of(as_at.toordinal()) - 1)


def _upto(record: SectionF, events: tuple[Event, ...], versions: Sequence[Version], as_at: date) -> Upto:
    counted_to = upto_friday(as_at)
    first_plan = versions[0].first if versions else OPEN_END
    return Upto(
        as_at=as_at,
        counted_to=counted_to,
        end=monday_of(counted_to.toordinal()) + 6,
        appeals=appeals(events, first_plan, as_at),
        stands_from=_without_lines_from(record, versions),
    )


def _without_lines_from(record: SectionF, versions: Sequence[Version]) -> int | None:
    """The first day of the newest versions for which no lines are recorded, as an ordinal number."""
    plans = {line.plan for line in standing(record.lines)}
    bare = list(takewhile(lambda version: not plans & version.ids, reversed(versions)))
    return bare[-1].first if bare else None


def _natural(code: str) -> tuple[tuple[int, str], ...]:
    """The order in which people count: F2 before F10."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", code))


def _counts(line: LineLedger, lapse: LineLapse) -> bool:
    return line.state is not State.ENDED or lapse.put_right is not None


def _lapse(line: LineLedger, lapse: LineLapse) -> Lapse:
    put_right = When.day(lapse.put_right) if lapse.put_right else None
    return Lapse(line.code, When.day(lapse.since), tuple(When.day(day) for day in lapse.grew), put_right)
