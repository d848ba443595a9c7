"""The rooms and mailboxes of the organisation: our plugin for each kind of service its file may name."""

from __future__ import annotations

from typing import Any

from apprise.plugins.google_chat import NotifyGoogleChat
from apprise.plugins.ntfy import NotifyNtfy
from apprise.plugins.slack import NotifySlack
from apprise.plugins.workflows import NotifyWorkflows

from ehcp_workflow.messages.transport.answers import Dialect
from ehcp_workflow.messages.transport.dialects import PLAIN, SLACK
from ehcp_workflow.messages.transport.door import NotifyEmail, OneAttempt
from ehcp_workflow.messages.transport.line import OneRequest


class RoomSlack(OneRequest, NotifySlack):
    """A Slack channel, by webhook or bot."""

    def aims(self) -> list[Any]:
        """The channels, or the one the webhook was made for.

        Not the channel Apprise takes when a bot is given none, nor a person's e-mail address: that is two requests.
        """
        named = [channel or "webhook" for channel in self.channels]
        return [channel for channel in named if "@" not in channel and channel != self.default_notification_channel]


class RoomTeams(OneRequest, NotifyWorkflows):
    """A Teams channel, by a Power Automate workflow, which knows where it writes."""

    def aims(self) -> list[Any]:
        """The one workflow."""
        return ["workflow"]


class RoomGoogleChat(OneRequest, NotifyGoogleChat):
    """A Google Chat space, by its webhook."""

    def aims(self) -> list[Any]:
        """The one webhook."""
        return ["webhook"]


class RoomNtfy(OneRequest, NotifyNtfy):
    """An ntfy topic."""

    aims_in = "topics"


class RoomMailbox(OneAttempt, NotifyEmail):
    """A shared mailbox. Only read for where it is: the e-mail itself leaves by our own conversation."""

    def aims(self) -> list[Any]:
        """Everybody who would get a copy, but not the sender, whom Apprise writes to when nobody is named."""
        named = [address for _, address in self.targets if address != self.from_addr[1]]
        return named + sorted(self.cc | self.bcc | self.reply_to)


def dialect_of(plugin: OneAttempt) -> Dialect:
    """How the service behind a plugin says yes and no: a Slack bot in a document, all others by the status alone."""
    return SLACK if isinstance(plugin, RoomSlack) and plugin.access_token else PLAIN


ROOMS: dict[str, Any] = {
    "gchat": RoomGoogleChat,
    "mailto": RoomMailbox,
    "mailtos": RoomMailbox,
    "ntfy": RoomNtfy,
    "ntfys": RoomNtfy,
    "slack": RoomSlack,
    "workflows": RoomTeams,
}
