"""Find out what became of messages: from providers, from mail that came back, and from workers that died."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from ehcp_workflow.services import reconciling
from ehcp_workflow.services.installation import open_installation
from flows.artifacts import publish_reconcile
from flows.discretion import discreet


@flow(name="reconcile", flow_run_name="reconcile messages", persist_result=False, retries=0)
@discreet
def reconcile() -> State[Any]:
    """Make what we know of messages agree with what happened, and leave the counts.

    A message that came back is no failure of the software: what it told goes another way, or is a task for a person.
    """
    with open_installation() as installation:
        report = reconciling.reconcile(installation)
    publish_reconcile(report)
    words = f"{report.delivered} delivered, {report.failed} came back, {report.complaints} complaints."
    return Completed(name="Reconciled", message=words)
