"""What runs in a data folder, written there so that a command typed beside it finds it; and only one of it."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ehcp_workflow.errors import Refused
from ehcp_workflow.settings import RUNNING

_LOCK = "up.lock"


class AlreadyRunning(Refused):
    """Another `ehcp up` works in the same data folder."""


@contextmanager
def running_in(home: Path, facts: Mapping[str, object]) -> Iterator[None]:
    """Hold the data folder for one `ehcp up`, and say in it where our processes answer while they run.

    The lock is the system's: it goes with the process, however that ends.

    Raises:
        AlreadyRunning: the folder is held by another.
    """
    with (home / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(
                f"`ehcp up` already runs in {home}. Use its addresses, or stop it first with Ctrl-C where it runs."
            ) from error
        notice = home / RUNNING
        notice.write_text(json.dumps(facts, indent=2), encoding="utf-8")
        try:
            yield
        finally:
            notice.unlink(missing_ok=True)
