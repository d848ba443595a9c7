"""Keeps one process alive: starts it, asks whether it answers, starts it again when it ended."""

from __future__ import annotations

import signal
import time
from datetime import datetime
from enum import Enum

from ehcp_workflow.cli.up.children import Child
from ehcp_workflow.cli.up.patience import Crashes, Patience
from ehcp_workflow.cli.up.process import Process
from ehcp_workflow.today import now


class Happened(Enum):
    """What a look at a process found."""

    NOTHING = "nothing new"
    ANSWERS = "answers"
    CRASHED = "ended by itself"
    SILENT = "no longer answers"
    GAVE_UP = "ended too often"


class Keeper:
    """One child and what is known of it. `look` is called often and does at most one small thing."""

    def __init__(self, child: Child, patience: Patience, mark: str) -> None:
        self.child = child
        self.crashes = Crashes(patience)
        self.answers = False
        self._patience = patience
        self._mark = mark
        self._process: Process | None = None
        self._started = 0.0
        self._started_at: datetime = now()
        self._start_after = 0.0
        self._next_check = 0.0
        self._last_answer = 0.0

    @property
    def pid(self) -> int | None:
        """The id of the living process, if there is one."""
        return self._process.pid if self._process and self._process.exit_code is None else None

    def look(self) -> Happened:
        """Start what is due to start; notice what ended; ask what lives whether it answers."""
        moment = time.monotonic()
        if self._process is None:
            if moment >= self._start_after:
                self._start(moment)
            return Happened.NOTHING
        if self._process.exit_code is not None:
            return self._ended(moment, Happened.CRASHED)
        return self._ask(moment) if moment >= self._next_check else Happened.NOTHING

    def terminate(self) -> None:
        """Ask it and its group to stop."""
        if self._process:
            self._process.signal_group(signal.SIGTERM)

    def kill(self) -> None:
        """End it and its group at once."""
        if self._process:
            self._process.signal_group(signal.SIGKILL)

    def _start(self, moment: float) -> None:
        self._started_at = now()
        self._process = Process(self.child.command, self.child.env, self.child.log, self._mark)
        self._started = self._last_answer = moment
        self._next_check = moment

    def _ask(self, moment: float) -> Happened:
        answers = self.child.healthy(self._started_at)
        self._next_check = time.monotonic() + (self._patience.between_checks if answers else self._patience.tick)
        if answers:
            first, self.answers, self._last_answer = not self.answers, True, moment
            return Happened.ANSWERS if first else Happened.NOTHING
        allowed = self._patience.to_answer_again if self.answers else self._patience.to_answer_first
        if moment - self._last_answer < allowed:
            return Happened.NOTHING
        self.kill()
        return self._ended(moment, Happened.SILENT)

    def _ended(self, moment: float, what: Happened) -> Happened:
        self.crashes.count(moment, lived=moment - self._started)
        self._start_after = moment + self.crashes.wait
        self.answers = False
        if what is Happened.SILENT and self._process:
            # Already killed; waited for here so that its port is free before the next start.
            self._process.wait(self._patience.to_stop)
        self._process = None
        return Happened.GAVE_UP if self.crashes.too_many else what
