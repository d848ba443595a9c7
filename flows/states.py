"""What a stage's state looks like in Prefect: its own name, in the colour an operator expects.

Green is done, grey is waiting, dark grey ended without a plan, red is the council being late. Red is also Prefect's
colour for broken software, so the two are told apart by name: `Stalled` is ours, `Failed` and `Crashed` are Prefect's.
"""

from collections.abc import Sequence
from typing import Any

from prefect.client.schemas.objects import State, StateType

from ehcp_workflow.services.applications import StageView

NOT_STARTED = "not started"
STALLED = "Stalled"

_COLOURS = {
    "waiting": StateType.PAUSED,
    "due soon": StateType.PAUSED,
    "stalled": StateType.FAILED,
    "done": StateType.COMPLETED,
    "done late": StateType.COMPLETED,
    "refused": StateType.CANCELLED,
    "withdrawn": StateType.CANCELLED,
}


def stage_state(state: str, words: str) -> State[Any]:
    """How one stage is shown inside a run.

    Prefect logs an ERROR for a task that ends in any state but a completed one, so only a stall, which is meant to
    stand out, is not completed; the name tells the others apart.
    """
    colour = StateType.FAILED if state == "stalled" else StateType.COMPLETED
    return State[Any](type=colour, name=state.capitalize(), message=words)


def application_state(state: str, words: str) -> State[Any]:
    """How a whole application is shown in the list of runs."""
    return State[Any](type=_COLOURS[state], name=state.capitalize(), message=words)


def overtaken(state: State[Any]) -> State[Any]:
    """What an older run of an application comes to: it says what it said, and that a later run shows the present."""
    message = f"{state.message or ''} A later run shows the present.".strip()
    return State[Any](type=StateType.COMPLETED, name=state.name, message=message)


def governing_stage(stages: Sequence[StageView]) -> StageView | None:
    """The stage an operator should look at: a stalled one if there is any, else the furthest that has begun."""
    begun = [stage for stage in stages if stage.state != NOT_STARTED]
    stalled = [stage for stage in begun if stage.state == "stalled"]
    candidates = stalled or begun
    return candidates[-1] if candidates else None


def overall(stages: Sequence[StageView]) -> tuple[str, str]:
    """The state of the application as a whole, and the sentence that goes with it.

    A stage that is done while the next has not begun is an application that waits; only the last stage ends it.
    """
    stage = governing_stage(stages)
    if stage is None:
        return "waiting", "Nothing has been recorded yet."
    if stage.state in {"done", "done late"} and stage is not stages[-1]:
        return "waiting", stage.words
    return stage.state, stage.words


def is_software_failure(state: State[Any]) -> bool:
    """Whether a run ended because something broke, rather than because a council is late."""
    return (state.is_failed() or state.is_crashed()) and state.name != STALLED
