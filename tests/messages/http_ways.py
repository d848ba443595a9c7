"""Every way of sending that speaks HTTP, pointed at a provider on loopback, with the yes that its provider says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import chat, govuk, texts
from ehcp_workflow.messages.transport.by_organisation import open_channels

from .fake_provider import Reply

NUMBER = "+447700900001"
KEY = "our-key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
ACCOUNTS = {
    "seven": texts.TextAccount("sevenapikey", "", "Reminders"),
    "twilio": texts.TextAccount("AC" + "a1" * 16, "b2" * 16, NUMBER),
    "vonage": texts.TextAccount("abcd1234", "vonagesecret", NUMBER),
    "sinch": texts.TextAccount("c3" * 16, "d4" * 16, NUMBER),
    "bulksms": texts.TextAccount("token%41id", "bulk%41secret", ""),
    "clicksend": texts.TextAccount("user%41name", "click%41secret", ""),
}


@dataclass(frozen=True)
class Way:
    channel: Channel
    make: Callable[[str, Path], Any]
    yes: Reply
    reference: str


def _texts(provider: str, reply: Reply, reference: str) -> Way:
    return Way(Channel.SMS, lambda _, __: texts.texts_by(provider, ACCOUNTS[provider]), reply, reference)


def _organisation(url: str, folder: Path) -> Any:
    file = folder / "apprise.yml"
    file.write_text(f'version: 1\nurls:\n  - "{url.replace("http", "ntfy")}/ops-room":\n      tag: ops\n')
    file.chmod(0o600)
    return open_channels(file)


def _notify(channel: Channel) -> Way:
    reply = Reply(201, {"id": "740e5834-3a29-46b4-9a6f-16142fde533a", "reference": "0198f3a27c11"})
    template = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
    make = lambda url, _: govuk.ByNotify(channel, govuk.read_key(KEY, url), template)  # noqa: E731
    return Way(channel, make, reply, "740e5834-3a29-46b4-9a6f-16142fde533a")


WHATSAPP = chat.WhatsAppAccount("EAAtoken", "1098765432109876", "reminder", "en_GB")
WAYS = {
    "seven": _texts("seven", Reply(200, {"success": "100", "messages": [{"id": "77229", "error": None}]}), "77229"),
    "twilio": _texts("twilio", Reply(201, {"sid": "SM1f2e", "error_code": None}), "SM1f2e"),
    "vonage": _texts("vonage", Reply(200, {"messages": [{"status": "0", "message-id": "0A0000"}]}), "0A0000"),
    "sinch": _texts("sinch", Reply(201, {"id": "01FC66621XXXXX"}), "01FC66621XXXXX"),
    "bulksms": _texts("bulksms", Reply(201, [{"id": "4023457654", "type": "SENT"}]), "4023457654"),
    "clicksend": _texts(
        "clicksend", Reply(200, {"data": {"messages": [{"message_id": "BF7AD270", "status": "SUCCESS"}]}}), "BF7AD270"
    ),
    "whatsapp": Way(
        Channel.WHATSAPP,
        lambda _, __: chat.whatsapp(WHATSAPP),
        Reply(200, {"messages": [{"id": "wamid.HBgMNDQ3NzAwOTAwMTIz"}]}),
        "5e770af5ddc9be34cef8c2517c0756ef22e4bf71",
    ),
    "signal": Way(Channel.SIGNAL, lambda url, _: chat.signal(url, NUMBER), Reply(201, {"timestamp": "1675"}), "1675"),
    "ntfy": Way(
        Channel.NTFY, lambda url, _: chat.ntfy(url, "tk_secret"), Reply(200, {"id": "sPs71M8A2T"}), "sPs71M8A2T"
    ),
    "slack": Way(
        Channel.SLACK,
        lambda _, __: chat.slack("xoxb-123-abc"),
        Reply(200, {"ok": True, "ts": "1503435956.000247"}),
        "1503435956.000247",
    ),
    "govuk e-mail": _notify(Channel.EMAIL),
    "govuk text": _notify(Channel.SMS),
    "organisation": Way(Channel.ORGANISATION, _organisation, Reply(200, {"id": "x"}), ""),
}


def point_at(monkeypatch: Any, url: str) -> None:
    """Send the plugins whose provider has a fixed address to another one."""
    monkeypatch.setattr(texts.OneTwilio, "notify_sms_url", url + "/Accounts/{sid}/Messages.json")
    for plugin in (texts.OneSeven, texts.OneVonage, texts.OneSinch, texts.OneBulkSms, texts.OneClickSend):
        monkeypatch.setattr(plugin, "notify_url", url + "/sms")
    monkeypatch.setattr(chat.OneWhatsApp, "notify_url", url + "/{fb_ver}/{phone_id}/messages")
    monkeypatch.setattr(chat.OneSlack, "api_url", url + "/api/{}")
