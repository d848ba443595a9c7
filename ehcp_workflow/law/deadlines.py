"""From a rule and the day it started to the day it is due, with the working."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ehcp_workflow.law.counting import Move, adjust, count
from ehcp_workflow.law.versions import Period, Version
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.law.working_days import WorkingDays


@dataclass(frozen=True)
class Step:
    """One step of the working: what was done, on whose authority, and the date before and after."""

    says: str
    source: str
    before: When
    after: When


@dataclass(frozen=True)
class Deadline:
    """The last day on which a duty or right can be met in time (inclusive), and how it was worked out.

    Attributes:
        due: the last day; a range when the start is a range; unknown when the start is.
        working: the steps, in order; the last step's `after` is the due date.
    """

    due: When
    working: tuple[Step, ...]


def work_out(version: Version, start: When, calendar: WorkingDays, starting_words: str) -> Deadline:
    """Work out a due date from its start.

    Args:
        version: the version of the rule that applies; without a period there is no due date.
        start: the day counted from, as exactly as it is known.
        calendar: the working days, for the ways of counting that need them.
        starting_words: what the start is, for the first step: "The council received the request".

    Raises:
        BeyondCalendar: the computation needs a day outside the bank-holiday file.
    """
    source = str(version.citation)
    steps = [Step(f"Start: {starting_words}.", source, start, start)]
    if version.period is None:
        return Deadline(UNKNOWN, (*steps, Step("The law names no day for it.", source, start, UNKNOWN)))
    for move, authority in _moves(version, version.period, calendar):
        before = steps[-1].after
        steps.append(Step(move.says, authority, before, before.move(move.step)))
    return Deadline(steps[-1].after, tuple(steps))


def _moves(version: Version, period: Period, calendar: WorkingDays) -> Iterator[tuple[Move, str]]:
    yield count(period.way, period.n, calendar), str(version.citation)
    for then in version.then:
        yield adjust(then.adjust, calendar), str(then.citation)


def governing(deadlines: tuple[Deadline, ...], *, earliest: bool, source: str) -> Deadline:
    """The deadline that governs when several rules give one: the earliest or the latest of them.

    An unknown date leaves the answer unknown, because it might be the one that governs.
    """
    due = deadlines[0].due
    for other in deadlines[1:]:
        due = _choose(due, other.due, earliest=earliest)
    says = f"{'The earlier' if earliest else 'The later'} of these dates governs: " + " · ".join(
        deadline.due.in_words() for deadline in deadlines
    )
    steps = tuple(step for deadline in deadlines for step in deadline.working)
    return Deadline(due, (*steps, Step(f"{says}.", source, deadlines[-1].due, due)) if len(deadlines) > 1 else steps)


def _choose(one: When, other: When, *, earliest: bool) -> When:
    if one.earliest is None or one.latest is None or other.earliest is None or other.latest is None:
        return When(None, None)
    pick = min if earliest else max
    return When(pick(one.earliest, other.earliest), pick(one.latest, other.latest))
