"""A Prefect server for the whole session, and services that answer from memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

import flows.application
import flows.checks
import flows.deliver
import flows.plan
import flows.reconcile
from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.applications import ApplicationView, DateView, StageView
from ehcp_workflow.services.checks import CheckReport
from ehcp_workflow.services.delivery import DeliveryReport
from ehcp_workflow.services.planning.round import PlanReport
from ehcp_workflow.services.reconciling import ReconcileReport

STAGES = (
    ("identify_needs", "Identify needs"),
    ("school_request", "School request"),
    ("local_authority_decision", "Local authority decision"),
    ("plan_issued", "Plan issued"),
)


def a_view(reference: str, *states: str) -> ApplicationView:
    """An application whose first stages are in these states and whose others have not started."""
    padded = (*states, *["not started"] * (4 - len(states)))
    return ApplicationView(
        reference=reference,
        council_code="202",
        stages=tuple(
            StageView(number, stage, title, state, f"What is known of {title.lower()}")
            for number, ((stage, title), state) in enumerate(zip(STAGES, padded, strict=True), start=1)
        ),
        dates=(DateView("REQ-02", "Decision to assess", "Monday 4 January 2027", "running", "on time so far"),),
        position=f"position of {reference}",
        page_url=f"http://127.0.0.1:8350/cases/{reference}",
    )


def a_report(**changes) -> CheckReport:
    """A check of sixty cases in which five changed."""
    told = {"watch": "deadlines", "as_at": date(2026, 11, 23), "looked_at": 60, "changed": 5, "alerts": {"overdue": 2}}
    return CheckReport(**{**told, "planned": 2, "failures": (), "seconds": 0.3, **changes})


def a_plan(**changes) -> PlanReport:
    """A round of planning in which both checks found something, and two further notices are new."""
    return PlanReport(**{"deadlines": a_report(), "silence": a_report(alerts={"silent": 1, "overdue": 1}, planned=2),
                         "escalations": 1, "updates": 1, "system": 0, **changes})  # fmt: skip


@dataclass
class Services:
    """What the services would answer, and what the flows told them."""

    views: dict[str, ApplicationView] = field(default_factory=dict)
    report: CheckReport = field(default_factory=a_report)
    delivery: DeliveryReport = field(default_factory=lambda: DeliveryReport(sent=3, waiting=1))
    to_show: list[str] = field(default_factory=list)
    shown: list[tuple[str, str]] = field(default_factory=list)
    deliveries: int = 0
    planned: PlanReport = field(default_factory=a_plan)
    reconciled: ReconcileReport = field(default_factory=lambda: ReconcileReport(asked=4, delivered=3, failed=1))
    steps: list[str] = field(default_factory=list)

    @contextmanager
    def open_installation(self) -> Iterator[object]:
        yield object()

    def application_view(self, installation, reference) -> ApplicationView:
        if reference not in self.views:
            raise NotFound(f"There is no case {reference}.")
        return self.views[reference]

    def applications_to_show(self, installation, limit=None) -> list[str]:
        return self.to_show[:limit]

    def mark_shown(self, installation, reference, position) -> None:
        self.shown.append((reference, position))

    def check(self, installation) -> CheckReport:
        return self.report

    def plan_round(self, installation) -> PlanReport:
        self.steps.append("plan")
        return self.planned

    def reconcile(self, installation) -> ReconcileReport:
        return self.reconciled

    def tell_if_well(self, installation) -> bool:
        self.steps.append("tell")
        return True

    def deliver(self, installation) -> DeliveryReport:
        self.deliveries += 1
        self.steps.append("deliver")
        return self.delivery


@pytest.fixture
def services(monkeypatch) -> Services:
    told = Services()
    for module in (flows.application, flows.checks, flows.deliver, flows.plan, flows.reconcile):
        monkeypatch.setattr(module, "open_installation", told.open_installation)
    monkeypatch.setattr(flows.application, "application_view", told.application_view)
    monkeypatch.setattr(flows.application, "mark_shown", told.mark_shown)
    monkeypatch.setattr(flows.checks, "applications_to_show", told.applications_to_show)
    monkeypatch.setattr(flows.checks.checks, "check_deadlines", told.check)
    monkeypatch.setattr(flows.checks.checks, "check_silence", told.check)
    monkeypatch.setattr(flows.deliver.delivery, "deliver", told.deliver)
    monkeypatch.setattr(flows.deliver.outside_monitor, "tell_if_well", told.tell_if_well)
    monkeypatch.setattr(flows.plan.planning, "plan_round", told.plan_round)
    monkeypatch.setattr(flows.reconcile.reconciling, "reconcile", told.reconcile)
    return told


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One temporary Prefect server; a heartbeat would only make each run wait for its thread."""
    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture
def prefect(prefect_server) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        yield client
