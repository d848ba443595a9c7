"""A planned review: its limits, its steps with their last days, and what can no longer be met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.review_plan.limits import Limit
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.when import When

COMMENTS = "comments"


class MeetingIs(StrEnum):
    """Which meeting a plan turns on: one that was held, one that is arranged, one asked about, or the last possible."""

    HELD = "held"
    ARRANGED = "arranged"
    ASKED = "asked about"
    LATEST = "last possible"


class StepState(StrEnum):
    """How a step stands: done, done late, the next to do, still ahead, or its last day has passed."""

    DONE = "done"
    DONE_LATE = "done late"
    NEXT = "next"
    AHEAD = "ahead"
    PASSED = "last day passed"


class Basis(StrEnum):
    """What a last day rests on: a limit in law, guidance, or only that every later step then has its whole time."""

    LAW = "law"
    GUIDANCE = "guidance"
    PLANNED = "planned"


@dataclass(frozen=True)
class ReviewStep:
    """One step of a review.

    Attributes:
        code: names it for other programs, such as `invitations`.
        what: what is to be done; who: by whom, a party of the rulebook.
        last: the last day in time, inclusive; safe: one day earlier.
        governed_by: the reference of the rule that gives that day.
        why: how that day comes about, in a sentence.
        basis: what that day rests on. Only a day set by law can be missed in law.
        unverified: whether it rests on memory alone.
        state: how it stands; done: when it was done.
    """

    code: str
    what: str
    who: str
    last: When
    governed_by: str
    citation: str
    why: str
    basis: Basis
    unverified: bool
    state: StepState
    done: When | None = None

    @property
    def binding(self) -> bool:
        """Whether its last day is set by law."""
        return self.basis is Basis.LAW

    @property
    def is_open(self) -> bool:
        """Whether somebody must still do it; to comment is a right, and guidance may be departed from."""
        return self.done is None and self.basis is not Basis.GUIDANCE and self.code != COMMENTS

    @property
    def safe(self) -> When:
        """One day before the last: some decisions and councils count the first day in."""
        return self.last.move(_day_before)


@dataclass(frozen=True)
class ReviewPlan:
    """A review planned over all its limits.

    Attributes:
        reference: the case; as_at: the day for which it is asked.
        plan_sent: when the plan in force was sent; None when none is in force.
        limits: what the review has to meet, the one that needs the earliest meeting first.
        meeting: the day of the meeting on which the steps turn; unknown when there is nothing to plan.
        meeting_is: which meeting that is.
        last_meeting: the last day for the meeting; unknown when nothing limits it.
        steps: the steps in order.
        problems: what can no longer be met, and what can still be saved.
        notes: what else is worth knowing.
    """

    reference: str
    as_at: date
    plan_sent: When | None
    limits: tuple[Limit, ...]
    meeting: When
    meeting_is: MeetingIs
    last_meeting: When
    steps: tuple[ReviewStep, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def safe_meeting(self) -> When:
        """One day before the last day for the meeting."""
        return self.last_meeting.move(_day_before)

    @property
    def governing(self) -> Limit | None:
        """The limit that needs the earliest meeting."""
        return self.limits[0] if self.limits else None

    @property
    def next_step(self) -> ReviewStep | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.is_open), None)

    @property
    def too_late(self) -> bool:
        """Whether the last day of a step that is not done has passed."""
        return any(step.is_open and step.state is StepState.PASSED for step in self.steps)


def _day_before(day: date) -> date:
    return add_days(day, -1)
