"""Workers that send until nothing waits, each a process of its own, and a hand that kills them at any moment."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkProcess
from random import Random

from bench.trials.ledger import FORK, Ledger
from ehcp_workflow.messages.outgoing import Channel, Transport
from ehcp_workflow.services.delivery import deliver, dispatcher, recording
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import providers
from ehcp_workflow.store.engine import Database

Ways = Mapping[Channel, Transport]
SENDERS = 1
"""How many messages each worker has under way at once, and so may have in doubt when it is killed."""
_WAIT = 0.3 / 60  # minutes before each next try
_LIMIT = 240.0  # seconds after which a trial is given up, so that it has an end


@dataclass(frozen=True)
class Pace:
    """How patient workers are, in seconds: for one answer, for a whole attempt, and with a worker that may have died.

    A relay that behaves must never be slower than this, or copies are made that no kill made.
    """

    timeout: float
    deadline: float
    lease: float


def work(installation: Installation, url: str, ways: Ways, pace: Pace) -> None:
    """Send until nothing waits. What lasts minutes elsewhere lasts seconds here."""
    dispatcher.LEASE = timedelta(seconds=pace.lease)
    recording.WAITS = (_WAIT,) * 100  # type: ignore[assignment]  # more tries, and sooner, than real ones
    providers.PAUSE = timedelta(seconds=0.5)
    installation.database = Database(url)
    while deliver(installation, ways, SENDERS).waiting:
        time.sleep(0.05)
    installation.database.close()


@dataclass
class Crew:
    """The workers of one trial.

    Attributes:
        killed: how many were killed while they worked.
    """

    installation: Installation
    url: str
    ways: Ways
    pace: Pace
    rng: Random
    killed: int = 0
    _at_work: list[ForkProcess] = field(default_factory=list)

    def start(self, workers: int) -> None:
        """Let so many begin."""
        self._at_work += [self._begin() for _ in range(workers)]

    def kill_again_and_again(self, times: int, messages: int, ledger: Ledger) -> None:
        """Kill a worker so many times, each time another begins, spread over the messages that are to arrive."""
        for n in range(times):
            while ledger.copies < messages * (n + 0.5) / times and self._is_any_at_work():
                time.sleep(0.001)
            time.sleep(self.rng.uniform(0, 0.02))
            place = self.rng.randrange(len(self._at_work))
            victim = self._at_work[place]
            if victim.is_alive() and victim.pid:
                os.kill(victim.pid, signal.SIGKILL)
                victim.join()
                self.killed += 1
                self._at_work[place] = self._begin()

    def finish(self) -> list[str]:
        """Wait until all have ended by themselves; what went wrong with them."""
        end, wrong = time.monotonic() + _LIMIT, []
        for worker in self._at_work:
            worker.join(max(0.0, end - time.monotonic()))
            if worker.exitcode is None:
                worker.kill()
                wrong.append("a worker came to no end")
            elif worker.exitcode:
                wrong.append(f"a worker ended with {worker.exitcode}")
        return wrong

    def _begin(self) -> ForkProcess:
        worker = FORK.Process(target=work, args=(self.installation, self.url, self.ways, self.pace), daemon=True)
        worker.start()
        return worker

    def _is_any_at_work(self) -> bool:
        return any(worker.is_alive() for worker in self._at_work)
