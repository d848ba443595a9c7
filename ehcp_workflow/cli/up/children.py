"""The processes of an installation on one machine, as plain values: command, environment, check, address."""

import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ehcp_workflow.cli.up.health import HealthCheck, accepts_connections, answers_http, serves_deployments
from ehcp_workflow.cli.up.ports import LOOPBACK, Port
from ehcp_workflow.services.orchestrator import Orchestrator

PREFECT, FLOWS, WEB, MAIL = "prefect", "flows", "web", "mail"
DEPLOYMENTS = ("check-deadlines", "check-silence", "deliver", "application")


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


@dataclass(frozen=True, slots=True)
class Ports:
    """The three ports of an installation."""

    prefect: int
    web: int
    mail: int

    @property
    def prefect_url(self) -> str:
        """Where Prefect's own pages are."""
        return f"http://{LOOPBACK}:{self.prefect}"

    @property
    def web_url(self) -> str:
        """Where the adviser's pages are."""
        return f"http://{LOOPBACK}:{self.web}"


def build_children(home: Path, ports: Ports, *, demo: bool, env: Mapping[str, str]) -> list[Child]:
    """All processes of an installation, in the order people should read their addresses.

    Args:
        home: The installation's data folder (`EHCP_HOME`).
        ports: Where each listens, on this machine only.
        demo: Whether the demo mailbox is one of them.
        env: The environment they start from, usually our own.
    """
    ours = {**env, **installation_env(home, ports, demo=demo)}
    logs = home / "logs"
    children = [_web(ports, ours, logs), _prefect(home, ports, env, logs), _flows(ports, ours, logs)]
    return [*children, _mail(home, ports, ours, logs)] if demo else children


def installation_env(home: Path, ports: Ports, *, demo: bool) -> dict[str, str]:
    """What tells our processes where the installation and its neighbours are."""
    settings = {
        "EHCP_HOME": str(home),
        "EHCP_WEB_URL": ports.web_url,
        **_prefect_env(home, ports),
        "PYTHONUNBUFFERED": "1",
    }
    if demo:
        settings |= {"EHCP_SMTP_HOST": LOOPBACK, "EHCP_SMTP_PORT": str(ports.mail)}
    return settings


def _prefect_env(home: Path, ports: Ports) -> dict[str, str]:
    """Prefect's settings: its data under ours, nothing sent to its makers, few words."""
    return {
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": f"{ports.prefect_url}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
        "PREFECT_LOGGING_COLORS": "false",
        "PREFECT_CLI_PROMPT": "false",
    }


def _prefect(home: Path, ports: Ports, env: Mapping[str, str], logs: Path) -> Child:
    return Child(
        name=PREFECT,
        title="Prefect (applications and checks)",
        command=_python("-m", "prefect", "server", "start", "--host", LOOPBACK, "--port", str(ports.prefect)),
        log=logs / "prefect.log",
        healthy=answers_http(f"{ports.prefect_url}/api/health"),
        env={**env, **_prefect_env(home, ports)},
        address=ports.prefect_url,
        port=Port(ports.prefect, "the Prefect server", "--prefect-port"),
    )


def _flows(ports: Ports, env: Mapping[str, str], logs: Path) -> Child:
    orchestrator = Orchestrator(f"{ports.prefect_url}/api", env.get("PREFECT_API_AUTH_STRING"))
    return Child(
        name=FLOWS,
        title="Checks and deliveries",
        command=_python("-m", "flows.serve"),
        log=logs / "flows.log",
        healthy=serves_deployments(orchestrator, DEPLOYMENTS),
        env=env,
        needs=(PREFECT,),
    )


def _web(ports: Ports, env: Mapping[str, str], logs: Path) -> Child:
    factory = ("ehcp_workflow.web.app:create_app", "--factory")
    where = ("--host", LOOPBACK, "--port", str(ports.web), "--timeout-graceful-shutdown", "5")
    return Child(
        name=WEB,
        title="Caseload",
        command=_python("-m", "uvicorn", *factory, *where, "--no-access-log"),
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


def new_mark() -> str:
    """A word no other process has in its environment, by which all that we started are found again."""
    return secrets.token_hex(16)
