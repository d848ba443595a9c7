"""The deployments of one machine and of several are the same, and no schedule meets the hour in which clocks change."""

from pathlib import Path

import pytest
import yaml

from ehcp_workflow.cli.up.children import DEPLOYMENTS
from flows.serve import deployments

FILE = Path(__file__).parents[2] / "prefect.yaml"


def _of_several_machines() -> dict[str, dict]:
    return {one["name"]: one for one in yaml.safe_load(FILE.read_text())["deployments"]}


def test_one_machine_and_several_serve_the_same_flows():
    assert {one.name for one in deployments()} == set(_of_several_machines()) == set(DEPLOYMENTS)


@pytest.mark.parametrize("one", deployments(), ids=lambda one: one.name)
def test_each_is_described_tagged_scheduled_and_limited_in_the_same_way(one):
    other = _of_several_machines()[one.name]
    assert (one.description, one.tags) == (other["description"], other["tags"])
    assert one.entrypoint.replace(":", ".") == other["entrypoint"].replace(":", ".")
    crons = [(schedule.schedule.cron, schedule.schedule.timezone) for schedule in one.schedules]
    assert crons == [(schedule["cron"], schedule["timezone"]) for schedule in other.get("schedules", [])]
    limit = {"limit": one.concurrency_limit, "collision_strategy": "ENQUEUE"} if one.concurrency_limit else None
    assert limit == other.get("concurrency_limit")


@pytest.mark.parametrize("one", [one for one in deployments() if one.schedules], ids=lambda one: one.name)
def test_none_begins_between_midnight_and_three(one):
    [schedule] = one.schedules
    hour = schedule.schedule.cron.split()[1]
    assert int(hour.partition("-")[0]) >= 3
    assert schedule.schedule.timezone == "Europe/London"


def test_a_flow_is_never_tried_again_by_prefect():
    from flows import application, checks, deliver, plan, reconcile

    served = (
        application.application, checks.check_deadlines, checks.check_provision, checks.check_silence, deliver.deliver,
        plan.plan, plan.digest, reconcile.reconcile,
    )  # fmt: skip
    assert [flow.retries for flow in served] == [0] * len(DEPLOYMENTS)
