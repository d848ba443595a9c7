"""Tasks that nobody need do any more, because what somebody was to be told of is over."""

from __future__ import annotations

from collections.abc import Mapping

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.clocks import ClockState
from ehcp_workflow.cases.position import Position
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import task_ends, tasks
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.tasks import Task

_OF_A_DATE = frozenset({AlertKind.DUE_SOON, AlertKind.DUE_TODAY, AlertKind.OVERDUE})
_IS_OVER = frozenset({ClockState.MET, ClockState.MET_LATE, ClockState.SUPERSEDED})


def close_tasks_that_are_over(installation: Installation, unit: Unit, positions: Mapping[int, Position]) -> None:
    """Close the tasks to tell somebody of a date that was met, has moved, or runs no more.

    A right whose last day passed untold is not over: that somebody must know.
    """
    open_tasks = tasks.open_tasks_of(unit, positions)
    over = [t.id for id_, jobs in open_tasks.items() for t in jobs if _is_over(t, positions[id_])]
    task_ends.close(unit, over, task_ends.NO_LONGER_NEEDED, installation.now())


def _is_over(task: Task, position: Position) -> bool:
    if task.kind in {AlertKind.SILENT, AlertKind.NOT_REPORTED}:
        return not _is_told(task, position)
    if task.kind == AlertKind.TIME_ENDS:
        return not _is_told(task, position) and not _has_passed(task, position)
    if task.kind not in _OF_A_DATE or not task.subject.startswith("clock:"):
        return False
    standing = zip(position.clocks, position.states, strict=True)
    return not any(
        f"clock:{clock.facts.key}" == task.subject
        and str(clock.due) == task.version
        and not clock.facts.ended
        and state not in _IS_OVER
        for clock, state in standing
    )


def _is_told(task: Task, position: Position) -> bool:
    """Whether people are still told of what the task is about."""
    return any((alert.subject, alert.version) == (task.subject, task.version) for alert in position.alerts)


def _has_passed(task: Task, position: Position) -> bool:
    """Whether the last day which the task is about is over."""
    last = When.parse(task.version).earliest
    return last is not None and last < position.as_at
