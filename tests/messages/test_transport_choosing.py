import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import transports
from ehcp_workflow.settings import Settings, load_settings

from .http_ways import KEY

TWILIO = {"sms_by": "twilio", "sms_key": "AC" + "a1" * 16, "sms_secret": "b2" * 16, "sms_sender": "+447700900001"}
NOTIFY = {"govuk_key": KEY, "govuk_email_template": "e-1", "govuk_sms_template": "s-1"}


@pytest.fixture
def chosen(tmp_path):
    def chosen(**given):
        return transports(Settings(home=tmp_path, **given))

    return chosen


def test_nothing_is_there_until_it_is_set_up(chosen):
    assert chosen() == {}


@pytest.mark.parametrize(
    ("given", "channel", "provider"),
    [
        ({"smtp_host": "mail.example.org"}, Channel.EMAIL, "smtp"),
        ({"email_by": "govuk", **NOTIFY}, Channel.EMAIL, "govuk"),
        ({"sms_by": "govuk", **NOTIFY}, Channel.SMS, "govuk"),
        (TWILIO, Channel.SMS, "twilio"),
        ({"sms_by": "seven", "sms_key": "k3y", "sms_sender": "Reminders"}, Channel.SMS, "seven"),
        ({**TWILIO, "sms_by": "vonage", "sms_key": "abc", "sms_secret": "def"}, Channel.SMS, "vonage"),
        ({**TWILIO, "sms_by": "sinch", "sms_key": "c3" * 16}, Channel.SMS, "sinch"),
        ({"sms_by": "bulksms", "sms_key": "id", "sms_secret": "pw"}, Channel.SMS, "bulksms"),
        ({"sms_by": "clicksend", "sms_key": "user", "sms_secret": "pw"}, Channel.SMS, "clicksend"),
        ({"whatsapp_token": "EAAtoken", "whatsapp_sender": "1098"}, Channel.WHATSAPP, "whatsapp"),
        ({"signal_url": "http://127.0.0.1:8080", "signal_number": "+447700900001"}, Channel.SIGNAL, "signal"),
        ({"ntfy_url": "https://ntfy.example.org"}, Channel.NTFY, "ntfy"),
        ({"ntfy_url": "https://ntfy.example.org", "ntfy_token": "tk_x"}, Channel.NTFY, "ntfy"),
        ({"slack_token": "xoxb-123-abc"}, Channel.SLACK, "slack"),
    ],
)
def test_what_is_set_up_serves_its_channel_and_no_other(chosen, given, channel, provider):
    [(served, transport)] = chosen(**given).items()
    assert (served, transport.provider) == (channel, provider)
    assert transport.deadline > 0


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        ({"email_by": "govuk"}, "EHCP_GOVUK_KEY is not set, and EHCP_EMAIL_BY is govuk"),
        ({"email_by": "govuk", "govuk_key": KEY}, "EHCP_GOVUK_EMAIL_TEMPLATE is not set"),
        ({"sms_by": "govuk", "govuk_key": KEY}, "EHCP_GOVUK_SMS_TEMPLATE is not set"),
        ({"sms_by": "govuk", "govuk_key": "s3cret", "govuk_sms_template": "x"}, "EHCP_GOVUK_KEY is no API key"),
        ({"sms_by": "twilio"}, "EHCP_SMS_KEY is not set, and EHCP_SMS_BY is twilio"),
        ({"sms_by": "twilio", "sms_key": "AC1"}, "EHCP_SMS_SECRET is not set"),
        ({"sms_by": "twilio", "sms_key": "AC1", "sms_secret": "s3cret"}, "EHCP_SMS_SENDER is not set"),
        ({**TWILIO, "sms_sender": "Reminders"}, "EHCP_SMS_SENDER cannot be used with twilio"),
        ({**TWILIO, "sms_key": "s3cret"}, "EHCP_SMS_SENDER cannot be used with twilio"),
        ({**TWILIO, "sms_secret": " s3cret"}, "EHCP_SMS_SECRET has a letter in it"),
        ({**TWILIO, "sms_secret": "s3crét"}, "EHCP_SMS_SECRET has a letter in it"),
        ({**TWILIO, "sms_secret": "s3cret\r\nX: y"}, "EHCP_SMS_SECRET has a letter in it"),
        ({"sms_by": "seven", "sms_key": "s3cret"}, "EHCP_SMS_SENDER is not set"),
        ({"whatsapp_token": "s3cret"}, "EHCP_WHATSAPP_SENDER is not set, and EHCP_WHATSAPP_TOKEN is set"),
        ({"whatsapp_sender": "1098"}, "EHCP_WHATSAPP_TOKEN is not set"),
        ({"signal_url": "http://127.0.0.1:8080"}, "EHCP_SIGNAL_NUMBER is not set"),
        ({"signal_number": "+447700900001"}, "EHCP_SIGNAL_URL is not set"),
        ({"signal_url": "http://127.0.0.1", "signal_number": "s3cret"}, "EHCP_SIGNAL_NUMBER cannot be used"),
        ({"ntfy_url": "s3cret"}, "EHCP_NTFY_URL cannot be used"),
        ({"slack_token": "s3cret"}, "EHCP_SLACK_TOKEN cannot be used with slack"),
        ({"smtp_host": "mail.example.org", "smtp_user": "s3cret"}, "a user or a password but not both"),
        ({"apprise_config": "/nowhere/apprise.yml"}, "apprise.yml cannot be read"),
    ],
)
def test_what_is_missing_or_wrong_is_named_by_its_variable_and_never_repeated(chosen, given, variable):
    with pytest.raises(BadConfiguration, match=variable) as refused:
        chosen(**given)
    assert "s3cr" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_the_organisations_file_is_found_in_the_data_folder_or_where_it_is_named(chosen, tmp_path):
    file = tmp_path / "apprise.yml"
    file.write_text('version: 1\nurls:\n  - "ntfys://ntfy.example.org/ops":\n      tag: ops\n')
    file.chmod(0o600)
    assert list(chosen()) == [Channel.ORGANISATION]
    elsewhere = file.rename(tmp_path / "other.yml")
    assert chosen() == {}
    assert list(chosen(apprise_config=elsewhere)) == [Channel.ORGANISATION]


def test_secrets_come_from_the_environment_and_are_kept_out_of_repr(monkeypatch, tmp_path):
    monkeypatch.setenv("EHCP_HOME", str(tmp_path))
    monkeypatch.setenv("EHCP_SMS_BY", "seven")
    monkeypatch.setenv("EHCP_SMS_KEY", "s3cretkey")
    monkeypatch.setenv("EHCP_SMS_SENDER", "Reminders")
    settings = load_settings()
    ways = transports(settings)
    assert ways[Channel.SMS].provider == "seven"
    assert "s3cretkey" not in repr(settings) + repr(ways)


def test_a_provider_nobody_knows_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("EHCP_SMS_BY", "pigeon")
    with pytest.raises(BadConfiguration, match="EHCP_SMS_BY"):
        load_settings()
