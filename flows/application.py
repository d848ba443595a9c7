"""One application, shown as its stages.

Our database is the truth. This is a short run that reads where the case stands and says so; it waits for nothing,
and running it again changes nothing but the history of runs.
"""

from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from ehcp_workflow.services.applications import StageView, application_view, mark_shown
from ehcp_workflow.services.installation import open_installation
from flows.artifacts import publish_application
from flows.discretion import discreet
from flows.runs import close_earlier_runs, tag_this_run
from flows.states import NOT_STARTED, application_state, overall, overtaken, stage_state


@task(cache_policy=NO_CACHE, persist_result=False, retries=0)
def show_stage(state: str, words: str) -> State[Any]:
    """End in the stage's own state."""
    return stage_state(state, words)


@flow(name="application", flow_run_name="{reference}", persist_result=False, retries=0)
@discreet
def application(reference: str) -> State[Any]:
    """Show where one application stands: its stages, its dates, and a link to its page."""
    with open_installation() as installation:
        view = application_view(installation, reference)
        tag_this_run(view)
        for stage in view.stages:
            _show(stage)
        publish_application(view)
        newest = close_earlier_runs(reference)
        mark_shown(installation, reference, view.position)
    state = application_state(*overall(view.stages))
    return state if newest else overtaken(state)


def _show(stage: StageView) -> None:
    """Run the stage's task, unless the application has not come to it."""
    if stage.state != NOT_STARTED:
        run_name = f"{stage.number} {stage.title}: {stage.state}"
        show = show_stage.with_options(name=stage.stage, task_run_name=run_name)
        show(stage.state, stage.words, return_state=True)
