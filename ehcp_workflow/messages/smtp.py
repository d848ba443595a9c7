"""Conversations with a mail server: one message, one recipient, one try, and an end whatever the server does.

The connection is kept open for the next message of the same thread. It is closed after anything but a plain yes, so
that a message never meets what an earlier one left behind.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass

from ehcp_workflow.messages.connection import KEPT, Connection, close_connections, tls_context
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome, Phase, Sent, Silence, judge_reply, judge_silence
from ehcp_workflow.messages.watchdog import Watchdog

__all__ = ["Envelope", "close_connections", "hand_over", "tls_context"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the mail server is told beside the message itself; `repr` shows no address."""

    sender: str
    recipient: str
    message: bytes

    def __repr__(self) -> str:
        return f"Envelope({len(self.message)} bytes)"


def hand_over(server: MailServer, envelope: Envelope) -> Sent:
    """Offer a finished message to the server once, for one recipient, and say what became of it.

    Takes at most `server.deadline` seconds once a connection is open; before that, `server.timeout` for each address
    of the server, and as long as the system takes to look up its name. Never raises for anything the server does.

    Args:
        server: Where to go.
        envelope: Sender and recipient, already checked, and the message with CRLF line ends.
    """
    attempt = _Attempt(server)
    with Watchdog(server.deadline) as watchdog:
        try:
            sent = attempt.run(watchdog, envelope)
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

    def run(self, watchdog: Watchdog, envelope: Envelope) -> Sent:
        """Name sender and recipient on the kept connection or a new one, hand over the message, take the answer."""
        connection = self._resume(watchdog, envelope) or self._begin(watchdog, envelope)
        try:
            sent = self._deliver(connection, envelope)
        except OSError:
            connection.leave()
            raise
        if sent.outcome is Outcome.ACCEPTED:
            KEPT.keep(self._server, connection)
        else:
            connection.leave()
        return sent

    def _resume(self, watchdog: Watchdog, envelope: Envelope) -> Connection | None:
        """The kept connection, with the sender named on it; None when there is none or it had died.

        Until the recipient is named nothing of this message is with the server, so a new connection may begin again.
        """
        connection = KEPT.take_for(self._server)
        if connection is None:
            return None
        try:
            connection.be_watched_by(watchdog)
            _insist(connection.mail(envelope.sender), 2)
        except OSError:
            connection.leave()
            if watchdog.has_bitten:
                raise
            return None
        return connection

    def _begin(self, watchdog: Watchdog, envelope: Envelope) -> Connection:
        """A new connection, with the sender named on it."""
        connection = Connection(self._server, watchdog)
        try:
            self._introduce(connection)
            _insist(connection.mail(envelope.sender), 2)
        except OSError:
            connection.leave()
            raise
        return connection

    def _introduce(self, connection: Connection) -> None:
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

    def _deliver(self, connection: Connection, envelope: Envelope) -> Sent:
        self.phase = "rcpt"
        self.if_unsaid = "dropped"
        _insist(connection.rcpt(envelope.recipient), 2)
        _insist(connection.docmd("data"), 3)
        # From the first byte on, a lost answer means "unknown": the end mark may have reached the server.
        self.phase = "data"
        connection.send(envelope.message.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
        return judge_reply(self.phase, *connection.getreply())


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
