"""The application's run as Prefect keeps it: its tags, and the older runs of the same case."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterName,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.context import FlowRunContext

from ehcp_workflow.services.applications import ApplicationView
from ehcp_workflow.today import now
from flows.states import governing_stage, overall, overtaken

# An application's run lasts about a second. One still running after this long has lost its process.
LOST_AFTER = timedelta(hours=1)
_OUR_TAGS = ("council:", "stage:", "state:")


def tags_of(view: ApplicationView) -> set[str]:
    """The tags an operator filters by: council, stage and state. Never anything about the child."""
    state, _ = overall(view.stages)
    tags = {f"state:{state.replace(' ', '-')}"}
    if view.council_code:
        tags.add(f"council:{view.council_code}")
    if stage := governing_stage(view.stages):
        tags.add(f"stage:{stage.number}-{stage.stage.replace('_', '-')}")
    return tags


def tag_this_run(view: ApplicationView) -> None:
    """Tag the run from inside, so that one started by hand in the UI is found by its tags too."""
    run = _this_run()
    kept = {tag for tag in run.tags if not tag.startswith(_OUR_TAGS)}
    with get_client(sync_client=True) as client:
        client.update_flow_run(run.id, tags=sorted(tags_of(view) | kept))


def close_earlier_runs(reference: str) -> bool:
    """Close older runs of the case that still look open: the newest is its present, the others its history.

    Returns:
        Whether this run is the newest. Of several side by side only the last to have begun may stay open.
    """
    mine, newest = _this_run(), True
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=_open_runs_of(reference, mine.id)):
            if _began(run) > _began(mine):
                newest = False
            elif closed := _closed(run, now()):
                client.set_flow_run_state(run.id, closed, force=True)
    return newest


def _began(run: FlowRun) -> tuple[datetime, str]:
    """When a run was made; its id decides between two made at the same instant."""
    return run.created or now(), str(run.id)


def _this_run() -> FlowRun:
    """The run we are in, as Prefect knew it when it began."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        raise RuntimeError("Only a running flow can be tagged. Call the flow, not its function.")
    return context.flow_run


def _open_runs_of(reference: str, mine: UUID) -> FlowRunFilter:
    return FlowRunFilter(
        id=FlowRunFilterId(not_any_=[mine]),
        name=FlowRunFilterName(any_=[reference]),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.PAUSED, StateType.RUNNING])),
    )


def _closed(run: FlowRun, instant: datetime) -> State[Any] | None:
    """The final state of an older run: what it said when it paused, or `Interrupted` when its process is gone."""
    if run.state is not None and run.state.is_paused():
        return overtaken(run.state)
    if run.start_time is not None and instant - run.start_time > LOST_AFTER:
        return State[Any](type=StateType.CANCELLED, name="Interrupted", message="A later run shows the present.")
    return None
