"""Texts by a provider the organisation has an account with: Apprise's plugins, one number each.

Only seven takes a name as the sender; with the others it is a number of ours, or a short code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from apprise.plugins.bulksms import NotifyBulkSMS
from apprise.plugins.clicksend import NotifyClickSend
from apprise.plugins.seven import NotifySeven
from apprise.plugins.sinch import NotifySinch
from apprise.plugins.twilio import NotifyTwilio, TwilioMessageMode
from apprise.plugins.vonage import NotifyVonage

from ehcp_workflow.messages.outgoing import Channel, Outgoing
from ehcp_workflow.messages.transport.answers import Dialect
from ehcp_workflow.messages.transport.by_http import ByHttp
from ehcp_workflow.messages.transport.dialects import BULKSMS, CLICKSEND, SEVEN, SINCH, TWILIO, VONAGE
from ehcp_workflow.messages.transport.door import ASSET
from ehcp_workflow.messages.transport.line import OneRequest


@dataclass(frozen=True, slots=True)
class TextAccount:
    """An account with a provider of texts; `repr` shows none of it.

    Attributes:
        key: API key, account SID, service plan ID, token ID or user name, as the provider calls it.
        secret: what goes with it; empty for seven, which needs none.
        sender: the number or (seven) name that texts come from; clicksend chooses its own.
        region: for sinch, where its servers are.
    """

    key: str = field(repr=False)
    secret: str = field(repr=False)
    sender: str = field(repr=False)
    region: str = "eu"


class OneSeven(OneRequest, NotifySeven):
    """A text by seven."""


class OneTwilio(OneRequest, NotifyTwilio):
    """A text by Twilio."""


class OneVonage(OneRequest, NotifyVonage):
    """A text by Vonage."""

    def amend(self, asked: dict[str, Any]) -> None:
        """Say when a text has letters outside GSM-7: Vonage would send each as a question mark."""
        if not str(asked["text"]).isascii():
            asked["type"] = "unicode"


class OneSinch(OneRequest, NotifySinch):
    """A text by Sinch."""


class OneBulkSms(OneRequest, NotifyBulkSMS):
    """A text by BulkSMS."""


class OneClickSend(OneRequest, NotifyClickSend):
    """A text by ClickSend."""


def _build_seven(account: TextAccount, to: str, _: Outgoing) -> OneSeven:
    plugin = OneSeven(**_COMMON, schema="seven", apikey=account.key, source=account.sender, targets=[to])
    plugin.aim = to.removeprefix("+")
    return plugin


def _build_twilio(account: TextAccount, to: str, _: Outgoing) -> OneTwilio:
    keys = {"account_sid": account.key, "auth_token": account.secret}
    plugin = OneTwilio(**_COMMON, schema="twilio", **keys, source=account.sender, targets=[to])
    plugin.aim = (TwilioMessageMode.TEXT, to)
    return plugin


def _build_vonage(account: TextAccount, to: str, _: Outgoing) -> OneVonage:
    keys = {"apikey": account.key, "secret": account.secret}
    plugin = OneVonage(**_COMMON, schema="vonage", **keys, source=account.sender, targets=[to])
    plugin.aim = to.removeprefix("+")
    return plugin


def _build_sinch(account: TextAccount, to: str, _: Outgoing) -> OneSinch:
    keys = {"service_plan_id": account.key, "api_token": account.secret, "region": account.region}
    plugin = OneSinch(**_COMMON, schema="sinch", **keys, source=account.sender, targets=[to])
    plugin.aim = to
    return plugin


def _build_bulksms(account: TextAccount, to: str, message: Outgoing) -> OneBulkSms:
    # Unicode makes a text of more than 70 letters two texts, so it is asked for only where it is needed.
    wide = not message.text.isascii()
    plugin = OneBulkSms(**_COMMON, schema="bulksms", source=account.sender or None, targets=[to], unicode=wide)
    plugin.user, plugin.password = account.key, account.secret  # set, not parsed: Apprise would undo percent signs
    plugin.aim = to
    return plugin


def _build_clicksend(account: TextAccount, to: str, _: Outgoing) -> OneClickSend:
    plugin = OneClickSend(**_COMMON, schema="clicksend", user=account.key, password=account.secret, targets=[to])
    plugin.user, plugin.password = account.key, account.secret  # as above
    plugin.aim = to.removeprefix("+")
    return plugin


_COMMON: dict[str, Any] = {"asset": ASSET, "retry": 0}
_Build = Callable[[TextAccount, str, Outgoing], OneRequest]
PROVIDERS: dict[str, tuple[_Build, Dialect]] = {
    "seven": (_build_seven, SEVEN),
    "twilio": (_build_twilio, TWILIO),
    "vonage": (_build_vonage, VONAGE),
    "sinch": (_build_sinch, SINCH),
    "bulksms": (_build_bulksms, BULKSMS),
    "clicksend": (_build_clicksend, CLICKSEND),
}


def texts_by(provider: str, account: TextAccount) -> ByHttp:
    """The transport for texts by one of `PROVIDERS`."""
    build, dialect = PROVIDERS[provider]
    return ByHttp(Channel.SMS, provider, lambda to, message: build(account, to, message), dialect)
