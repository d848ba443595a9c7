"""The daily checks: look at the whole caseload, show the applications that moved, send what is due.

Each is safe to run twice, late, or beside another: what was found and what was planned is kept once in our database.
"""

from collections.abc import Callable, Iterable, Sequence
from contextvars import Context
from dataclasses import replace
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.states import Completed, Failed

from ehcp_workflow.services import checks, provision_check
from ehcp_workflow.services.applications import applications_to_show
from ehcp_workflow.services.checks import CheckReport
from ehcp_workflow.services.installation import Installation, open_installation
from flows.application import application
from flows.artifacts import publish_check, publish_provision
from flows.deliver import deliver
from flows.discretion import discreet
from flows.states import is_software_failure

# Showing a case costs about half a second; those beyond this many come with the next check.
SHOWN_AT_MOST = 500


@flow(name="check-deadlines", flow_run_name="check deadlines", persist_result=False, retries=0)
@discreet
def check_deadlines(show_at_most: int = SHOWN_AT_MOST) -> State[Any]:
    """Find what has become due soon, due or overdue in the whole caseload, show it, and send what is due."""
    return _check(checks.check_deadlines, show_at_most)


@flow(name="check-silence", flow_run_name="check silence", persist_result=False, retries=0)
@discreet
def check_silence(show_at_most: int = SHOWN_AT_MOST) -> State[Any]:
    """Find stages where nothing has happened for longer than the house policy allows, show them, and send."""
    return _check(checks.check_silence, show_at_most)


@flow(name="check-provision", flow_run_name="check provision", persist_result=False, retries=0)
@discreet
def check_provision(show_at_most: int = SHOWN_AT_MOST) -> State[Any]:
    """Count how the lines of every Section F stand, plan what has lapsed or is not reported, show it, and send."""
    with open_installation() as installation:
        report = provision_check.check_provision(installation)
        references = applications_to_show(installation, limit=show_at_most)
    not_shown = show_applications(references)
    publish_provision(report, not_shown)
    deliver(return_state=True)
    return conclusion(replace(report.deadlines, looked_at=report.cases, failures=report.failures), not_shown)


def _check(check: Callable[[Installation], CheckReport], show_at_most: int) -> State[Any]:
    """Everything is done before the verdict, so that one bad case stops nothing but its own."""
    with open_installation() as installation:
        report = check(installation)
        references = applications_to_show(installation, limit=show_at_most)
    not_shown = show_applications(references)
    publish_check(report, not_shown)
    deliver(return_state=True)
    return conclusion(report, not_shown)


def show_applications(references: Iterable[str]) -> list[str]:
    """Run `application` for each reference and return those that could not be shown.

    Each runs in this process but in a context of its own, so not as a subflow: for a subflow Prefect first writes a
    task run for the parent, which collides with its own recorder on SQLite and costs seconds, now and then a minute.
    """
    return [reference for reference in references if is_software_failure(Context().run(_shown, reference))]


def _shown(reference: str) -> State[Any]:
    """One application's run; a heartbeat would cost it most of a second, and it lives for less."""
    try:
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            return application(reference, return_state=True)
    except Exception as error:  # noqa: BLE001 - Prefect itself may fail for one run; the next is still to be shown
        return Failed(message=type(error).__name__)


def conclusion(report: CheckReport, not_shown: Sequence[str]) -> State[Any]:
    """Green when every case was looked at and shown; otherwise red, with the number of cases in its words."""
    if report.failures:
        words = f"{len(report.failures)} of {report.looked_at} cases failed; the artifact names them."
        return Failed(name="Cases failed", message=words)
    if not_shown:
        return Failed(name="Cases not shown", message=f"{len(not_shown)} cases could not be shown here.")
    return Completed(message=f"{report.looked_at} cases looked at, {report.changed} changed.")
