"""On which later day time alone changes a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.section_f.accounting import owed_in
from ehcp_workflow.cases.section_f.beats import weeks_of
from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.cases.section_f.line_ledger import Counted, Upto
from ehcp_workflow.cases.section_f.periods import SHORT, Period, begins_before, monday_of, periods, week_of
from ehcp_workflow.cases.section_f.spans import Span
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy

_FRIDAY = 4  # days after the Monday
_YEAR_AND_A_HALF = 549


def next_look(lines: Sequence[Counted], policy: ProvisionPolicy, upto: Upto) -> date | None:
    """The first later day on which time alone changes the state, a lapse, or what is missing of any line.

    That is when a line begins or ends, a week ends of which somebody reported a day, or that belongs to a longer period
    of which somebody did, catch-up that goes on is over, a longer period ends, or nobody has reported for as long as
    house policy allows. What is owed and not reported grows with every week, and is no reason to look.
    """
    today = upto.as_at.toordinal()
    days = [day for counted in lines for day in _days(counted, policy, upto) if day > today]
    return date.fromordinal(min(days)) if days else None


def _days(counted: Counted, policy: ProvisionPolicy, upto: Upto) -> Iterator[int]:
    for entry in counted.entries:
        if entry.kind is EntryKind.CATCH_UP:
            yield entry.last.toordinal()
        elif entry.last.toordinal() > upto.end:
            yield _friday(max(entry.first.toordinal(), upto.end + 1))
    for span in counted.spans:
        yield span.first
        if span.last < date.max.toordinal():
            yield span.last + 1
    begun = [one for part in counted.parts for one in part.accounts if one.reported and not one.period.finished]
    if begun:
        yield _friday(upto.end + 1)  # more of it is owed each week
    newest = counted.spans[-1]
    if not newest.line.can_be_measured:
        return
    yield from _ends_ahead(newest, counted.ledgers[-1].unreported_weeks, policy, upto.end)


def _ends_ahead(span: Span, unreported: int, policy: ProvisionPolicy, end: int) -> Iterator[int]:
    """The Fridays of the weeks in which a longer period ends, or too many weeks have gone by unreported."""
    week, silent = week_of(end), unreported >= policy.not_reported_after_weeks
    for period in _ahead(span, end):
        if silent and not period.is_long:
            return
        if period.is_long:
            yield _friday(period.last)
        if period.is_long or week_of(period.last) > week:
            unreported += weeks_of(period)
            week = week_of(period.last)
        if not silent and unreported >= policy.not_reported_after_weeks:
            yield _friday(period.last)
            return


def _ahead(span: Span, end: int) -> Iterator[Period]:
    """The next periods of a line that end after a day and in which help is owed, for a year and a half."""
    far = min(span.last, end + _YEAR_AND_A_HALF)
    begun = replace(span, first=max(span.first, begins_before(span, end + 1))) if span.line.per in SHORT else span
    for period in periods(begun, far):
        if period.last > end and owed_in(period, period.days):
            yield period


def _friday(day: int) -> int:
    return monday_of(day) + _FRIDAY
