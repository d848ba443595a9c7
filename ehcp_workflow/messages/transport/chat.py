"""WhatsApp, Signal, ntfy and Slack for one person: Apprise's plugins, one recipient each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from apprise.plugins.ntfy import NotifyNtfy
from apprise.plugins.signal_api import NotifySignalAPI
from apprise.plugins.slack import NotifySlack
from apprise.plugins.whatsapp import NotifyWhatsApp

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.mail_server import is_loopback
from ehcp_workflow.messages.outgoing import Channel, Outgoing
from ehcp_workflow.messages.transport.by_http import ByHttp
from ehcp_workflow.messages.transport.dialects import NTFY, SIGNAL, SLACK, WHATSAPP
from ehcp_workflow.messages.transport.door import ASSET
from ehcp_workflow.messages.transport.line import OneRequest

_COMMON: dict[str, Any] = {"asset": ASSET, "retry": 0, "format": "text"}


@dataclass(frozen=True, slots=True)
class WhatsAppAccount:
    """A business account with WhatsApp (Meta's Cloud API); `repr` shows none of it.

    Attributes:
        token: the access token.
        sender: the ID of the number messages come from.
        template: an approved template whose one variable is the whole text; without one, only somebody who has
            written to us within 24 hours can be written to.
        language: the template's language, such as en_GB.
    """

    token: str = field(repr=False)
    sender: str = field(repr=False)
    template: str = ""
    language: str = "en_GB"


class OneWhatsApp(OneRequest, NotifyWhatsApp):
    """A message by WhatsApp."""

    def notify(self, body: str, **given: Any) -> bool:  # noqa: ANN401 - as we call it
        """Send once; a template's variable may hold no line break, or WhatsApp refuses it."""
        return bool(super().notify(body=" ".join(body.split()) if self.template else body, **given))


class OneSignal(OneRequest, NotifySignalAPI):
    """A message by Signal, through a signal-cli-rest-api of ours."""


class OneNtfy(OneRequest, NotifyNtfy):
    """A message by ntfy."""

    aims_in = "topics"


class OneSlack(OneRequest, NotifySlack):
    """A direct message by Slack."""

    aims_in = "channels"


def whatsapp(account: WhatsAppAccount) -> ByHttp:
    """The transport for WhatsApp."""
    known = {"token": account.token, "from_phone_id": account.sender}
    if account.template:
        known |= {"template": account.template, "language": account.language}
    variable = {"body": "1"} if account.template else {}

    def build(to: str, _: Outgoing) -> OneWhatsApp:
        plugin = OneWhatsApp(**_COMMON, schema="whatsapp", **known, template_mapping=variable, targets=[to])
        plugin.aim = to
        return plugin

    return ByHttp(Channel.WHATSAPP, "whatsapp", build, WHATSAPP)


def signal(url: str, number: str) -> ByHttp:
    """The transport for Signal.

    Args:
        url: where our signal-cli-rest-api answers.
        number: the number it sends from.

    Raises:
        BadConfiguration: the address cannot be used.
    """
    place = read_place("EHCP_SIGNAL_URL", url)

    def build(to: str, _: Outgoing) -> OneSignal:
        schema = "signals" if place["secure"] else "signal"
        plugin = OneSignal(**_COMMON, **place, schema=schema, source=number, targets=[to])
        plugin.aim = to
        return plugin

    return ByHttp(Channel.SIGNAL, "signal", build, SIGNAL)


def ntfy(url: str, token: str) -> ByHttp:
    """The transport for ntfy, a topic a person.

    Args:
        url: where the ntfy server answers.
        token: its access token; may be empty.

    Raises:
        BadConfiguration: the address cannot be used.
    """
    place = read_place("EHCP_NTFY_URL", url)
    login = {"auth": "token", "token": token} if token else {}

    def build(to: str, _: Outgoing) -> OneNtfy:
        schema = "ntfys" if place["secure"] else "ntfy"
        plugin = OneNtfy(**_COMMON, **place, **login, schema=schema, mode="private", include_image=False, targets=[to])
        plugin.aim = to
        return plugin

    return ByHttp(Channel.NTFY, "ntfy", build, NTFY, has_title=True)


def slack(token: str) -> ByHttp:
    """The transport for Slack, a direct message to one member, by a bot's token."""
    plain = {"include_image": False, "include_footer": False, "use_blocks": False}

    def build(to: str, _: Outgoing) -> OneSlack:
        # The plus tells Apprise that this is an ID; without it, it would write to the channel #U024BE7LH.
        plugin = OneSlack(**_COMMON, **plain, schema="slack", access_token=token, targets=[f"+{to}"])
        plugin.aim = f"+{to}"
        return plugin

    return ByHttp(Channel.SLACK, "slack", build, SLACK, has_title=True)


def read_place(variable: str, url: str) -> dict[str, Any]:
    """Host, port and whether TLS is used, from the address of a server of ours.

    Raises:
        BadConfiguration: it is not of the form https://host:port, or would travel unprotected.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in {"http", "https"} or parts.path.strip("/") or parts.query or parts.username:
        raise BadConfiguration(f"{variable} cannot be used. Write it like https://host.example.org or with :port.")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadConfiguration(f"{variable} would send messages unprotected. Use https, or http on this machine only.")
    return {"host": host, "port": port, "secure": parts.scheme == "https"}
