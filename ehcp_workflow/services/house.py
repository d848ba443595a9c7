"""How an installation is set up, in words and without a secret: what it sends by, in whose name, and when."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import transports
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.policy_review import Review, review_policy
from ehcp_workflow.settings import Settings

CHANNELS = {
    Channel.EMAIL: ("E-mail", "EHCP_SMTP_HOST, or EHCP_EMAIL_BY for GOV.UK Notify"),
    Channel.SMS: ("Text message", "EHCP_SMS_BY"),
    Channel.WHATSAPP: ("WhatsApp", "EHCP_WHATSAPP_TOKEN"),
    Channel.SIGNAL: ("Signal", "EHCP_SIGNAL_URL"),
    Channel.NTFY: ("ntfy", "EHCP_NTFY_URL"),
    Channel.SLACK: ("Slack", "EHCP_SLACK_TOKEN"),
    Channel.ORGANISATION: ("The organisation's own rooms and mailboxes", "apprise.yml in the data folder"),
}
"""What each channel is called, and where it is set up."""


@dataclass(frozen=True)
class Way:
    """A channel: what it is called, who carries it (None while it is not set up), and where that is set."""

    title: str
    provider: str | None
    where: str


@dataclass(frozen=True)
class Ways:
    """The channels of an installation; `wrong` says what cannot work, where something cannot."""

    ways: tuple[Way, ...]
    wrong: str = ""


def ways_of(settings: Settings) -> Ways:
    """Every channel that can be set up, with who carries it. No address, number or secret is said."""
    try:
        set_up = {channel: way.provider for channel, way in transports(settings).items()}
    except BadConfiguration as error:
        return Ways(tuple(Way(title, None, where) for title, where in CHANNELS.values()), str(error))
    return Ways(tuple(Way(title, set_up.get(channel), where) for channel, (title, where) in CHANNELS.items()))


def policy_of(installation: Installation) -> Review:
    """House policy as its files say it now; what is changed in them holds from the next start on."""
    return review_policy(installation.config, installation.settings.policy_override, installation.rulebook)


def prefect_pages(settings: Settings) -> str:
    """Where Prefect shows its own pages: beside its API."""
    return settings.prefect_api_url.rstrip("/").removesuffix("/api")
