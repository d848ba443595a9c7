"""A real mail server on loopback that can be told to misbehave, and an e-mail to send it."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from ehcp_workflow.messages.outgoing import Channel, Outgoing
from ehcp_workflow.messages.transport import Email, MailServer, close_connections

MakeEmail = Callable[..., Email]


class Relay(Controller):
    """Takes what it is given; `answers` holds, for RCPT, DATA or QUIT, another answer: a reply, "hang" or "drop"."""

    def __init__(self, **given: Any) -> None:
        self.answers: dict[str, str] = {}
        self.messages: list[bytes] = []
        self.recipients: list[str] = []
        self.senders: list[str] = []
        self._sessions: list[Any] = []
        self.connections = 0
        super().__init__(self, hostname="127.0.0.1", port=0, **given)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def factory(self) -> Any:
        self.connections += 1
        self._sessions.append(super().factory())
        return self._sessions[-1]

    def open_connections(self) -> list[Any]:
        """The connections that are not closed."""
        return [session for session in self._sessions if session.transport and not session.transport.is_closing()]

    async def _answer(self, server: Any, step: str, usual: str) -> str:
        answer = self.answers.get(step, usual)
        if answer == "hang":
            await asyncio.sleep(3600)
        if answer == "drop":
            server.transport.abort()
        return answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.recipients.append(address)
        answer = await self._answer(server, "RCPT", "250 OK")
        if answer == "250 OK":
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(envelope.original_content)
        self.senders.append(envelope.mail_from)
        return await self._answer(server, "DATA", "250 OK")

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return await self._answer(server, "QUIT", "221 Bye")


@pytest.fixture(autouse=True)
def no_proxy_stands_before_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def no_connection_is_kept_for_the_next_test() -> Iterator[None]:
    yield
    close_connections()


@pytest.fixture
def relay() -> Iterator[Relay]:
    running = Relay()
    running.start()
    running.connections = 0  # starting one connects to it once
    yield running
    running.stop()


@pytest.fixture
def server(relay: Relay) -> MailServer:
    return mail_server(relay.port)


def mail_server(port: int, **changed: Any) -> MailServer:
    usual: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": port,
        "user": "",
        "password": "",
        "security": "none",
        "sender": "no-reply@messages.example.org",
        "sender_name": "Dates and reminders",
        "timeout": 20.0,
        "deadline": 40.0,
    }
    return MailServer(**(usual | changed))


def an_email(**changed: Any) -> Email:
    usual: dict[str, Any] = {
        "to": "robin.parent@home.example.org",
        "subject": "A date is coming up",
        "text": "A date you asked us to watch is coming up.\n",
        "html": "<p>A date you asked us to watch is coming up.</p>\n",
        "message_id": "<0198f3a2-7c11@messages.example.org>",
        "date": datetime(2026, 3, 9, 9, 30, tzinfo=UTC),
    }
    return Email(**(usual | changed))


RECIPIENTS = {
    Channel.EMAIL: "robin.parent@home.example.org",
    Channel.SMS: "+447700900123",
    Channel.WHATSAPP: "+447700900123",
    Channel.SIGNAL: "+447700900123",
    Channel.NTFY: "robins-topic_1",
    Channel.SLACK: "U024BE7LH",
    Channel.ORGANISATION: "ops#1",
}


def a_message(channel: Channel, **changed: Any) -> Outgoing:
    usual: dict[str, Any] = {
        "channel": channel,
        "to": RECIPIENTS[channel],
        "subject": "A date is coming up",
        "text": "A date you asked us to watch is coming up.",
        "html": "<p>A date you asked us to watch is coming up.</p>",
        "reference": "0198f3a27c11",
        "date": datetime(2026, 3, 9, 9, 30, tzinfo=UTC),
    }
    return Outgoing(**(usual | changed))
