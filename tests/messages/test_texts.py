import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import texts

from .conftest import a_message
from .fake_provider import FakeProvider, Reply
from .http_ways import ACCOUNTS, WAYS, point_at


@pytest.fixture
def provider(monkeypatch):
    with FakeProvider() as running:
        point_at(monkeypatch, running.url)
        yield running


def send_by(name, provider, reply=None, **changed):
    provider.usual = reply or WAYS[name].yes
    return texts.texts_by(name, ACCOUNTS[name]).send(a_message(Channel.SMS, **changed))


def test_seven_is_given_the_number_the_words_and_our_name(provider):
    send_by("seven", provider)
    assert provider.asked[0].json == {
        "to": "+447700900123",
        "text": "A date you asked us to watch is coming up.",
        "from": "Reminders",
    }
    assert provider.asked[0].headers["x-api-key"] == "sevenapikey"


def test_twilio_is_given_the_number_the_words_and_our_number(provider):
    send_by("twilio", provider)
    assert provider.asked[0].form == {
        "To": "+447700900123",
        "From": "+447700900001",
        "Body": "A date you asked us to watch is coming up.",
    }
    assert provider.asked[0].path == "/Accounts/AC" + "a1" * 16 + "/Messages.json"


@pytest.mark.parametrize(("words", "kind"), [("Plain words", None), ("آپ کی تاریخ", "unicode")])
def test_vonage_is_told_when_the_words_need_more_than_english_letters(provider, words, kind):
    send_by("vonage", provider, text=words)
    assert provider.asked[0].form["text"] == words
    assert provider.asked[0].form["to"] == "447700900123"
    assert provider.asked[0].form.get("type") == kind


@pytest.mark.parametrize(("words", "encoding"), [("Plain words", "TEXT"), ("آپ کی تاریخ", "UNICODE")])
def test_bulksms_is_paid_for_wide_letters_only_where_they_are_needed(provider, words, encoding):
    send_by("bulksms", provider, text=words)
    assert provider.asked[0].json["encoding"] == encoding
    assert provider.asked[0].json["to"] == "+447700900123"


def test_sinch_is_asked_where_the_account_is(provider, monkeypatch):
    monkeypatch.setattr(texts.OneSinch, "notify_url", provider.url + "/{region}/{spi}/batches")
    send_by("sinch", provider)
    assert provider.asked[0].path == "/eu/" + "c3" * 16 + "/batches"
    assert provider.asked[0].json["to"] == ["+447700900123"]


@pytest.mark.parametrize("name", ["bulksms", "clicksend"])
def test_a_percent_sign_in_a_password_is_not_read_as_a_letter(provider, name):
    from base64 import b64decode

    send_by(name, provider)
    account = ACCOUNTS[name]
    scheme, _, given = provider.asked[0].headers["authorization"].partition(" ")
    assert (scheme, b64decode(given).decode()) == ("Basic", f"{account.key}:{account.secret}")


@pytest.mark.parametrize("written", ["07700 900123", "+44 (0)7700 900123", "+447700900123"])
def test_a_number_arrives_in_the_form_of_the_world_however_it_was_written(provider, written):
    send_by("twilio", provider, to=written)
    assert provider.asked[0].form["To"] == "+447700900123"


def test_the_subject_is_never_put_into_a_text(provider):
    send_by("seven", provider, subject="A subject")
    assert "A subject" not in provider.asked[0].body


def test_a_long_text_is_one_request(provider):
    send_by("seven", provider, text="word " * 200 + "end")
    assert len(provider.asked) == 1
    assert provider.asked[0].json["text"].endswith("end")


@pytest.mark.parametrize(
    ("name", "reply", "outcome", "code", "phase"),
    [
        ("seven", Reply(200, "900"), Outcome.RETRY, "200:900", "connect"),
        ("seven", Reply(200, {"success": "202"}), Outcome.PERMANENT, "200:202", "rcpt"),
        ("seven", Reply(200, {"success": "600"}), Outcome.UNKNOWN, "200:600", "data"),
        ("seven", Reply(200, {"success": "403"}), Outcome.RETRY, "200:403", "rcpt"),
        ("seven", Reply(200, {"success": "305"}), Outcome.PERMANENT, "200:305", "data"),
        ("twilio", Reply(400, {"code": 21211}), Outcome.PERMANENT, "400:21211", "rcpt"),
        ("twilio", Reply(400, {"code": 21610}), Outcome.PERMANENT, "400:21610", "rcpt"),
        ("twilio", Reply(400, {"code": 21606}), Outcome.RETRY, "400:21606", "connect"),
        ("twilio", Reply(429, {"code": 20429}), Outcome.RETRY, "429:20429", "rcpt"),
        ("vonage", Reply(200, {"messages": [{"status": "1"}]}), Outcome.RETRY, "200:1", "rcpt"),
        ("vonage", Reply(200, {"messages": [{"status": "4"}]}), Outcome.RETRY, "200:4", "connect"),
        ("vonage", Reply(200, {"messages": [{"status": "5"}]}), Outcome.UNKNOWN, "200:5", "data"),
        ("vonage", Reply(200, {"messages": [{"status": "7"}]}), Outcome.PERMANENT, "200:7", "rcpt"),
        ("vonage", Reply(200, {"messages": [{"status": "3"}]}), Outcome.PERMANENT, "200:3", "data"),
        ("sinch", Reply(400, {"code": "syntax_invalid_json"}), Outcome.PERMANENT, "400:syntax_invalid_j", "data"),
        ("clicksend", Reply(200, {"data": {"messages": [{"status": "INVALID_RECIPIENT"}]}}), Outcome.PERMANENT,
         "200:INVALID_RECIPIEN", "rcpt"),
        ("clicksend", Reply(200, {"data": {"messages": [{"status": "INSUFFICIENT_CREDIT"}]}}), Outcome.RETRY,
         "200:INSUFFICIENT_CRE", "connect"),
    ],
)  # fmt: skip
def test_a_providers_own_code_is_stronger_than_its_status(provider, name, reply, outcome, code, phase):
    sent = send_by(name, provider, reply)
    assert (sent.outcome, sent.code, sent.phase) == (outcome, code, phase)


def test_words_of_a_provider_are_never_kept_for_they_may_quote_the_number(provider):
    sent = send_by("sinch", provider, Reply(400, {"code": "invalid number +447700900123", "text": "+447700900123"}))
    assert (sent.outcome, sent.code) == (Outcome.PERMANENT, "400")
    assert "900123" not in repr(sent)


def test_a_number_apprise_would_not_take_is_stopped_before_the_first_byte(provider, monkeypatch):
    monkeypatch.setattr(texts.OneSeven, "aims", lambda self: [])
    with pytest.raises(BadConfiguration, match="exactly one person"):
        send_by("seven", provider)
    assert provider.asked == []
