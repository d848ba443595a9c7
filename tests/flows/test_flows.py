"""The flows against a real Prefect server: what an operator finds there afterwards."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterName, TaskRunFilter, TaskRunFilterFlowRunId
from prefect.client.schemas.objects import StateType

import flows.application
from ehcp_workflow.services.delivery import DeliveryReport
from flows.application import application
from flows.checks import check_deadlines, check_silence
from flows.deliver import deliver
from flows.plan import digest, plan
from flows.reconcile import reconcile
from flows.serve import deployments
from tests.flows.conftest import a_plan, a_report, a_view

pytestmark = pytest.mark.usefixtures("prefect_server")


def runs_named(prefect, name):
    """All runs of a name, the newest first."""
    found = prefect.read_flow_runs(flow_run_filter=FlowRunFilter(name=FlowRunFilterName(any_=[name])))
    return sorted(found, key=lambda run: run.created, reverse=True)


def post(prefect, path, body):
    answer = prefect._client.post(path, json=body)
    answer.raise_for_status()
    return answer.json()


def artifact(prefect, key):
    found = post(prefect, "/artifacts/latest/filter", {"artifacts": {"key": {"any_": [key]}}})
    assert found, f"no artifact {key}"
    return found[0]


def test_a_waiting_application_is_named_tagged_grey_and_shown_once(prefect, services):
    services.views["EHC-2026-0101"] = a_view("EHC-2026-0101", "done", "waiting")

    state = application("EHC-2026-0101", return_state=True)

    (run,) = runs_named(prefect, "EHC-2026-0101")
    assert (run.state.type, run.state.name) == (StateType.PAUSED, "Waiting")
    assert run.state.message == "What is known of school request"
    assert set(run.tags) == {"council:202", "stage:2-school-request", "state:waiting"}
    assert run.parameters == {"reference": "EHC-2026-0101"}
    assert services.shown == [("EHC-2026-0101", "position of EHC-2026-0101")]
    assert state.name == "Waiting"


def test_stages_not_started_are_not_run_and_the_others_carry_their_names(prefect, services):
    services.views["EHC-2026-0102"] = a_view("EHC-2026-0102", "done", "done late", "stalled")

    application("EHC-2026-0102", return_state=True)

    (run,) = runs_named(prefect, "EHC-2026-0102")
    assert (run.state.type, run.state.name) == (StateType.FAILED, "Stalled")
    tasks = stage_runs(prefect, run, 3)
    assert [(task.name, task.state.name) for task in tasks] == [
        ("1 Identify needs: done", "Done"),
        ("2 School request: done late", "Done late"),
        ("3 Local authority decision: stalled", "Stalled"),
    ]
    assert services.shown


def stage_runs(prefect, run, expected):
    """The runs of the stages; Prefect writes them a moment after the flow has ended."""
    for _ in range(600):
        wanted = TaskRunFilter(flow_run_id=TaskRunFilterFlowRunId(any_=[run.id]))
        tasks = prefect.read_task_runs(task_run_filter=wanted)
        if len(tasks) == expected and all(task.state and task.state.is_final() for task in tasks):
            return sorted(tasks, key=lambda task: task.name)
        time.sleep(0.1)
    pytest.fail(f"Prefect has {len(tasks)} of {expected} stages.")


def test_an_application_leaves_a_table_and_a_link_under_its_own_key(prefect, services):
    services.views["EHC-2026-0103"] = a_view("EHC-2026-0103", "done", "done", "done", "done")

    application("EHC-2026-0103", return_state=True)

    assert "| 4 | Plan issued | done |" in artifact(prefect, "ehc-2026-0103")["data"]
    assert "http://127.0.0.1:8350/cases/EHC-2026-0103" in artifact(prefect, "ehc-2026-0103-page")["data"]


def test_only_the_newest_run_of_a_case_still_waits(prefect, services):
    services.views["EHC-2026-0104"] = a_view("EHC-2026-0104", "due soon")
    application("EHC-2026-0104", return_state=True)
    services.views["EHC-2026-0104"] = a_view("EHC-2026-0104", "done", "waiting")

    application("EHC-2026-0104", return_state=True)

    newest, older = runs_named(prefect, "EHC-2026-0104")
    assert (newest.state.type, newest.state.name) == (StateType.PAUSED, "Waiting")
    assert (older.state.type, older.state.name) == (StateType.COMPLETED, "Due soon")


def test_of_runs_side_by_side_only_the_last_to_begin_stays_open(prefect, services):
    services.views["EHC-2026-0111"] = a_view("EHC-2026-0111", "waiting")
    ready = Barrier(3)

    def show(_: int) -> None:
        ready.wait()
        application("EHC-2026-0111", return_state=True)

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(show, range(3)))

    runs = runs_named(prefect, "EHC-2026-0111")
    assert [run.state.type for run in runs] == [StateType.PAUSED, StateType.COMPLETED, StateType.COMPLETED]
    assert {run.state.name for run in runs} == {"Waiting"}


def test_a_run_overtaken_while_it_ran_ends_as_history(prefect, services, monkeypatch):
    services.views["EHC-2026-0112"] = a_view("EHC-2026-0112", "waiting")
    monkeypatch.setattr(flows.application, "close_earlier_runs", lambda reference: False)

    application("EHC-2026-0112", return_state=True)

    (run,) = runs_named(prefect, "EHC-2026-0112")
    assert (run.state.type, run.state.name) == (StateType.COMPLETED, "Waiting")
    assert run.state.message.endswith("A later run shows the present.")


def test_a_case_that_does_not_exist_fails_by_prefects_own_name_and_is_not_marked_as_shown(prefect, services):
    state = application("EHC-2026-0199", return_state=True)

    assert (state.type, state.name) == (StateType.FAILED, "Failed")
    assert services.shown == []


def test_a_check_with_a_stalled_application_is_a_success(prefect, services):
    services.views["EHC-2026-0105"] = a_view("EHC-2026-0105", "stalled")
    services.to_show = ["EHC-2026-0105"]

    state = check_deadlines(return_state=True)

    assert (state.type, state.name) == (StateType.COMPLETED, "Completed")
    assert state.message == "60 cases looked at, 5 changed."
    assert runs_named(prefect, "EHC-2026-0105")[0].state.name == "Stalled"
    assert services.deliveries == 1


def test_one_application_that_fails_does_not_stop_the_rest_and_is_named(prefect, services):
    services.views["EHC-2026-0107"] = a_view("EHC-2026-0107", "waiting")
    services.to_show = ["EHC-2026-0196", "EHC-2026-0107"]

    state = check_silence(return_state=True)

    assert (state.type, state.name) == (StateType.FAILED, "Cases not shown")
    assert services.shown == [("EHC-2026-0107", "position of EHC-2026-0107")]
    assert services.deliveries == 1
    assert "| EHC-2026-0196 |" in artifact(prefect, "check-deadlines")["data"]


def test_a_check_in_which_cases_failed_does_everything_else_and_ends_red_with_their_number(prefect, services):
    services.report = a_report(failures=(("EHC-2026-0001", "BeyondCalendar"), ("EHC-2026-0002", "BeyondCalendar")))
    services.views["EHC-2026-0108"] = a_view("EHC-2026-0108", "waiting")
    services.to_show = ["EHC-2026-0108"]

    state = check_deadlines(return_state=True)

    assert (state.type, state.name) == (StateType.FAILED, "Cases failed")
    assert state.message == "2 of 60 cases failed; the artifact names them."
    assert services.shown
    assert services.deliveries == 1


def test_a_check_shows_no_more_cases_than_it_was_told(services):
    services.views = {ref: a_view(ref, "waiting") for ref in ("EHC-2026-0109", "EHC-2026-0110")}
    services.to_show = list(services.views)

    check_deadlines(show_at_most=1, return_state=True)

    assert [reference for reference, _ in services.shown] == ["EHC-2026-0109"]


def test_a_delivery_says_how_many_were_sent(prefect, services):
    state = deliver(return_state=True)

    assert (state.name, state.message) == ("Sent", "3 sent, 0 deferred, 0 failed, 0 unknown.")
    assert "| Waiting | 1 |" in artifact(prefect, "deliver")["data"]


def test_a_message_that_was_given_up_makes_the_delivery_red(services):
    services.delivery = DeliveryReport(sent=1, failed=1)

    assert deliver(return_state=True).name == "Messages failed"


def test_a_round_of_planning_leaves_counts_and_tells_the_outside_monitor(prefect, services):
    state = plan(return_state=True)

    assert (state.name, state.message) == ("Planned", "6 notices planned.")
    assert "| Planned: overdue | 3 |" in artifact(prefect, "plan")["data"]
    assert services.steps == ["plan", "tell"]


def test_a_round_of_planning_in_which_a_case_failed_ends_red(services):
    services.planned = a_plan(silence=a_report(failures=(("EHC-2026-0001", "BeyondCalendar"),)))

    assert plan(return_state=True).name == "Cases failed"


def test_the_digest_plans_and_then_sends(prefect, services):
    state = digest(return_state=True)

    assert services.steps == ["plan", "deliver", "tell"]
    assert (state.type, state.message) == (StateType.COMPLETED, "6 notices planned, 3 messages sent.")


def test_what_came_back_is_counted_and_is_no_failure_of_the_software(prefect, services):
    state = reconcile(return_state=True)

    assert (state.type, state.message) == (StateType.COMPLETED, "3 delivered, 1 came back, 0 complaints.")
    assert "| Asked of providers | 4 |" in artifact(prefect, "reconcile")["data"]


SCHEDULED = ("check-deadlines", "check-provision", "check-silence", "plan", "digest", "deliver", "reconcile")


def test_every_deployment_is_accepted_and_its_schedule_really_makes_runs(prefect, services):
    made = {deployment.name: deployment.apply() for deployment in deployments()}

    assert set(made) == {*SCHEDULED, "application"}
    for name in SCHEDULED:
        deployment = prefect.read_deployment(made[name])
        assert deployment.global_concurrency_limit.limit == 1
        assert deployment.schedules[0].schedule.timezone == "Europe/London"
        post(prefect, f"/deployments/{made[name]}/schedule", {})
        assert post(prefect, "/flow_runs/count", {"deployments": {"id": {"any_": [str(made[name])]}}}) > 0
