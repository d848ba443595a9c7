import io
import logging
import sys
from pathlib import Path

import pytest
from apprise import Apprise, LogCapture

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.messages import transport
from ehcp_workflow.messages.transport import Outcome, door, send_email
from ehcp_workflow.messages.transport.email import OneEmail

from .conftest import a_message, an_email
from .fake_provider import FakeProvider, Reply
from .http_ways import WAYS, point_at


@pytest.mark.parametrize(
    "address", ["o'brien@example.org", "sam+reviews@example.org", "a%41b@example.org", "x&y=z@a.uk"]
)
def test_an_unusual_address_is_mailed_letter_for_letter(relay, server, address):
    assert send_email(server, an_email(to=address)).outcome is Outcome.ACCEPTED
    assert relay.recipients == [address]


def test_the_address_mail_comes_from_is_never_mailed(relay, server):
    with pytest.raises(BadInput, match="comes from"):
        send_email(server, an_email(to="No-Reply@messages.example.org"))
    assert relay.connections == 0


def test_a_plugin_for_anyone_else_is_stopped_before_the_first_byte(relay, server, monkeypatch):
    monkeypatch.setattr(door, "FOR_PEOPLE", frozenset({"seven"}))
    with pytest.raises(BadConfiguration, match="'mailto' is not one of seven"):
        send_email(server, an_email())
    assert relay.connections == 0


def test_an_apprise_that_makes_no_attempt_is_never_taken_for_a_message_sent(relay, server, monkeypatch):
    monkeypatch.setattr(OneEmail, "enabled", False)
    with pytest.raises(BadConfiguration, match="no attempt"):
        send_email(server, an_email())
    assert relay.connections == 0


def test_a_plugin_asked_twice_sends_once(relay, server):
    plugin = OneEmail(server, an_email(), "no-reply@messages.example.org")
    assert plugin.send()
    assert plugin.send()
    assert relay.connections == 1


def test_nothing_personal_reaches_any_log_or_the_screen(relay, server, capfd, monkeypatch):
    # The test's own server logs what it receives, to whatever handlers earlier tests left behind.
    monkeypatch.setattr(logging.getLogger("mail.log"), "disabled", True)
    written = io.StringIO()
    listeners = [logging.getLogger(name) for name in ("", "apprise")]
    handler = logging.StreamHandler(written)
    before = [(logger, logger.level) for logger in listeners]
    for logger in listeners:
        logger.addHandler(handler)
        logger.setLevel(1)
    try:
        with LogCapture(level=1) as captured:
            for answer in ("250 OK", "550 5.1.1 <robin.parent@home.example.org>", "drop"):
                relay.answers["DATA"] = answer
                send_email(server, an_email())
            said = written.getvalue() + captured.getvalue() + "".join(capfd.readouterr())
    finally:
        for logger, level in before:
            logger.removeHandler(handler)
            logger.setLevel(level)
    for secret in ("robin", "home.example.org", "no-reply", "date you asked", "coming up", "0198f3a2"):
        assert secret not in said


@pytest.mark.parametrize("name", WAYS)
def test_nothing_personal_and_no_secret_reaches_any_log_by_http(name, capfd, monkeypatch, tmp_path, caplog):
    caplog.set_level(1)
    way = WAYS[name]
    bad = Reply(400, {"errors": [{"message": "phone_number +447700900123 is bad"}]})
    with FakeProvider() as provider, LogCapture(level=1) as captured:
        point_at(monkeypatch, provider.url)
        transport = way.make(provider.url, tmp_path)
        details = []
        for reply in (way.yes, bad, Reply(500, "robin"), Reply(manner="drop")):
            provider.usual = reply
            details.append(repr(transport.send(a_message(way.channel))))
        said = caplog.text + captured.getvalue() + "".join(capfd.readouterr()) + repr(details)
    assert len(provider.asked) == 4
    for secret in (
        *["900123", "robin", "U024BE7LH", "coming", "secret", "apikey", "xoxb", "EAAtoken", "a1a1a1", "127.0.0.1"],
        "date you asked",
    ):
        assert secret not in said


def test_apprise_stays_whole_for_others_in_the_process_and_ours_works_without_it(relay, server):
    send_email(server, an_email())
    assert Apprise().add("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/")
    plain = next(base for base in OneEmail.__mro__ if base.__name__ == "NotifyEmail")
    plain.enabled = False
    try:
        assert send_email(server, an_email()).outcome is Outcome.ACCEPTED
    finally:
        plain.enabled = True


def test_no_url_of_a_person_is_ever_given_to_apprise():
    files = [file for file in Path(transport.__file__).parent.glob("*.py") if file.name != "organisation.py"]
    source = "".join(file.read_text() for file in files)
    for word in ("Apprise(", ".add(", "instantiate", "attach", "AppriseConfig", "enable_only", "parse_url"):
        assert word not in source


def test_apprise_is_the_version_this_was_made_for():
    assert sys.modules["apprise"].__version__.startswith("1.13.")
