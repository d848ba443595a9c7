"""The last days of steps that must be taken within a time: from when the family knew, or may have known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
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


def window_of(rulebook: Rulebook, step: RemedyStep, since: When, events: Iterable[Event]) -> Window | None:
    """The time in which a step can be taken; None for a step that may be taken at any time.

    Args:
        rulebook: the law; the period is that of the rule which the step names.
        step: the step.
        since: the first day on which it was late, or not delivered.
        events: what happened. A record of when the family knew outweighs the estimate; of several the first counts,
            as nobody says which of them is about this.
    """
    if step.right is None or step.decision:
        return None
    known = [e.on for e in events if e.kind in step.known_by and e.on.is_known and since.may_precede(e.on)]
    start = known[0] if known else since
    rule = rulebook.rule(step.right)
    version = rule.version_on(start.earliest) or rule.versions[-1]
    deadline = work_out(version, start, rulebook.calendar, "The family knew of it")
    return Window(start, deadline.due, estimated=not known)


def first_open(windows: Sequence[Window], as_at: date) -> Window:
    """Of several times that run side by side the first that is not over; when all are, the first."""
    still = [window for window in windows if window.last.latest and window.last.latest >= as_at]
    return min(still or windows, key=lambda window: str(window.last))
