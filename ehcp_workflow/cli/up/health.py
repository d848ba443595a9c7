"""How to tell that a process does its work, which is more than that it exists."""

import socket
from collections.abc import Callable
from datetime import datetime

import httpx

from ehcp_workflow.cli.up.ports import LOOPBACK
from ehcp_workflow.services.orchestrator import Orchestrator

# Told when the process was started, so that what an earlier one left behind is not taken for its answer.
HealthCheck = Callable[[datetime], bool]

_PATIENCE_SECONDS = 2.0


def answers_http(url: str) -> HealthCheck:
    """Whether a page of ours answers without a server error."""

    def check(started: datetime) -> bool:  # noqa: ARG001 - a port is checked to be free first, so any answer is ours
        try:
            return httpx.get(url, timeout=_PATIENCE_SECONDS, trust_env=False).status_code < httpx.codes.BAD_REQUEST
        except httpx.HTTPError:
            return False

    return check


def accepts_connections(port: int) -> HealthCheck:
    """Whether somebody listens on a port of this machine."""

    def check(started: datetime) -> bool:  # noqa: ARG001 - as above
        try:
            with socket.create_connection((LOOPBACK, port), timeout=_PATIENCE_SECONDS):
                return True
        except OSError:
            return False

    return check


def answers_prefect(prefect: Orchestrator) -> HealthCheck:
    """Whether Prefect's API answers."""

    def check(started: datetime) -> bool:  # noqa: ARG001 - as above
        return prefect.is_alive()

    return check


def serves_deployments(prefect: Orchestrator, names: tuple[str, ...]) -> HealthCheck:
    """Whether the runner has asked for runs of every deployment since it was started.

    Deployments outlive the runner in Prefect's database, so that they exist says nothing.
    """

    def check(started: datetime) -> bool:
        return all(prefect.has_deployment(name, name, polled_since=started) for name in names)

    return check
