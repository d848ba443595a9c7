"""For which days a line of Section F was owed as one version of the plan has it, and how its days are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.section_f.line import Line, Per
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import TermCalendar, weekdays
from ehcp_workflow.cases.section_f.versions import Version
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.law.when import day_in_words

TERMLY = frozenset({Per.HALF_TERM, Per.TERM})
Counter = Callable[[int, int], int]


@dataclass(frozen=True)
class Span:
    """Days on which a line was owed as it stands there, as ordinal numbers, both inclusive.

    Attributes:
        line: what was owed. first, last: from when to when; the last may be far ahead.
        calendar: the term dates that count; None where they are not known, or none are needed.
        in_term: whether it is owed on school days only, else on Mondays to Fridays.
    """

    line: Line
    first: int
    last: int
    calendar: TermCalendar | None
    in_term: bool

    @property
    def count(self) -> Counter:
        """How many days between two days, both inclusive, count."""
        if not self.in_term:
            return weekdays
        return self.calendar.count if self.calendar else _nothing_known


def spans_of(record: SectionF, versions: Sequence[Version]) -> dict[str, tuple[Span, ...]]:
    """The spans of each line by its code, earliest first; those that change nothing about the line are joined.

    So an amendment that leaves a line as it was leaves its sums as they were, in mid-week too.
    """
    found = sorted(_spans(record, versions), key=lambda span: (span.line.code, span.first, span.last))
    return {code: tuple(_joined(list(spans))) for code, spans in groupby(found, key=lambda span: span.line.code)}


def odd_versions(record: SectionF, versions: Sequence[Version]) -> Iterator[Finding]:
    """Versions without lines beside those that have some, lines of no version, and lines recorded twice in one."""
    lines = standing(record.lines)
    with_lines = [version for version in versions if any(line.plan in version.ids for line in lines)]
    for version in versions:
        if with_lines and version not in with_lines:
            yield _without_lines(version, newest=version is versions[-1])
    ids = {id_ for version in versions for id_ in version.ids}
    for code in sorted({line.code for line in lines if line.plan not in ids}):
        said = (
            f"{code} belongs to a version of the plan that is not recorded or has no date, so it is not counted there."
        )
        yield Finding(Severity.CHECK, f"{said} Record that version, or correct its date.")
    for version in versions:
        codes = sorted(line.code for line in lines if line.plan in version.ids)
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            said = f"{code} is recorded twice for one version of the plan; the newer record counts. Take one back."
            yield Finding(Severity.CHECK, said, version.event.id)


def _without_lines(version: Version, newest: bool) -> Finding:
    since = day_in_words(date.fromordinal(version.first))
    said = f"The plan of {since} has no lines recorded, so nothing is counted from that day on"
    if newest:
        return Finding(Severity.CHECK, f"{said}. Copy them with `ehcp provision carry`, or add them.", version.event.id)
    return Finding(Severity.NOTE, f"{said} until the next version that has some.", version.event.id)


def _spans(record: SectionF, versions: Sequence[Version]) -> Iterator[Span]:
    lines = sorted(standing(record.lines), key=lambda line: (str(line.recorded_at or ""), line.id))
    for version in versions:
        for line in {line.code: line for line in lines if line.plan in version.ids}.values():
            first = max(version.first, line.starts.toordinal() if line.starts else version.first)
            last = min(version.last, line.ends.toordinal() if line.ends else version.last)
            if first <= last:
                in_term = line.term_time or line.per in TERMLY
                yield Span(line, first, last, record.calendars.get(line.calendar or record.council or ""), in_term)


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans in a row of which the second says the same as the first are one; it is told as the second."""
    kept = spans[0]
    for span in spans[1:]:
        if kept.last + 1 == span.first and _says(kept) == _says(span):
            kept = replace(span, first=kept.first)
        else:
            yield kept
            kept = span
    yield kept


def _says(span: Span) -> tuple[object, ...]:
    line = span.line
    return line.amount, line.unit, line.per, span.in_term, line.calendar


def _nothing_known(_first: int, _last: int) -> int:
    return 0
