"""Runs the processes of an installation together: all up, all watched, all down."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from types import FrameType

from rich.console import Console

from ehcp_workflow.cli.up.children import Child
from ehcp_workflow.cli.up.keeper import Happened, Keeper
from ehcp_workflow.cli.up.patience import Patience
from ehcp_workflow.cli.up.ports import check_ports
from ehcp_workflow.cli.up.process import kill_marked, marked, new_mark

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_all(
    children: Sequence[Child],
    console: Console,
    on_ready: Callable[[], None] = lambda: None,
    patience: Patience | None = None,
) -> int:
    """Run all children until we are told to stop; `on_ready` is called once, when all answer for the first time.

    Returns:
        0 after Ctrl-C or SIGTERM, 1 when a child ended too often to go on.

    Raises:
        PortTaken: a port a child wants cannot be had; nothing was started.
    """
    check_ports(child.port for child in children if child.port)
    return Supervisor(children, console, on_ready, patience or Patience()).run()


class Supervisor:
    """The processes, and how often somebody asked us to stop."""

    def __init__(
        self, children: Sequence[Child], console: Console, on_ready: Callable[[], None], patience: Patience
    ) -> None:
        self._mark = new_mark()
        self._keepers = {child.name: Keeper(child, patience, self._mark) for child in children}
        self._console = console
        self._on_ready = on_ready
        self._patience = patience
        self._told_ready = False
        self._stops = 0

    def run(self) -> int:
        """Everything between the first start and the last process gone."""
        before = {number: signal.signal(number, self._on_signal) for number in _SIGNALS}
        try:
            return self._watch()
        finally:
            self._stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - Python calls it so
        self._stops += 1

    def _watch(self) -> int:
        while not self._stops:
            for keeper in self._keepers.values():
                if self._may_run(keeper) and not self._tell(keeper, keeper.look()):
                    return 1
            self._tell_ready()
            time.sleep(self._patience.tick)
        return 0

    def _may_run(self, keeper: Keeper) -> bool:
        """What lives is always looked after; what does not waits until all that it needs answer."""
        return keeper.pid is not None or all(self._keepers[name].answers for name in keeper.child.needs)

    def _tell(self, keeper: Keeper, happened: Happened) -> bool:
        """Say what happened to one child; False when there is no going on."""
        title, log = keeper.child.title, keeper.child.log
        match happened:
            case Happened.GAVE_UP:
                self._say(f"[red]{title} ended {self._patience.crashes_allowed} times in a row, so all is stopped.[/]")
                self._say(f"What it said last is in {log}.")
                return False
            case Happened.CRASHED | Happened.SILENT:
                self._say(
                    f"[yellow]{title} {happened.value}: started again in {keeper.crashes.wait:g} s.[/] See {log}."
                )
            case Happened.ANSWERS if self._told_ready:
                self._say(f"{title} answers again.")
            case Happened.ANSWERS:
                self._say(f"{title} answers.")
        return True

    def _tell_ready(self) -> None:
        if self._told_ready or not all(keeper.answers for keeper in self._keepers.values()):
            return
        self._told_ready = True
        for keeper in self._keepers.values():
            if keeper.child.address:
                self._say(f"[bold]{keeper.child.title:<36}[/] {keeper.child.address}")
        self._on_ready()
        self._say("Stop with Ctrl-C.")

    def _stop_all(self) -> None:
        """First those that need others, then the others, then by force whatever is left."""
        forced_at = max(self._stops, 1) + 1  # counted before we say so, for whoever answers at once
        self._say("Stopping. Ctrl-C again stops at once.")
        needed = {name for keeper in self._keepers.values() for name in keeper.child.needs}
        for wave in (self._keepers.keys() - needed, needed):
            self._stop([self._keepers[name] for name in wave], forced_at)
        self._sweep()
        self._say("Stopped.")

    def _stop(self, keepers: Sequence[Keeper], forced_at: int) -> None:
        for keeper in keepers:
            keeper.terminate()
        deadline = time.monotonic() + self._patience.to_stop
        while _any_alive(keepers) and time.monotonic() < deadline and self._stops < forced_at:
            time.sleep(self._patience.tick)
        for keeper in keepers:
            keeper.kill()

    def _sweep(self) -> None:
        """End what a child left behind, in whichever group it is."""
        deadline = time.monotonic() + self._patience.to_stop
        while marked(self._mark) and time.monotonic() < deadline:
            kill_marked(self._mark)
            time.sleep(self._patience.tick)

    def _say(self, words: str) -> None:
        # A terminal that is gone (rich then wants to exit) must not keep us from stopping what we started.
        with contextlib.suppress(OSError, SystemExit):
            self._console.print(words, highlight=False, soft_wrap=True)


def _any_alive(keepers: Iterable[Keeper]) -> bool:
    return any(keeper.pid is not None for keeper in keepers)
