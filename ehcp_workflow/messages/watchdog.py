"""An end to every conversation at its deadline, even when the other side keeps it alive byte by byte."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class Watchdog:
    """Hangs up when the seconds of one attempt are over."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self.has_bitten = False

    def hold(self, connected: socket.socket) -> None:
        """Take a second handle on the socket: TLS swaps the first one for another.

        Raises:
            TimeoutError: the deadline has passed; the socket is closed.
        """
        with self._lock:
            if self.has_bitten:
                connected.close()
                raise TimeoutError
            self._let_go()
            self._held = connected.dup()

    def _bite(self) -> None:
        with self._lock, suppress(OSError):
            self.has_bitten = True
            if self._held:
                self._held.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._held:
            self._held.close()
        self._held = None

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        self._let_go()
