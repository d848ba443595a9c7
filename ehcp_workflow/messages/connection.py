"""One open line to a mail server, and the one that each sending thread keeps for its next message."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from functools import cache

from urllib3.util import wait_for_read

from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.watchdog import Watchdog

_FAREWELL = 1.0  # seconds: the messages are settled by then, so waiting longer for "goodbye" gains nothing


class Connection(smtplib.SMTP):
    """smtplib's conversation over a socket that the watchdog of each message holds by a second handle."""

    def __init__(self, server: MailServer, watchdog: Watchdog) -> None:
        self._watchdog = watchdog
        self._wrapped = server.security == "ssl"
        self._handle: socket.socket | None = None
        # The name we greet with is the sender's domain: asking the system for its own name is slow, and tells
        # every recipient what this machine is called.
        domain = server.sender.rpartition("@")[2]
        super().__init__(server.host, server.port, local_hostname=domain, timeout=server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), timeout)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or the end mark waits 40 ms for an echo
        self._watchdog.hold(connected)
        self._handle = connected.dup()
        return tls_context().wrap_socket(connected, server_hostname=host) if self._wrapped else connected

    def be_watched_by(self, watchdog: Watchdog) -> None:
        """Let the watchdog of the next message end the conversation."""
        if self._handle:
            watchdog.hold(self._handle)

    def has_gone(self) -> bool:
        """Whether the server hung up or said something unasked, which is how it ends a connection it tires of."""
        return self.sock is None or wait_for_read(self.sock, timeout=0)

    def close(self) -> None:
        """Close the line and its second handle."""
        super().close()
        if self._handle:
            self._handle.close()
            self._handle = None

    def leave(self) -> None:
        """Say goodbye if the line is still open, and close it; what the server answers no longer matters."""
        with suppress(OSError):
            if self.sock:
                self.sock.settimeout(_FAREWELL)
                self.quit()
        self.close()

    def __del__(self) -> None:
        with suppress(Exception):  # a thread that ended without goodbye: only the socket is left to close
            self.close()


@cache
def tls_context() -> ssl.SSLContext:
    """The one TLS context of this process; making one costs 20 ms, far more than sending a message."""
    return ssl.create_default_context()


def close_connections() -> None:
    """Say goodbye to the mail server this thread still has a connection to. Each sending thread does it at its end."""
    if connection := KEPT.take():
        connection.leave()


class _Kept(threading.local):
    """The one connection a thread keeps, and the server it goes to."""

    server: MailServer | None = None
    connection: Connection | None = None

    def take(self) -> Connection | None:
        """The kept connection, which is then no longer kept."""
        connection, self.connection = self.connection, None
        return connection

    def take_for(self, server: MailServer) -> Connection | None:
        """The kept connection, when it goes to this server and looks alive."""
        connection = self.take()
        if connection and (self.server != server or connection.has_gone()):
            connection.leave()
            return None
        return connection

    def keep(self, server: MailServer, connection: Connection) -> None:
        """Keep a connection for the next message of this thread."""
        self.server, self.connection = server, connection


KEPT = _Kept()
