"""Send what is waiting to be sent. Prefect retries nothing here: the outbox knows what may be tried again, and when."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ehcp_workflow.services import delivery, outside_monitor
from ehcp_workflow.services.delivery import DeliveryReport
from ehcp_workflow.services.installation import open_installation
from flows.artifacts import publish_delivery
from flows.discretion import discreet


@flow(name="deliver", flow_run_name="deliver messages", persist_result=False, retries=0)
@discreet
def deliver() -> State[Any]:
    """Send the messages that are due, once each, and leave the counts."""
    with open_installation() as installation:
        report = delivery.deliver(installation)
        outside_monitor.tell_if_well(installation)
    publish_delivery(report)
    return _conclusion(report)


def _conclusion(report: DeliveryReport) -> State[Any]:
    """Red only when a person must see to a message; what will be tried again is not a failure."""
    counts = f"{report.sent} sent, {report.deferred} deferred, {report.failed} failed, {report.unknown} unknown."
    if report.failed:
        return Failed(name="Messages failed", message=f"{counts} See: ehcp outbox list.")
    return Completed(name="Sent" if report.sent else "Nothing to send", message=counts)
