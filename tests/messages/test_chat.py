import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import chat

from .conftest import a_message
from .fake_provider import FakeProvider, Reply
from .http_ways import NUMBER, WAYS, WHATSAPP, point_at

WORDS = "A date you asked us to watch is coming up."


@pytest.fixture
def provider(monkeypatch):
    with FakeProvider() as running:
        point_at(monkeypatch, running.url)
        yield running


def test_whatsapp_is_given_the_approved_template_with_the_words_on_one_line(provider):
    chat.whatsapp(WHATSAPP).send(a_message(Channel.WHATSAPP, text="One line.\n\nAnother   line."))
    assert provider.asked[0].path == "/v21.0/1098765432109876/messages"
    assert provider.asked[0].json == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+447700900123",
        "type": "template",
        "template": {
            "name": "reminder",
            "language": {"code": "en_GB"},
            "components": [{"type": "body", "parameters": [{"type": "text", "text": "One line. Another line."}]}],
        },
    }


def test_whatsapp_without_a_template_is_given_the_words_as_they_are(provider):
    account = chat.WhatsAppAccount("EAAtoken", "1098765432109876")
    chat.whatsapp(account).send(a_message(Channel.WHATSAPP, text="One line.\nAnother."))
    assert provider.asked[0].json["text"] == {"body": "One line.\nAnother."}


def test_signal_is_given_one_number_and_the_plain_words(provider):
    chat.signal(provider.url, NUMBER).send(a_message(Channel.SIGNAL))
    assert provider.asked[0].path == "/v2/send"
    assert provider.asked[0].json == {
        "message": WORDS,
        "number": "+447700900001",
        "text_mode": "normal",
        "recipients": ["+447700900123"],
    }


def test_ntfy_is_given_one_topic_and_our_token(provider):
    chat.ntfy(provider.url, "tk_secret").send(a_message(Channel.NTFY))
    assert provider.asked[0].json == {"topic": "robins-topic_1", "title": "A date is coming up", "message": WORDS}
    assert provider.asked[0].headers["authorization"] == "Bearer tk_secret"


def test_an_open_ntfy_server_needs_no_token(provider):
    chat.ntfy(provider.url, "").send(a_message(Channel.NTFY))
    assert "authorization" not in provider.asked[0].headers


def test_slack_is_given_the_member_and_not_a_channel_of_that_name(provider):
    chat.slack("xoxb-123-abc").send(a_message(Channel.SLACK))
    assert provider.asked[0].path == "/api/chat.postMessage"
    assert provider.asked[0].json["channel"] == "U024BE7LH"
    assert provider.asked[0].json["attachments"][0]["text"] == WORDS
    assert provider.asked[0].headers["authorization"] == "Bearer xoxb-123-abc"


@pytest.mark.parametrize(
    ("name", "reply", "outcome", "code", "phase"),
    [
        ("slack", Reply(200, {"ok": False, "error": "is_archived"}), Outcome.PERMANENT, "200:is_archived", "rcpt"),
        ("slack", Reply(200, {"ok": False, "error": "invalid_auth"}), Outcome.RETRY, "200:invalid_auth", "connect"),
        ("slack", Reply(200, {"ok": False, "error": "ratelimited"}), Outcome.RETRY, "200:ratelimited", "rcpt"),
        ("slack", Reply(200, {"ok": False, "error": "internal_error"}), Outcome.UNKNOWN, "200:internal_error", "data"),
        ("slack", Reply(200, {"ok": False, "error": "msg_too_long"}), Outcome.PERMANENT, "200:msg_too_long", "data"),
        ("whatsapp", Reply(400, {"error": {"code": 131026}}), Outcome.PERMANENT, "400:131026", "rcpt"),
        ("whatsapp", Reply(400, {"error": {"code": 130429}}), Outcome.RETRY, "400:130429", "rcpt"),
        ("whatsapp", Reply(404, {"error": {"code": 132001}}), Outcome.RETRY, "404:132001", "connect"),
        ("whatsapp", Reply(500, {"error": {"code": 131000}}), Outcome.UNKNOWN, "500:131000", "data"),
    ],
)  # fmt: skip
def test_a_services_own_code_is_stronger_than_its_status(provider, tmp_path, name, reply, outcome, code, phase):
    provider.usual = reply
    way = WAYS[name]
    sent = way.make(provider.url, tmp_path).send(a_message(way.channel))
    assert (sent.outcome, sent.code, sent.phase) == (outcome, code, phase)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ntfy.example.org",
        "ftp://x.org",
        "https://",
        "https://u:p@x.org",
        "https://x.org/path",
        "https://x.org:port",
    ],
)
def test_an_address_of_a_server_that_cannot_be_used_names_its_variable_and_not_itself(url):
    with pytest.raises(BadConfiguration, match="EHCP_NTFY_URL cannot be used") as refused:
        chat.ntfy(url, "")
    assert "x.org" not in str(refused.value)


def test_messages_to_a_server_elsewhere_never_travel_unprotected():
    with pytest.raises(BadConfiguration, match="EHCP_SIGNAL_URL would send messages unprotected"):
        chat.signal("http://signal.example.org", NUMBER)
    assert chat.signal("https://signal.example.org:8443", NUMBER).provider == "signal"
