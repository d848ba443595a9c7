"""Whether the ports we want are free, asked before anything is started."""

import errno
import socket
from collections.abc import Iterable
from dataclasses import dataclass

from ehcp_workflow.errors import BadConfiguration

LOOPBACK = "127.0.0.1"


class PortTaken(BadConfiguration):
    """Another program listens on a port one of ours wants, or the system does not allow it to us."""


@dataclass(frozen=True, slots=True)
class Port:
    """A port on this machine, who wants it, and the option that changes it."""

    number: int
    wanted_by: str
    flag: str


def check_ports(ports: Iterable[Port]) -> None:
    """See that every port can be had, and that no two of ours are the same.

    Raises:
        PortTaken: names each port that cannot be had, who wanted it, and the option that changes it.
    """
    wanted: dict[int, Port] = {}
    troubles: list[str] = []
    for port in ports:
        if other := wanted.get(port.number):
            troubles.append(f"{other.wanted_by} and {port.wanted_by} both want port {port.number}: change {port.flag}.")
        elif trouble := _trouble(port):
            troubles.append(trouble)
        wanted[port.number] = port
    if troubles:
        raise PortTaken(" ".join(troubles))


def _trouble(port: Port) -> str | None:
    """Why a port cannot be had; a connection of ours that is only closing (TIME_WAIT) is no reason."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port.number))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is taken by another program" if taken else "is not allowed by the system"
            needed = f"It is needed for {port.wanted_by}: choose another with `ehcp up {port.flag}`"
            return f"Port {port.number} {why}. {needed}, or with `make run UP='{port.flag} ...'`."
        except OverflowError:
            return f"{port.number} is not a port: choose one from 1024 to 65535 with {port.flag}."
    return None
