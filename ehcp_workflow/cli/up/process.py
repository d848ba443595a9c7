"""One process of ours: started in a group of its own, and ended with everything it started."""

import contextlib
import ctypes
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

# In the environment of every process we start, and so of every process those start.
MARK = "EHCP_UP_MARK"
_PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1
_KEEP_LOG_BYTES = 5_000_000


class Process:
    """A running command; its words go to a log file."""

    def __init__(self, command: tuple[str, ...], env: Mapping[str, str], log: Path, mark: str) -> None:
        _rotate(log)
        with log.open("ab") as words:
            self._popen = subprocess.Popen(  # noqa: S603 - the commands are our own, see children.py
                command,
                env={**env, MARK: mark},
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=_die_with_parent(),  # noqa: PLW1509 - safe: the supervisor has one thread
            )

    @property
    def pid(self) -> int:
        """The process id, which is the id of its group too."""
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended (negative: by that signal), or None while it lives."""
        return self._popen.poll()

    def wait(self, seconds: float) -> None:
        """Wait for its end, and no longer than so many seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(seconds)

    def signal_group(self, number: signal.Signals) -> None:
        """Signal the process and all of its group; the group may outlive the process, or be gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, number)


def new_mark() -> str:
    """A word no other process has in its environment, by which all that we started are found again."""
    return secrets.token_hex(16)


def marked(mark: str) -> list[int]:
    """The ids of all living processes that carry the mark, whichever group they are in.

    Linux only; elsewhere an empty list, and a process that left its group is not found.
    """
    entry = f"{MARK}={mark}".encode()
    found = []
    for folder in _PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if entry in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return [pid for pid in found if pid != os.getpid()]


def kill_marked(mark: str) -> None:
    """End at once whatever of ours is still there."""
    for pid in marked(mark):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, what asks the kernel to end a child when we die, even by kill -9.

    SIGTERM and not SIGKILL, so that the runner can end the flow runs it started.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # we died before the kernel was asked
            os.kill(os.getpid(), signal.SIGTERM)

    return ask


def _rotate(log: Path) -> None:
    """Keep one older log beside the present one."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _KEEP_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
