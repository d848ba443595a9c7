"""Serve the flows on this machine: `python -m flows.serve`.

On several machines the same deployments come from `prefect.yaml` and a work pool instead.
"""

from typing import Any

from prefect import Flow, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron
from prefect.types.entrypoint import EntrypointType

from flows.application import application
from flows.checks import check_deadlines, check_provision, check_silence
from flows.deliver import deliver
from flows.plan import digest, plan
from flows.reconcile import reconcile

# Between midnight and 03:00 London's clocks change, and a cron there runs an hour off or not at all.
_DEADLINES_AT = "0 6 * * *"
_PROVISION_AT = "10 6 * * *"
_SILENCE_AT = "20 6 * * *"
_DELIVER_AT = "*/5 3-23 * * *"
# Those that come often begin in different minutes, so that a small machine does one thing at a time.
_PLAN_AT = "2-59/15 3-23 * * *"
_RECONCILE_AT = "8-59/15 3-23 * * *"
_DIGEST_AT = "30 8 * * 1-5"
# Those that arrive while one runs wait their turn; ten in a row do what one does.
_ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)


def deployments() -> list[RunnerDeployment]:
    """Every flow with its schedule in London time."""
    return [
        _scheduled(check_deadlines, _DEADLINES_AT, ["ehcp", "check"]),
        _scheduled(check_provision, _PROVISION_AT, ["ehcp", "check"]),
        _scheduled(check_silence, _SILENCE_AT, ["ehcp", "check"]),
        _scheduled(plan, _PLAN_AT, ["ehcp", "messages"]),
        _scheduled(digest, _DIGEST_AT, ["ehcp", "messages"]),
        _scheduled(deliver, _DELIVER_AT, ["ehcp", "messages"]),
        _scheduled(reconcile, _RECONCILE_AT, ["ehcp", "messages"]),
        RunnerDeployment.from_flow(
            application,
            name=application.name,
            description="Shows where one application stands. Started when something is recorded in a case.",
            tags=["ehcp"],
            entrypoint_type=EntrypointType.MODULE_PATH,
        ),
    ]


def _scheduled(flow: Flow[..., Any], cron: str, tags: list[str]) -> RunnerDeployment:
    return RunnerDeployment.from_flow(
        flow,
        name=flow.name,
        description=(flow.description or "").partition("\n")[0],
        tags=tags,
        schedule=Cron(cron, timezone="Europe/London"),
        concurrency_limit=_ONE_AT_A_TIME,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


if __name__ == "__main__":
    serve(*deployments(), print_starting_message=False)
