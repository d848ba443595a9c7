"""Running a rule backwards: the last day on which it may start if a date is to be met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.counting import add_days, count
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.when import When
from ehcp_workflow.law.working_days import WorkingDays

_STRIDE_DAYS = 400


@dataclass(frozen=True)
class LastStart:
    """The last lawful day to start (inclusive), the safe day one before it, and where the period then ends."""

    day: date
    safe: date
    due: date


def last_start(version: Version, by: date, calendar: WorkingDays) -> LastStart:
    """The last day from which the period still ends on or before a date.

    The engine's own forward counting is searched, which is monotone, so forwards and backwards cannot disagree.

    Args:
        version: the version of the rule.
        by: the last day on which the act must be done, inclusive.
        calendar: the working days.

    Raises:
        BadInput: the rule has no period, or itself counts backwards.
        BeyondCalendar: a working day outside the bank-holiday file is needed.
    """
    if version.period is None or version.period.way.is_backwards:
        raise BadInput("Only a rule with a period that runs forwards can be run backwards. Choose another rule.")
    early, late = by, by
    while _due(version, early, calendar) > by:
        late, early = early, add_days(early, -_STRIDE_DAYS)
    while early < late:
        middle = date.fromordinal((early.toordinal() + late.toordinal() + 1) // 2)
        if _due(version, middle, calendar) <= by:
            early = middle
        else:
            late = add_days(middle, -1)
    return LastStart(early, add_days(early, -1), _due(version, early, calendar))


def last_notice(version: Version, before: date, calendar: WorkingDays) -> LastStart:
    """The last day for something that must be done some time before a day, such as inviting people to a meeting.

    Raises:
        BadInput: the rule has no period that counts backwards.
    """
    if version.period is None or not version.period.way.is_backwards:
        raise BadInput("That rule does not count backwards from a day. Choose a notice or a fixed date.")
    day = count(version.period.way, version.period.n, calendar).step(before)
    return LastStart(day, add_days(day, -1), before)


def _due(version: Version, start: date, calendar: WorkingDays) -> date:
    due = work_out(version, When.day(start), calendar, "").due.exact
    assert due is not None  # noqa: S101 - a day gives a day
    return due
