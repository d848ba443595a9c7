"""Where the processes of an installation find each other, as ports, as our settings and as environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ehcp_workflow.cli.up.ports import LOOPBACK

# Prefect's shared `user:password`, from the same variable as our own setting.
AUTH = "EHCP_PREFECT_AUTH"


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
    def prefect_api_url(self) -> str:
        """Where Prefect's API is."""
        return f"{self.prefect_url}/api"

    @property
    def web_url(self) -> str:
        """Where the adviser's pages are."""
        return f"http://{LOOPBACK}:{self.web}"


def addresses(ports: Ports, *, demo: bool) -> dict[str, str | int | bool]:
    """Where our processes answer, by the names of our settings; the demo sends to its own mail server only."""
    where: dict[str, str | int | bool] = {"web_url": ports.web_url, "prefect_api_url": ports.prefect_api_url}
    if demo:
        where |= {"smtp_host": LOOPBACK, "smtp_port": ports.mail, "smtp_security": "none", "demo": True}
    return where


def environment(home: Path, ports: Ports, env: Mapping[str, str], *, demo: bool) -> dict[str, str]:
    """What tells our processes where the installation and its neighbours are."""
    settings = {f"EHCP_{name.upper()}": str(value) for name, value in addresses(ports, demo=demo).items()}
    return {"EHCP_HOME": str(home), **settings, **_prefect_settings(home, ports, env), "PYTHONUNBUFFERED": "1"}


def _prefect_settings(home: Path, ports: Ports, env: Mapping[str, str]) -> dict[str, str]:
    """Prefect's settings: its data under ours, nothing sent to its makers, few words."""
    auth = env.get(AUTH)
    shared = {"PREFECT_SERVER_API_AUTH_STRING": auth, "PREFECT_API_AUTH_STRING": auth} if auth else {}
    return {
        **shared,
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": ports.prefect_api_url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_LOGGING_LEVEL": "INFO",
        "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
        "PREFECT_LOGGING_COLORS": "false",
        "PREFECT_CLI_PROMPT": "false",
    }
