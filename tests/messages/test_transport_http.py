import threading
import time
from dataclasses import replace

import pytest
import requests

from ehcp_workflow.errors import BadConfiguration, BadInput, Unavailable
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.transport import texts
from ehcp_workflow.messages.transport.answers import read_wait
from ehcp_workflow.messages.transport.line import Answer, Call, OneRequest

from .conftest import RECIPIENTS, a_message
from .fake_provider import FakeProvider, Reply, url_nobody_answers
from .http_ways import ACCOUNTS, WAYS, point_at


@pytest.fixture
def provider():
    with FakeProvider() as running:
        yield running


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


@pytest.fixture
def transport(way, provider, monkeypatch, tmp_path):
    point_at(monkeypatch, provider.url)
    return way.make(provider.url, tmp_path)


def test_a_message_the_provider_takes_is_accepted_with_its_id(way, transport, provider):
    provider.usual = way.yes
    sent = transport.send(a_message(way.channel))
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.ACCEPTED, str(way.yes.status), "done")
    assert sent.provider_ref == way.reference
    assert [asked.method for asked in provider.asked] == ["POST"]
    if way.channel is not way.channel.ORGANISATION:
        assert RECIPIENTS[way.channel].lstrip("+") in provider.asked[0].body


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(429, headers={"Retry-After": "7"}), (Outcome.RETRY, "429", "rcpt", 7.0)),
        (Reply(408), (Outcome.RETRY, "408", "rcpt", None)),
        (Reply(400), (Outcome.PERMANENT, "400", "data", None)),
        (Reply(404), (Outcome.PERMANENT, "404", "data", None)),
        (Reply(401), (Outcome.RETRY, "401", "connect", None)),
        (Reply(403), (Outcome.RETRY, "403", "connect", None)),
        (Reply(302, headers={"Location": "/elsewhere"}), (Outcome.RETRY, "302", "connect", None)),
        (Reply(500), (Outcome.UNKNOWN, "500", "data", None)),
        (Reply(503, headers={"Retry-After": "60"}), (Outcome.UNKNOWN, "503", "data", 60.0)),
        (Reply(manner="drop"), (Outcome.UNKNOWN, "dropped", "data", None)),
    ],
)
def test_each_answer_is_judged_alike_by_every_way(way, transport, provider, reply, expected):
    provider.usual = reply
    sent = transport.send(a_message(way.channel))
    assert (sent.outcome, sent.code, sent.phase, sent.retry_after) == expected
    assert sent.provider_ref == ""
    assert len(provider.asked) == 1


@pytest.mark.parametrize(("manner", "limits"), [("hang", (0.3, 5.0)), ("drip", (5.0, 0.4)), ("hang", (5.0, 0.4))])
def test_a_provider_that_never_finishes_is_left_at_the_time_out_or_the_deadline(
    way, transport, provider, manner, limits
):
    provider.usual = Reply(manner=manner)
    hurried = replace(transport, timeout=limits[0], deadline=limits[1])
    began = time.monotonic()
    sent = hurried.send(a_message(way.channel))
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.UNKNOWN, "timeout", "data")
    assert time.monotonic() - began < 3


def test_a_provider_nobody_can_reach_is_tried_again_later(way, monkeypatch, tmp_path):
    nowhere = url_nobody_answers()
    point_at(monkeypatch, nowhere)
    sent = way.make(nowhere, tmp_path).send(a_message(way.channel))
    assert (sent.outcome, sent.code, sent.phase) == (Outcome.RETRY, "connect", "connect")


@pytest.mark.parametrize("body", ["not json", "[]", "[" * 100_000, "null", '{"messages": 7}', '"robin"'])
def test_an_answer_nobody_can_read_is_never_taken_for_a_refusal(way, transport, provider, body):
    provider.usual = Reply(way.yes.status, body)
    sent = transport.send(a_message(way.channel))
    assert sent.outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN}
    assert sent.provider_ref == ""
    assert "robin" not in repr(sent)


def test_a_yes_whose_body_never_comes_is_still_a_yes_where_the_status_says_it(provider, monkeypatch, tmp_path):
    point_at(monkeypatch, provider.url)
    provider.usual = Reply(201, {"sid": "SM1"}, {"Content-Length": "5000"})
    transport = replace(WAYS["twilio"].make(provider.url, tmp_path), timeout=0.3)
    assert transport.send(a_message(WAYS["twilio"].channel)).outcome is Outcome.ACCEPTED


