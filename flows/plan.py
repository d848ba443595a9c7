"""Plan what people should know: often, so that it is told the same day. Planning again adds nothing."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ehcp_workflow.services import delivery, outside_monitor
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.planning import round as planning
from ehcp_workflow.services.planning.round import PlanReport
from flows.artifacts import publish_delivery, publish_plan
from flows.discretion import discreet


@flow(name="plan", flow_run_name="plan notices", persist_result=False, retries=0)
@discreet
def plan() -> State[Any]:
    """Plan everything that is due and not planned yet, and leave the counts."""
    with open_installation() as installation:
        report = planning.plan_round(installation)
        outside_monitor.tell_if_well(installation)
    publish_plan(report)
    return plan_conclusion(report)


@flow(name="digest", flow_run_name="send the day's digests", persist_result=False, retries=0)
@discreet
def digest() -> State[Any]:
    """Plan, and send at once what is due, so that the working day's messages tell what is true when they leave."""
    with open_installation() as installation:
        planned = planning.plan_round(installation)
        sent = delivery.deliver(installation)
        outside_monitor.tell_if_well(installation)
    publish_plan(planned)
    publish_delivery(sent)
    failed = plan_conclusion(planned) if planned.failures else None
    return failed or Completed(message=f"{planned.planned} notices planned, {sent.sent} messages sent.")


def plan_conclusion(report: PlanReport) -> State[Any]:
    """Red when a case could not be worked out; everything else was planned all the same."""
    if report.failures:
        words = f"{len(report.failures)} cases failed; the artifact names them."
        return Failed(name="Cases failed", message=words)
    return Completed(name="Planned" if report.planned else "Nothing new", message=f"{report.planned} notices planned.")
