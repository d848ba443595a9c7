"""One step that can be taken, as it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.remedies.missed import Missed
from ehcp_workflow.law.vocabulary import RemedyStep
from ehcp_workflow.law.when import When


class StepIs(StrEnum):
    """How a step stands: possible now or perhaps, waiting for an answer, after another step, done, or not possible.

    Perhaps: its time, counted from the first late day, is over, and what was missed still goes on.
    """

    POSSIBLE = "possible"
    WAITING = "waiting for an answer"
    ANSWER_LATE = "answer late"
    LATER = "after another step"
    DONE = "done"
    PERHAPS = "perhaps still possible"
    TOO_LATE = "too late"
    NOT_POSSIBLE = "not possible"


@dataclass(frozen=True)
class StepAt:
    """A step on a day.

    Attributes:
        step: the step; state: how it stands.
        by: the last day for it, inclusive; None where it has none.
        estimated: whether that day is counted from when the limit passed, because nobody recorded what the family knew.
        reply_by: until when an answer is due, or would be if the step were taken on the day asked for.
        done: when it was taken.
        why: why it stands so, or what else to know.
        unverified: whether a day of it rests on memory alone.
    """

    step: RemedyStep
    state: StepIs
    by: When | None = None
    estimated: bool = False
    reply_by: When | None = None
    done: When | None = None
    why: str = ""
    unverified: bool = False

    @property
    def safe(self) -> When | None:
        """The day before the last: the one to go by."""
        return self.by.move(lambda day: date.fromordinal(day.toordinal() - 1)) if self.by else None


@dataclass(frozen=True)
class Remedy:
    """What can be done about everything missed of one kind: the steps in order."""

    missed: Missed
    steps: tuple[StepAt, ...]

    @property
    def next(self) -> StepAt | None:
        """The first step that can be taken now."""
        return next((step for step in self.steps if step.state is StepIs.POSSIBLE), None)