def test_nobody_outside_our_plugins_is_watched(way, transport, provider, monkeypatch):
    def never(*_, **__):
        raise AssertionError

    provider.usual = way.yes
    monkeypatch.setattr(requests.Session, "request", never)
    assert transport.send(a_message(way.channel)).outcome is Outcome.ACCEPTED
    theirs = next(base for base in texts.OneSeven.__mro__ if base.__name__ == "NotifySeven")
    assert theirs.send.__globals__["requests"] is requests


@pytest.mark.parametrize("to", ["", " " * 4096, "person:1", "+447700900123,+447700900124", "a@b.org,c@d.org", "x\ny"])
def test_a_recipient_that_is_not_exactly_one_is_refused_at_once(way, transport, provider, to):
    began = time.perf_counter()
    with pytest.raises(BadInput) as refused:
        transport.send(a_message(way.channel, to=to))
    assert time.perf_counter() - began < 0.05
    assert not to.strip() or to not in str(refused.value)
    assert provider.asked == []


def test_a_message_for_another_channel_or_without_words_is_refused(way, transport, provider):
    other = next(channel for channel in RECIPIENTS if channel is not way.channel)
    with pytest.raises(BadInput, match="was given to the transport"):
        transport.send(a_message(other))
    with pytest.raises(BadInput, match="no words"):
        transport.send(a_message(way.channel, text=" \n"))
    assert provider.asked == []


def test_only_notify_can_be_asked(way, transport):
    if transport.provider != "govuk":
        assert not transport.can_be_asked
        with pytest.raises(Unavailable, match="cannot be asked"):
            transport.look_up("0198f3a27c11")
    assert not transport.resend_unknown
    assert "secret" not in repr(transport) and "robin" not in repr(a_message(way.channel))  # noqa: PT018


def test_an_apprise_that_makes_no_request_is_never_taken_for_a_message_sent(provider, monkeypatch, tmp_path):
    monkeypatch.setattr(texts.OneSeven, "enabled", False)
    with pytest.raises(BadConfiguration, match="no attempt"):
        WAYS["seven"].make("", tmp_path).send(a_message(WAYS["seven"].channel))


def test_a_plugin_of_ours_whose_request_would_not_be_watched_is_refused():
    theirs = next(base for base in texts.OneSeven.__mro__ if base.__name__ == "NotifySeven")
    with pytest.raises(TypeError, match="may not have a send of its own"):
        type("Unwatched", (OneRequest, theirs), {"send": lambda self: True})


def test_a_plugin_that_asks_twice_leaves_the_end_unknown(provider):
    with Call(5.0, 5.0) as call:
        call.make("POST", provider.url)
        with pytest.raises(requests.RequestException):
            call.make("POST", provider.url)
    assert (call.answer, call.phase) == (None, "data")
    assert len(provider.asked) == 1


def test_a_proxy_named_in_the_environment_is_used_and_watched(provider, monkeypatch, tmp_path):
    monkeypatch.setenv("http_proxy", provider.url)
    point_at(monkeypatch, "http://provider.invalid")
    transport = WAYS["twilio"].make("", tmp_path)
    provider.usual = WAYS["twilio"].yes
    assert transport.send(a_message(transport.channel)).outcome is Outcome.ACCEPTED
    assert provider.asked[0].path.startswith("http://provider.invalid/Accounts/")
    provider.usual = Reply(manner="drop")
    assert transport.send(a_message(transport.channel)).outcome is Outcome.UNKNOWN


def test_twenty_threads_get_each_their_own_answer(provider, monkeypatch, tmp_path):
    point_at(monkeypatch, provider.url)
    provider.usual = lambda asked: Reply(201, {"id": asked.json["body"]})
    transport = WAYS["sinch"].make(provider.url, tmp_path)
    got = {}

    def send(n):
        got[n] = transport.send(a_message(transport.channel, text=f"words{n}")).provider_ref

    threads = [threading.Thread(target=send, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert got == {n: f"words{n}" for n in range(20)}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "9" * 400}, 86400.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT", "Date": "Wed, 21 Oct 2026 07:26:30 GMT"}, 90.0),
        ({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT", "Date": "Wed, 21 Oct 2026 08:00:00 GMT"}, 0.0),
    ],
)
def test_the_wait_a_provider_asks_for_is_read_in_both_its_forms(headers, seconds):
    assert read_wait(Answer(429, b"", headers)) == seconds


def test_every_account_is_kept_out_of_repr():
    assert {repr(account) for account in ACCOUNTS.values()} == {"TextAccount(region='eu')"}
