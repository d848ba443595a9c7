"""A real mail server on this machine for as long as a simulation runs: the demo's mailbox, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ehcp_workflow.errors import Unavailable

_PATIENCE = 10.0  # seconds for it to end after it was told to


@contextmanager
def post_office(folder: Path) -> Iterator[int]:
    """Receive mail on 127.0.0.1 into a folder and pass none of it on; gives the port, which is any that is free.

    Args:
        folder: a Maildir; made if it is missing.

    Raises:
        Unavailable: the mail server did not start.
    """
    command = [sys.executable, "-m", "ehcp_workflow.messages.mailbox", "--port", "0", "--folder", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own program
        try:
            yield _port_of(server)
        finally:
            server.terminate()
            try:
                server.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def _port_of(server: subprocess.Popen[str]) -> int:
    said = server.stdout.readline() if server.stdout else ""
    _, _, port = said.strip().rstrip(".").rpartition(":")
    if not port.isdigit():
        raise Unavailable("The mail server of the simulation did not start. See the line above, and try again.")
    return int(port)
