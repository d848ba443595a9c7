"""A transport for the organisation's own channels: one service of its file at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from ehcp_workflow.errors import BadConfiguration, BadInput, Unavailable
from ehcp_workflow.messages.addresses import check_service
from ehcp_workflow.messages.email import Email
from ehcp_workflow.messages.mail_server import MailServer, Security
from ehcp_workflow.messages.outcome import Sent
from ehcp_workflow.messages.outgoing import Channel, Outgoing
from ehcp_workflow.messages.transport.answers import judge
from ehcp_workflow.messages.transport.by_http import DEADLINE, TIMEOUT, attempt, check_channel
from ehcp_workflow.messages.transport.email import send_email
from ehcp_workflow.messages.transport.line import Call
from ehcp_workflow.messages.transport.organisation import Service, read_services
from ehcp_workflow.messages.transport.rooms import RoomMailbox, dialect_of

_SECURITY: dict[str, Security] = {"insecure": "none", "starttls": "starttls", "ssl": "ssl"}
_PORTS: dict[Security, int] = {"none": 25, "starttls": 587, "ssl": 465}


@dataclass(frozen=True, slots=True)
class ByOrganisation:
    """Messages to `tag#n`, the n-th service of the file that bears a tag; see `Transport` for the attributes."""

    services: tuple[Service, ...] = field(repr=False)
    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    provider: ClassVar[str] = "organisation"
    can_be_asked: ClassVar[bool] = False
    resend_unknown: ClassVar[bool] = False
    per_second: ClassVar[float] = 0

    def send(self, message: Outgoing) -> Sent:
        """Try once to send one message to one service.

        Raises:
            BadInput: the file has no such service, or the message no words.
        """
        check_channel(message, Channel.ORGANISATION)
        plugin: Any = self._find(check_service(message.to)).build()
        if isinstance(plugin, RoomMailbox):
            return _mail(plugin, message, self.timeout, self.deadline)
        call = Call(self.timeout, self.deadline, plugin.amend)
        return judge(attempt(plugin, message.subject, message.text, call), dialect_of(plugin))

    def look_up(self, reference: str) -> Sent | None:  # noqa: ARG002 - none of these is ever asked
        """None of these services can be asked.

        Raises:
            Unavailable: always.
        """
        raise Unavailable("A channel of the organisation cannot be asked what became of a message.")

    def _find(self, to: str) -> Service:
        tag, _, number = to.partition("#")
        bearing = [service for service in self.services if tag in service.tags]
        if int(number) > len(bearing):
            raise BadInput(f"There is no {to}: {len(bearing)} services bear the tag {tag}. Look in apprise.yml.")
        return bearing[int(number) - 1]


def open_channels(path: Path) -> ByOrganisation:
    """The transport for the services of a file.

    Raises:
        BadConfiguration: the file cannot be used.
    """
    services = tuple(read_services(path))
    for service in services:
        plugin = service.build()
        if isinstance(plugin, RoomMailbox):
            _server(plugin, TIMEOUT, DEADLINE)
    return ByOrganisation(services)


def _mail(plugin: RoomMailbox, message: Outgoing, timeout: float, deadline: float) -> Sent:
    server = _server(plugin, timeout, deadline)
    domain = server.sender.rpartition("@")[2]
    [(_, to)] = plugin.targets
    html = message.html if message.html.strip() else f"<pre>{escape(message.text)}</pre>"
    email = Email(
        to, message.subject or "Messages", message.text, html, f"<{message.reference}@{domain}>", message.date
    )
    return send_email(server, email)


def _server(plugin: RoomMailbox, timeout: float, deadline: float) -> MailServer:
    security = _SECURITY.get(str(plugin.secure_mode))
    if security is None:
        raise BadConfiguration("A mailto URL in apprise.yml has a mode that is unknown. Use insecure, starttls or ssl.")
    name, sender = plugin.from_addr[0], str(plugin.from_addr[1])
    return MailServer(
        host=plugin.smtp_host or plugin.host,
        port=plugin.port or _PORTS[security],
        user=(plugin.user or "") if plugin.password else "",
        password=plugin.password or "",
        security=security,
        sender=sender,
        sender_name=name if isinstance(name, str) and name.strip() else "Messages",
        timeout=timeout,
        deadline=deadline,
    )
