"""Which transport serves which channel, by the settings; a channel that is not set up is not there."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outgoing import Channel, Outgoing, Transport
from ehcp_workflow.messages.transport import chat
from ehcp_workflow.messages.transport.by_http import ByHttp
from ehcp_workflow.messages.transport.by_organisation import open_channels
from ehcp_workflow.messages.transport.door import FOR_PEOPLE, check_plugin
from ehcp_workflow.messages.transport.email import EmailBySmtp
from ehcp_workflow.messages.transport.govuk import ByNotify, read_key
from ehcp_workflow.messages.transport.texts import TextAccount, texts_by
from ehcp_workflow.settings import Settings

# A recipient of each channel to try the settings on, without sending anything.
_NOBODY = {Channel.SLACK: "U00000000", Channel.NTFY: "nobody"}
_NOBODYS_NUMBER = "+447700900000"  # kept by Ofcom for drama
_NO_SECRET_NEEDED = frozenset({"seven"})
_NO_SENDER_NEEDED = frozenset({"bulksms", "clicksend"})


def transports(settings: Settings) -> dict[Channel, Transport]:
    """The transport of every channel that is set up.

    Raises:
        BadConfiguration: a setting is missing or cannot work; the text names the variable.
    """
    ways = (
        (Channel.EMAIL, _email(settings)),
        (Channel.SMS, _texts(settings)),
        (Channel.WHATSAPP, _whatsapp(settings)),
        (Channel.SIGNAL, _signal(settings)),
        (Channel.NTFY, _ntfy(settings)),
        (Channel.SLACK, _slack(settings)),
        (Channel.ORGANISATION, _organisation(settings)),
    )
    return {channel: way for channel, way in ways if way is not None}


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server of an installation, or None when it has none.

    Raises:
        BadConfiguration: its settings cannot work.
    """
    if settings.smtp_host is None:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user or "",
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else "",
        security=settings.smtp_security,
        sender=settings.mail_from,
        sender_name=settings.mail_from_name,
    )


def _email(settings: Settings) -> Transport | None:
    if settings.email_by == "govuk":
        return _notify(settings, Channel.EMAIL, "EHCP_EMAIL_BY")
    server = mail_server(settings)
    return EmailBySmtp(server) if server else None


def _texts(settings: Settings) -> Transport | None:
    provider = settings.sms_by
    if provider is None:
        return None
    if provider == "govuk":
        return _notify(settings, Channel.SMS, "EHCP_SMS_BY")
    chosen = f"EHCP_SMS_BY is {provider}"
    account = TextAccount(
        key=_need("EHCP_SMS_KEY", settings.sms_key, chosen),
        secret="" if provider in _NO_SECRET_NEEDED else _need("EHCP_SMS_SECRET", settings.sms_secret, chosen),
        sender=settings.sms_sender
        if provider in _NO_SENDER_NEEDED
        else _need("EHCP_SMS_SENDER", settings.sms_sender, chosen),
        region=settings.sms_region,
    )
    return _tried(texts_by(provider, account), "EHCP_SMS_KEY, EHCP_SMS_SECRET or EHCP_SMS_SENDER")


def _notify(settings: Settings, channel: Channel, chosen: str) -> Transport:
    account = read_key(_need("EHCP_GOVUK_KEY", settings.govuk_key, f"{chosen} is govuk"), settings.govuk_url)
    mail = channel is Channel.EMAIL
    variable = "EHCP_GOVUK_EMAIL_TEMPLATE" if mail else "EHCP_GOVUK_SMS_TEMPLATE"
    template = settings.govuk_email_template if mail else settings.govuk_sms_template
    return ByNotify(channel, account, _need(variable, template, f"{chosen} is govuk"))


def _whatsapp(settings: Settings) -> Transport | None:
    if settings.whatsapp_token is None and settings.whatsapp_sender is None:
        return None
    account = chat.WhatsAppAccount(
        token=_need("EHCP_WHATSAPP_TOKEN", settings.whatsapp_token, "EHCP_WHATSAPP_SENDER is set"),
        sender=_need("EHCP_WHATSAPP_SENDER", settings.whatsapp_sender, "EHCP_WHATSAPP_TOKEN is set"),
        template=settings.whatsapp_template,
        language=settings.whatsapp_language,
    )
    return _tried(chat.whatsapp(account), "EHCP_WHATSAPP_TOKEN, _SENDER, _TEMPLATE or _LANGUAGE")


def _signal(settings: Settings) -> Transport | None:
    if settings.signal_url is None and settings.signal_number is None:
        return None
    url = _need("EHCP_SIGNAL_URL", settings.signal_url, "EHCP_SIGNAL_NUMBER is set")
    number = _need("EHCP_SIGNAL_NUMBER", settings.signal_number, "EHCP_SIGNAL_URL is set")
    return _tried(chat.signal(url, number), "EHCP_SIGNAL_URL or EHCP_SIGNAL_NUMBER")


def _ntfy(settings: Settings) -> Transport | None:
    if settings.ntfy_url is None:
        return None
    token = _need("EHCP_NTFY_TOKEN", settings.ntfy_token, "EHCP_NTFY_URL is set") if settings.ntfy_token else ""
    return _tried(chat.ntfy(settings.ntfy_url, token), "EHCP_NTFY_URL or EHCP_NTFY_TOKEN")


def _slack(settings: Settings) -> Transport | None:
    if settings.slack_token is None:
        return None
    return _tried(chat.slack(_need("EHCP_SLACK_TOKEN", settings.slack_token, "")), "EHCP_SLACK_TOKEN")


def _organisation(settings: Settings) -> Transport | None:
    path = settings.organisation_channels
    return open_channels(path) if path else None


def _need(variable: str, value: SecretStr | str | None, because: str) -> str:
    """A setting that must be there, in letters that can travel in a header."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value or ""
    if not text.strip():
        raise BadConfiguration(f"{variable} is not set, and {because}. Set it, or unset the other.")
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise BadConfiguration(f"{variable} has a letter in it that cannot be used. Copy it again.")
    return text


def _tried(transport: ByHttp, variables: str) -> ByHttp:
    """The transport, when Apprise takes the settings for a message that is then not sent."""
    to = _NOBODY.get(transport.channel, _NOBODYS_NUMBER)
    try:
        plugin = transport.build(
            to, Outgoing(transport.channel, to, "", "-", "", "trial", datetime(2026, 1, 1, tzinfo=UTC))
        )
    except Exception:  # noqa: BLE001 - Apprise's own words have the credentials in them
        raise BadConfiguration(f"{variables} cannot be used with {transport.provider}. Copy them again.") from None
    check_plugin(plugin, FOR_PEOPLE)
    return transport
