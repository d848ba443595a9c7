"""The last days of steps that must be taken within a time: from when the family knew, or may have known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.remedies.missed import Missed
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import RemedyStep
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class Window:
    """The time in which a step can be taken: from when it counts, its last day, and whether that is an estimate.

    The estimate counts from the first late day, which a family can hardly have known of sooner: so it warns early.
    """

    start: When
    last: When
    estimated: bool


def window_of(rulebook: Rulebook, step: RemedyStep, missed: Missed, events: Iterable[Event]) -> Window | None:
    """The time in which a step can be taken; None for a step that may be taken at any time.

    Args:
        rulebook: the law; the period is that of the rule which the step names.
        step: the step.
        missed: what was missed.
        events: what happened; a record of when the family knew outweighs the estimate.
    """
    if step.right is None or step.decision:
        return None
    known = [e.on for e in events if e.kind in step.known_by and e.on.is_known and missed.since.may_precede(e.on)]
    start = known[-1] if known else missed.since
    rule = rulebook.rule(step.right)
    version = rule.version_on(start.earliest) or rule.versions[-1]
    deadline = work_out(version, start, rulebook.calendar, "The family knew of it")
    return Window(start, deadline.due, estimated=not known)
