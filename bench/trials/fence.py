"""A worker that is stopped in the middle of a send until its lease has ended, and then goes on, changes nothing."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from sqlalchemy import text

from bench.trials.ledger import FORK
from bench.trials.workers import Pace, Ways, work
from ehcp_workflow.messages.outcome import Sent
from ehcp_workflow.messages.outgoing import Channel, Outgoing, Transport
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.engine import Database


@dataclass
class Stopped:
    """A way of sending that stops its own process before its first message leaves."""

    way: Transport
    has_stopped: bool = False

    def __getattr__(self, name: str) -> object:
        """Everything else is the way's own."""
        return getattr(self.way, name)

    def send(self, message: Outgoing) -> Sent:
        """Stop, and once somebody lets us go on, send."""
        if not self.has_stopped:
            self.has_stopped = True
            os.kill(os.getpid(), signal.SIGSTOP)
        return self.way.send(message)


def overtake(installation: Installation, url: str, ways: Ways, pace: Pace) -> list[str]:
    """Let a worker stop in its first send, let another do everything, and let the first go on; what changed then.

    The message under way is sent twice, to the byte the same: no mail server could know. It is recorded once.
    """
    way = ways[Channel.EMAIL]
    slow = FORK.Process(target=work, args=(installation, url, {Channel.EMAIL: Stopped(way)}, pace))
    slow.start()
    os.waitpid(slow.pid or 0, os.WUNTRACED)
    time.sleep(pace.lease + 0.5)
    other = FORK.Process(target=work, args=(installation, url, ways, pace))
    other.start()
    other.join()
    before = _recorded(installation, url)
    os.kill(slow.pid or 0, signal.SIGCONT)
    slow.join()
    after = _recorded(installation, url)
    found = [f"the {name} ended with {p.exitcode}" for name, p in (("stopped", slow), ("other", other)) if p.exitcode]
    return found + (["the stopped worker changed what is recorded"] if before != after else [])


def _recorded(installation: Installation, url: str) -> list[object]:
    installation.database = Database(url)
    with installation.database.read() as unit:
        rows: list[object] = []
        for table, order in (("outbox", "id"), ("attempts", "outbox_id, n"), ("notices", "id")):
            rows += unit.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).all()  # noqa: S608 - our own tables
    installation.database.close()
    return rows
