"""The processes of an installation on one machine, as plain values: command, environment, check, address."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ehcp_workflow.cli.up.addresses import AUTH, Ports, environment
from ehcp_workflow.cli.up.health import (
    HealthCheck,
    accepts_connections,
    answers_http,
    answers_prefect,
    serves_deployments,
)
from ehcp_workflow.cli.up.ports import LOOPBACK, Port
from ehcp_workflow.services.orchestrator import Orchestrator

PREFECT, FLOWS, WEB, MAIL = "prefect", "flows", "web", "mail"
FIRST_CHECKS = ("check-deadlines", "check-silence", "check-provision")
DEPLOYMENTS = (*FIRST_CHECKS, "plan", "digest", "deliver", "reconcile", "application")


@dataclass(frozen=True, slots=True)
class Child:
    """One process to keep alive: it is started when all that it needs answer."""

    name: str
    title: str
    command: tuple[str, ...]
    log: Path
    healthy: HealthCheck
    env: Mapping[str, str] = field(default_factory=dict, repr=False)
    address: str | None = None
    port: Port | None = None
    needs: tuple[str, ...] = ()


def build_children(home: Path, ports: Ports, *, demo: bool, env: Mapping[str, str]) -> list[Child]:
    """All processes of an installation, in the order people should read their addresses.

    Args:
        home: The installation's data folder (`EHCP_HOME`).
        ports: Where each listens, on this machine only.
        demo: Whether the demo mailbox is one of them.
        env: The environment they start from, usually our own.
    """
    ours = {**env, **environment(home, ports, env, demo=demo)}
    logs = home / "logs"
    prefect = Orchestrator(ports.prefect_api_url, env.get(AUTH))
    children = [_web(ports, ours, logs), _prefect(ports, prefect, ours, logs), _flows(prefect, ours, logs)]
    return [*children, _mail(home, ports, ours, logs)] if demo else children


def _prefect(ports: Ports, prefect: Orchestrator, env: Mapping[str, str], logs: Path) -> Child:
    return Child(
        name=PREFECT,
        title="Prefect (applications and checks)",
        command=_python("-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(ports.prefect)),
        log=logs / "prefect.log",
        healthy=answers_prefect(prefect),
        env=env,
        address=ports.prefect_url,
        port=Port(ports.prefect, "the Prefect server", "--prefect-port"),
    )


def _flows(prefect: Orchestrator, env: Mapping[str, str], logs: Path) -> Child:
    return Child(
        name=FLOWS,
        title="Checks and deliveries",
        command=_python("-m", "flows.serve"),
        log=logs / "flows.log",
        healthy=serves_deployments(prefect, DEPLOYMENTS),
        env=env,
        needs=(PREFECT,),
    )


def _web(ports: Ports, env: Mapping[str, str], logs: Path) -> Child:
    factory = ("ehcp_workflow.web.app:create_app", "--factory")
    where = ("--host", LOOPBACK, "--port", str(ports.web), "--timeout-graceful-shutdown", "5")
    return Child(
        name=WEB,
        title="Caseload",
        command=_python("-m", "uvicorn", *factory, *where, "--no-access-log", "--no-proxy-headers"),
        log=logs / "web.log",
        healthy=answers_http(f"{ports.web_url}/"),
        env=env,
        address=ports.web_url,
        port=Port(ports.web, "the web pages", "--web-port"),
    )


def _mail(home: Path, ports: Ports, env: Mapping[str, str], logs: Path) -> Child:
    where = ("--port", str(ports.mail), "--folder", str(home / "mailbox"))
    return Child(
        name=MAIL,
        title="Mail server (demo)",
        command=_python("-m", "ehcp_workflow.messages.mailbox", *where),
        log=logs / "mail.log",
        healthy=accepts_connections(ports.mail),
        env=env,
        address=f"smtp://{LOOPBACK}:{ports.mail}",
        port=Port(ports.mail, "the demo mailbox", "--mail-port"),
    )


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)
