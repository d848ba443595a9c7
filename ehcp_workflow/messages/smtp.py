"""One conversation with a mail server: one message, one recipient, one try, and an end whatever the server does."""

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import Self

from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Phase, Sent, Silence, judge_reply, judge_silence

_FAREWELL = 1.0  # seconds: the message is settled by then, so waiting longer for "goodbye" gains nothing


def hand_over(server: MailServer, recipient: str, message: bytes) -> Sent:
    """Offer a finished message to the server once, for one recipient, and say what became of it.

    Takes at most `server.deadline` seconds once a connection is open; before that, `server.timeout` for each address
    of the server, and as long as the system takes to look up its name. Never raises for anything the server does.

    Args:
        server: Where to go.
        recipient: One address, already checked.
        message: The message with CRLF line ends.
    """
    attempt = _Attempt(server)
    with _Watchdog(server.deadline) as watchdog:
        try:
            sent = attempt.run(watchdog, recipient, message)
        except smtplib.SMTPResponseException as refusal:
            sent = judge_reply(attempt.phase, refusal.smtp_code, _as_bytes(refusal.smtp_error))
        except OSError as silence:  # smtplib's own exceptions are OSErrors too
            sent = judge_silence(attempt.phase, _name_silence(silence) or attempt.if_unsaid)
    if watchdog.has_bitten and not sent.code.isdigit():
        return judge_silence(attempt.phase, "timeout")  # it looked as if the server had hung up; that was us
    return sent


class _Attempt:
    """How far one conversation has come, so that a silence can be judged by where it fell."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self.phase: Phase = "connect"
        self.if_unsaid: Silence = "connect"  # what a failure means here, when the error itself does not tell

    def run(self, watchdog: "_Watchdog", recipient: str, message: bytes) -> Sent:
        """Connect, name sender and recipient, hand over the message, and take the answer."""
        connection = _Connection(self._server, watchdog)
        try:
            self._introduce(connection)
            return self._deliver(connection, recipient, message)
        finally:
            connection.leave()

    def _introduce(self, connection: "_Connection") -> None:
        self.if_unsaid = "dropped"
        connection.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            self.if_unsaid = "tls"
            connection.starttls(context=tls_context())
            connection.ehlo_or_helo_if_needed()
        if self._server.password:
            self.if_unsaid = "login"
            connection.login(self._server.user, self._server.password)
        self.if_unsaid = "dropped"
        _insist(connection.mail(self._server.sender), 2)

    def _deliver(self, connection: "_Connection", recipient: str, message: bytes) -> Sent:
        self.phase = "rcpt"
        _insist(connection.rcpt(recipient), 2)
        _insist(connection.docmd("data"), 3)
        # From the first byte on, a lost answer means "unknown": the end mark may have reached the server.
        self.phase = "data"
        connection.send(message.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
        return judge_reply(self.phase, *connection.getreply())


class _Connection(smtplib.SMTP):
    """smtplib's conversation over a socket that the watchdog holds by a second handle."""

    def __init__(self, server: MailServer, watchdog: "_Watchdog") -> None:
        self._watchdog = watchdog
        self._wrapped = server.security == "ssl"
        # The name we greet with is the sender's domain: asking the system for its own name is slow, and tells
        # every recipient what this machine is called.
        domain = server.sender.rpartition("@")[2]
        super().__init__(server.host, server.port, local_hostname=domain, timeout=server.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), timeout)
        self._watchdog.hold(connected)
        return tls_context().wrap_socket(connected, server_hostname=host) if self._wrapped else connected

    def leave(self) -> None:
        """Say goodbye if the line is still open, and close it; what the server answers no longer matters."""
        with suppress(OSError):
            if self.sock:
                self.sock.settimeout(_FAREWELL)
                self.quit()
        self.close()


class _Watchdog:
    """Ends the conversation at the deadline, even when the server keeps it alive byte by byte."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._held: socket.socket | None = None
        self.has_bitten = False

    def hold(self, connected: socket.socket) -> None:
        """Take a second handle on the socket: TLS swaps the first one for another."""
        with self._lock:
            if self.has_bitten:
                connected.close()
                raise TimeoutError
            self._held = connected.dup()

    def _bite(self) -> None:
        with self._lock, suppress(OSError):
            self.has_bitten = True
            if self._held:
                self._held.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        if self._held:
            self._held.close()


@cache
def tls_context() -> ssl.SSLContext:
    """The one TLS context of this process; making one costs 20 ms, far more than sending a message."""
    return ssl.create_default_context()


def _insist(reply: tuple[int, bytes], wanted: int) -> None:
    """Raise the server's refusal, unless its reply begins with the wanted digit."""
    code, text = reply
    if code // 100 != wanted:
        raise smtplib.SMTPResponseException(code, text)


def _name_silence(error: OSError) -> Silence | None:
    """How the server fell silent, when the error itself tells; smtplib reports a time-out as a disconnection."""
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    return "dropped" if isinstance(error, smtplib.SMTPServerDisconnected) else None


def _as_bytes(text: bytes | str) -> bytes:
    return text.encode(errors="replace") if isinstance(text, str) else text
