"""Settings of the ways a message can leave: which provider serves which channel, and what it is paid with."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class ChannelSettings(BaseSettings):
    """The part of the settings that chooses and pays the providers; see `Settings` for how each is set.

    Attributes:
        email_by: who sends e-mail: our mail server, or GOV.UK Notify.
        sms_by: who sends texts; without one there are none.
        sms_key, sms_secret: the account with that provider, as it calls it (key and secret, SID and token, user).
        sms_sender: the number or, with seven, the name that texts come from.
        sms_region: where Sinch's servers are.
        govuk_key: the API key of GOV.UK Notify, with its name.
        govuk_email_template, govuk_sms_template: ids of the templates that hold ((subject)) and ((body)).
        govuk_url: where the API of GOV.UK Notify answers.
        signal_url, signal_number: our signal-cli-rest-api, and the number it sends from.
        whatsapp_token, whatsapp_sender: the access token, and the id of the number messages come from.
        whatsapp_template, whatsapp_language: an approved template with one variable, and its language.
        ntfy_url, ntfy_token: the ntfy server, and its access token where it wants one.
        slack_token: a bot's token, which begins with xoxb-.
        apprise_config: the organisation's own channels; by default apprise.yml in the data folder, if it is there.
    """

    email_by: Literal["smtp", "govuk"] = "smtp"
    sms_by: Literal["seven", "twilio", "vonage", "sinch", "bulksms", "clicksend", "govuk"] | None = None
    sms_key: SecretStr | None = None
    sms_secret: SecretStr | None = None
    sms_sender: str = ""
    sms_region: Literal["eu", "us"] = "eu"
    govuk_key: SecretStr | None = None
    govuk_email_template: str | None = None
    govuk_sms_template: str | None = None
    govuk_url: str = "https://api.notifications.service.gov.uk"
    signal_url: str | None = None
    signal_number: str | None = None
    whatsapp_token: SecretStr | None = None
    whatsapp_sender: str | None = None
    whatsapp_template: str = ""
    whatsapp_language: str = "en_GB"
    ntfy_url: str | None = None
    ntfy_token: SecretStr | None = None
    slack_token: SecretStr | None = None
    apprise_config: Path | None = None
