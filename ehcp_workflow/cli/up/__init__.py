"""`ehcp up`: the whole installation on this machine, from one command."""

import os
from datetime import timedelta
from pathlib import Path

from rich.console import Console

from ehcp_workflow.cli.up.addresses import AUTH, Ports, addresses
from ehcp_workflow.cli.up.children import FIRST_CHECKS, Child, build_children
from ehcp_workflow.cli.up.patience import Patience
from ehcp_workflow.cli.up.ports import Port, PortTaken
from ehcp_workflow.cli.up.running import AlreadyRunning, running_in
from ehcp_workflow.cli.up.supervisor import run_all
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.orchestrator import Orchestrator
from ehcp_workflow.today import now

__all__ = ["AlreadyRunning", "Child", "Patience", "Port", "PortTaken", "Ports", "build_children", "run_all", "up"]

BETWEEN_FIRST_CHECKS = timedelta(minutes=1)


def up(home: Path, prefect_port: int, web_port: int, mail_port: int, demo: bool) -> int:
    """Start everything, say where it is, look after it, and stop it all on Ctrl-C.

    Returns:
        The exit code: 0 when told to stop, 1 when a process ended too often.

    Raises:
        AlreadyRunning: another `ehcp up` works in the same data folder.
        PortTaken: a port is not free.
        BadConfiguration: the data folder cannot be written.
    """
    home = home.resolve()
    _make_writable(home / "logs")
    ports = Ports(prefect=prefect_port, web=web_port, mail=mail_port)
    console = Console()

    def first_check() -> None:
        """What came due while everything was down is found at once, not tomorrow at six.

        The checks follow each other, so that two do not show operators the same applications side by side.
        """
        prefect, start = Orchestrator(ports.prefect_api_url, os.environ.get(AUTH)), now()
        times = [(check, start + n * BETWEEN_FIRST_CHECKS) for n, check in enumerate(FIRST_CHECKS)]
        if all(prefect.start(check, check, tags=["first-check"], at=at) for check, at in times):
            console.print("A first check has been started.", highlight=False)

    children = build_children(home, ports, demo=demo, env=os.environ)
    with running_in(home, addresses(ports, demo=demo)):
        return run_all(children, console, on_ready=first_check)


def _make_writable(folder: Path) -> None:
    """See that the data folder can be written, before anything is started."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadConfiguration(
            f"The folder {folder} cannot be written ({error.strerror}). Choose another with EHCP_HOME."
        ) from error
