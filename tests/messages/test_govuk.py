import jwt
import pytest

from ehcp_workflow.errors import BadConfiguration, Unavailable
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import govuk
from ehcp_workflow.today import now

from .conftest import a_message
from .fake_provider import FakeNotify, Reply, url_nobody_answers
from .http_ways import KEY

TEMPLATE = "a1b2c3d4-e5f6-7890-abcd-ef1234567890"
STOP = {"List-Unsubscribe": "<mailto:stop@example.org>, <https://example.org/stop/abc>"}


@pytest.fixture
def notify():
    with FakeNotify() as running:
        yield running


def by_notify(notify, channel=Channel.EMAIL, **limits):
    return govuk.ByNotify(channel, govuk.read_key(KEY, notify.url), TEMPLATE, **limits)


def test_an_email_is_the_template_with_our_subject_words_reference_and_the_way_to_stop_it(notify):
    sent = by_notify(notify).send(a_message(Channel.EMAIL, headers=STOP))
    assert sent.outcome is Outcome.ACCEPTED
    assert notify.asked[0].path == "/v2/notifications/email"
    assert notify.asked[0].json == {
        "email_address": "robin.parent@home.example.org",
        "template_id": TEMPLATE,
        "personalisation": {
            "subject": "A date is coming up",
            "body": "A date you asked us to watch is coming up.",
        },
        "reference": "0198f3a27c11",
        "one_click_unsubscribe_url": "https://example.org/stop/abc",
    }


def test_a_text_is_the_template_with_our_words_and_reference(notify):
    by_notify(notify, Channel.SMS).send(a_message(Channel.SMS, to="07700 900123", headers=STOP))
    assert notify.asked[0].path == "/v2/notifications/sms"
    assert notify.asked[0].json == {
        "phone_number": "+447700900123",
        "template_id": TEMPLATE,
        "personalisation": {"body": "A date you asked us to watch is coming up."},
        "reference": "0198f3a27c11",
    }


def test_each_request_is_signed_by_our_service_at_the_present_second(notify):
    by_notify(notify).send(a_message(Channel.EMAIL))
    scheme, _, token = notify.asked[0].headers["authorization"].partition(" ")
    claims = jwt.decode(token, "3d844edf-8d35-48ac-975b-e847b4f122b0", algorithms=["HS256"])
    assert (scheme, claims["iss"]) == ("Bearer", "26785a09-ab16-4eb0-8407-a37497a57506")
    assert abs(claims["iat"] - now().timestamp()) < 30


@pytest.mark.parametrize("key", ["", "name", KEY[8:-1], "x-26785a09-ab16-4eb0-8407-a37497a57506"])
def test_a_key_that_is_not_whole_is_refused_without_being_repeated(key):
    with pytest.raises(BadConfiguration, match="EHCP_GOVUK_KEY is no API key") as refused:
        govuk.read_key(key, "https://example.org")
    assert "26785a09" not in str(refused.value)


@pytest.mark.parametrize(
    ("status", "message", "outcome", "code", "phase"),
    [
        (400, "phone_number Not enough digits", Outcome.PERMANENT, "400:recipient", "rcpt"),
        (400, "email_address Not a valid email address", Outcome.PERMANENT, "400:recipient", "rcpt"),
        (400, "reference is too long", Outcome.PERMANENT, "400", "data"),
        (400, "Can't send to this recipient using a team-only API key", Outcome.RETRY, "400:settings", "connect"),
        (400, "Template not found", Outcome.RETRY, "400:settings", "connect"),
        (400, "Missing personalisation: body", Outcome.RETRY, "400:settings", "connect"),
        (403, "Invalid token: API key not found", Outcome.RETRY, "403", "connect"),
        (429, "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds", Outcome.RETRY, "429", "rcpt"),
        (500, "Internal server error", Outcome.UNKNOWN, "500", "data"),
    ],
)
def test_an_error_of_notify_is_judged_by_what_it_is_about(notify, status, message, outcome, code, phase):
    notify.replies.append(Reply(status, {"status_code": status, "errors": [{"error": "E", "message": message}]}))
    sent = by_notify(notify).send(a_message(Channel.EMAIL))
    assert (sent.outcome, sent.code, sent.phase) == (outcome, code, phase)


def test_a_message_whose_answer_was_lost_is_found_by_its_reference(notify):
    notify.replies.append(Reply(manner="drop"))
    transport = by_notify(notify)
    assert transport.send(a_message(Channel.EMAIL)).outcome is Outcome.UNKNOWN
    found = transport.look_up("0198f3a27c11")
    assert (found.outcome, found.provider_ref) == (Outcome.ACCEPTED, "740e5834-3a29-46b4-9a6f-000000000000")
    assert notify.asked[1].path == "/v2/notifications?reference=0198f3a27c11"


def test_a_message_notify_has_not_got_is_not_found(notify):
    assert by_notify(notify).look_up("0198f3a27c11") is None


@pytest.mark.parametrize(
    ("state", "outcome", "code", "phase"),
    [
        ("created", Outcome.ACCEPTED, "created", "done"),
        ("sending", Outcome.ACCEPTED, "sending", "done"),
        ("delivered", Outcome.ACCEPTED, "delivered", "done"),
        ("temporary-failure", Outcome.RETRY, "temporary-failure", "rcpt"),
        ("permanent-failure", Outcome.PERMANENT, "permanent-failure", "rcpt"),
        ("technical-failure", Outcome.RETRY, "technical-failure", "connect"),
        ("something new", Outcome.UNKNOWN, "state", "data"),
    ],
)
def test_each_state_of_notify_says_what_to_do_next(notify, state, outcome, code, phase):
    by_notify(notify).send(a_message(Channel.EMAIL))
    notify.state = state
    found = by_notify(notify).look_up("0198f3a27c11")
    assert (found.outcome, found.code, found.phase) == (outcome, code, phase)


def test_one_taken_message_among_several_of_a_reference_is_the_answer(notify):
    states = ["temporary-failure", "delivered"]
    told = [{"id": "x", "reference": "0198f3a27c11", "status": state} for state in states]
    notify.replies.append(Reply(200, {"notifications": told}))
    assert by_notify(notify).look_up("0198f3a27c11").outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500),
        Reply(403),
        Reply(429),
        Reply(200, "[]"),
        Reply(200, "gibberish"),
        Reply(manner="drop"),
        Reply(manner="hang"),
    ],
)
def test_a_notify_that_cannot_say_is_never_taken_to_have_nothing(notify, reply):
    notify.replies.append(reply)
    with pytest.raises(Unavailable, match="Ask again later"):
        by_notify(notify, timeout=0.3).look_up("0198f3a27c11")


def test_a_notify_nobody_can_reach_cannot_say():
    transport = govuk.ByNotify(Channel.SMS, govuk.read_key(KEY, url_nobody_answers()), TEMPLATE)
    with pytest.raises(Unavailable, match="did not answer"):
        transport.look_up("0198f3a27c11")


def test_the_secret_is_kept_out_of_repr(notify):
    assert "3d844edf" not in repr(by_notify(notify))
