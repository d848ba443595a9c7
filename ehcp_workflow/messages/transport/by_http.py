"""A transport whose provider speaks HTTP: one plugin object of Apprise's for one recipient, one request, one answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ehcp_workflow.errors import BadConfiguration, BadInput, Unavailable
from ehcp_workflow.messages.addresses import check_value
from ehcp_workflow.messages.outcome import Sent
from ehcp_workflow.messages.outgoing import Channel, Outgoing
from ehcp_workflow.messages.transport.answers import Dialect, judge
from ehcp_workflow.messages.transport.door import FOR_PEOPLE, NotifyType, check_plugin
from ehcp_workflow.messages.transport.line import Call

TIMEOUT = 10.0  # seconds for one answer
DEADLINE = 30.0  # seconds for the whole attempt


@dataclass(frozen=True, slots=True)
class ByHttp:
    """One channel by one provider that speaks HTTP; see `Transport` for the attributes not explained here.

    Attributes:
        channel: which messages it takes.
        build: makes Apprise's plugin for one message to one checked recipient.
        dialect: how the provider says yes and no.
        has_title: whether the subject goes beside the text.
        timeout: seconds to wait for one answer.
    """

    channel: Channel
    provider: str
    build: Callable[[str, Outgoing], Any] = field(repr=False)
    dialect: Dialect = field(repr=False)
    has_title: bool = False
    per_second: float = 0
    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    can_be_asked: ClassVar[bool] = False
    resend_unknown: ClassVar[bool] = False

    def send(self, message: Outgoing) -> Sent:
        """Try once to send one message to one person.

        Raises:
            BadInput: the recipient or the words cannot be sent.
            BadConfiguration: Apprise would not send exactly this, once; nothing was sent.
        """
        check_channel(message, self.channel)
        plugin = self.build(check_value(self.channel, message.to), message)
        check_plugin(plugin, FOR_PEOPLE)
        title = message.subject if self.has_title else ""
        return judge(
            attempt(plugin, title, message.text, Call(self.timeout, self.deadline, plugin.amend)), self.dialect
        )

    def look_up(self, reference: str) -> Sent | None:  # noqa: ARG002 - this provider is never asked
        """This provider keeps no reference of ours.

        Raises:
            Unavailable: always.
        """
        raise Unavailable(f"The provider {self.provider} cannot be asked what became of a message.")


def check_channel(message: Outgoing, channel: Channel) -> None:
    """Stop a message that took the wrong way, or has no words.

    Raises:
        BadInput: it did, or has none.
    """
    if message.channel is not channel:
        raise BadInput(f"A message for {message.channel.value} was given to the transport of {channel.value}.")
    if not message.text.strip():
        raise BadInput(f"The message {message.reference} has no words. Give it some.")


def attempt(plugin: Any, title: str, text: str, call: Call) -> Call:  # noqa: ANN401 - a checked plugin of ours
    """Let a checked plugin make its one request, and return what came of it.

    Raises:
        BadConfiguration: Apprise made no request; it behaves otherwise than the version this was made for.
    """
    # What Apprise makes of the answer does not matter, and its errors quote the answer.
    with call, suppress(Exception):
        plugin.notify(body=text, title=title, notify_type=NotifyType.INFO)
    if not call.was_made:
        raise BadConfiguration(
            f"Apprise made no attempt by '{plugin.schema}'. Install the version the project asks for."
        )
    return call
