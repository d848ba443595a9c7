import sys
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from apprise import NotifyBase
from apprise.manager_plugins import NotificationManager

from ehcp_workflow.errors import BadConfiguration, BadInput, Unavailable
from ehcp_workflow.messages.outcome import Outcome
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.transport import door, tags
from ehcp_workflow.messages.transport.by_organisation import open_channels
from ehcp_workflow.messages.transport.organisation import read_services
from ehcp_workflow.messages.transport.watched import ask
from ehcp_workflow.settings import config_dir

from .conftest import a_message
from .fake_provider import FakeProvider, Reply

TEAMS = "workflows://prod-1.example.org:443/" + "a1" * 16 + "/" + "b2" * 16 + "/"
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/"


@pytest.fixture
def write(tmp_path):
    def write(text, mode=0o600):
        file = tmp_path / "apprise.yml"
        file.write_text(text)
        file.chmod(mode)
        return file

    return write


def one(url, tag="ops"):
    return f'version: 1\nurls:\n  - "{url}":\n      tag: {tag}\n'


@pytest.fixture
def provider():
    with FakeProvider(Reply(200, {"id": "x"})) as running:
        yield running


def test_a_tag_says_how_many_services_bear_it(write):
    file = write(
        f'version: 1\nurls:\n  - "{TEAMS}":\n      tag: advisers\n  - "{SLACK}":\n      tag: [ops, advisers]\n'
        '  - "ntfys://ntfy.example.org/ops-room":\n      tag: ops, escalation\n'
    )
    assert tags(file) == {"advisers": 2, "ops": 2, "escalation": 1}


def test_a_message_goes_to_the_service_of_that_number_among_those_of_its_tag(write, provider):
    place = provider.url.removeprefix("http://")
    file = write(
        f'version: 1\nurls:\n  - "ntfy://{place}/first":\n      tag: ops\n'
        f'  - "ntfy://{place}/other":\n      tag: advisers\n  - "ntfy://{place}/second":\n      tag: ops\n'
    )
    transport = open_channels(file)
    assert transport.send(a_message(Channel.ORGANISATION, to="ops#2")).outcome is Outcome.ACCEPTED
    assert [asked.json["topic"] for asked in provider.asked] == ["second"]
    with pytest.raises(BadInput, match="There is no ops#3: 2 services bear the tag ops"):
        transport.send(a_message(Channel.ORGANISATION, to="ops#3"))
    with pytest.raises(Unavailable):
        transport.look_up("0198f3a27c11")


def test_a_shared_mailbox_is_written_to_by_our_own_conversation(write, relay):
    url = f"mailto://127.0.0.1:{relay.port}/?from=reminders@example.org&to=ops@example.org"
    sent = open_channels(write(one(url))).send(a_message(Channel.ORGANISATION, html="", text="2 < 3"))
    assert sent.outcome is Outcome.ACCEPTED
    assert relay.recipients == ["ops@example.org"]
    mail = message_from_bytes(relay.messages[0])
    assert (mail["From"], mail["Message-ID"]) == ("Messages <reminders@example.org>", "<0198f3a27c11@example.org>")
    assert b"<pre>2 &lt; 3</pre>" in relay.messages[0]


@pytest.mark.parametrize(
    ("url", "path"),
    [(TEAMS, "/workflows/" + "a1" * 16 + "/triggers/manual/paths/invoke"),
     (SLACK, "/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"),
     ("gchat://space/key/token/", "/v1/spaces/space/messages")],
)  # fmt: skip
def test_a_room_is_one_request_with_subject_and_words(write, provider, monkeypatch, url, path):
    monkeypatch.setattr("ehcp_workflow.messages.transport.line.ask", _to(provider))
    sent = open_channels(write(one(url))).send(a_message(Channel.ORGANISATION))
    assert sent.outcome is Outcome.ACCEPTED
    [asked] = provider.asked
    assert asked.path.partition("?")[0].endswith(path)
    assert "A date you asked us to watch" in asked.body


def test_a_bot_that_slack_refuses_has_not_sent_anything(write, provider, monkeypatch):
    monkeypatch.setattr("ehcp_workflow.messages.transport.line.ask", _to(provider))
    provider.usual = Reply(200, {"ok": False, "error": "invalid_auth"})
    sent = open_channels(write(one("slack://xoxb-123-abc/ops"))).send(a_message(Channel.ORGANISATION))
    assert (sent.outcome, sent.code) == (Outcome.RETRY, "200:invalid_auth")


def _to(provider):
    """The real request, with the place of the provider put in for the one it was meant for."""

    def redirected(request, timeout):
        request.url = provider.url + request.url.partition(urlsplit(request.url).netloc)[2]
        return ask(request, timeout)

    return redirected


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_others_may_read_is_refused(write, mode):
    with pytest.raises(BadConfiguration, match="apprise.yml holds secrets and others may read it. Run: chmod 600"):
        tags(write(one(SLACK), mode))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not YAML of the form"),
        ("version: 1\n", "write `version: 1` and a list"),
        ("version: 2\nurls: []\n", "write `version: 1` and a list"),
        ("version: 1\nurls: []\ninclude: http://s3cret.example.org/\n", "write `version: 1` and a list"),
        ("version: 1\nurls:\n  - slack://s3cret\n", "entry 1: write one URL"),
        ('version: 1\nurls:\n  - "slack://s3cret":\n', "entry 1: write `tag: ops`"),
        ('version: 1\nurls:\n  - "slack://s3cret":\n      tag: ops\n      retry: 3\n', "entry 1: write `tag: ops`"),
        ('version: 1\nurls:\n  - "slack://s3cret":\n      tag: person:1\n', "entry 1: a tag is a word"),
        ('version: 1\nurls:\n  - "slack://s3cret":\n      tag: ""\n', "entry 1: a tag is a word"),
        (one("slack://s3cret") + '    "slack://s3cret":\n      tag: ops\n', "yml:5: this is not"),
        ('version: 1\nurls:\n  - "slack://s3cret: [}\n', "apprise.yml:4: this is not YAML"),
        (one("slack://s3cret"), "entry 1: Apprise cannot"),
        (one("slack://s3cret with spaces"), "entry 1: this is not a URL"),
        (one("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/s3cret"), "entry 1: this is not a URL|not allowed"),
        (one("s3cret"), "entry 1: this is not a URL"),
        (one("slack://" + " " * 900), "entry 1: this is not a URL"),
        (one("slack://" + " " * 4096), "yml:3: this is not YAML"),
        (one("slack://${EHCP_TEST_LONG}"), "entry 1: this is not a URL"),
        (one("json://s3cret.example.org/"), "entry 1: services of this kind are not allowed"),
        (one(SLACK + "?template=/etc/s3cret"), "entry 1: the URL has a parameter"),
        (one(SLACK + "?redirect=yes"), "entry 1: the URL has a parameter"),
        (one(SLACK + "?verify=no"), "entry 1: the URL has a parameter"),
        (one(SLACK + "?retry=3"), "entry 1: the URL has a parameter"),
        (one(SLACK + "?optional=yes"), "entry 1: the URL has a parameter"),
        (one(SLACK + "?+X-Header=s3cret"), "entry 1: the URL has a parameter"),
        (one(SLACK + "one/two"), "entry 1: the URL must have exactly one recipient, not 2"),
        (one(SLACK + "#one"), "entry 1: this is not a URL of Apprise's without spaces and without #"),
        (one("slack://xoxb-123-abc"), "entry 1: the URL must have exactly one recipient, not 0"),
        (one("slack://xoxb-123-abc/ops@example.org"), "entry 1: the URL must have exactly one recipient, not 0"),
        (one("ntfy://127.0.0.1/one/two"), "entry 1: the URL must have exactly one recipient, not 2"),
        (one("mailto://s3cret:pass@example.org"), "entry 1: the URL must have exactly one recipient, not 0"),
        (one("mailto://example.org?from=a@example.org&to=b@x.org,c@x.org"), "exactly one recipient, not 2"),
        (one("mailto://example.org?from=a@example.org&to=b@x.org&cc=c@x.org"), "the URL has a parameter"),
        (one("${EHCP_TEST_UNSET}"), "entry 1: the environment variable EHCP_TEST_UNSET is not set"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_naming_the_entry_and_never_the_url(write, monkeypatch, text, why):
    monkeypatch.setenv("EHCP_TEST_LONG", "s3cret" * 1000)
    with pytest.raises(BadConfiguration, match=why) as refused:
        tags(write(text))
    assert "s3cret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadConfiguration, match="apprise.yml cannot be read"):
        tags(tmp_path / "apprise.yml")


def test_a_variable_is_one_part_of_a_url_whatever_is_in_it(write, monkeypatch):
    monkeypatch.setenv("EHCP_TEST_PASSWORD", "a/b@c?verify=no&d")
    url = "mailtos://user:${EHCP_TEST_PASSWORD}@mail.example.org/?from=a@example.org&to=ops@example.org"
    [service] = read_services(write(one(url)))
    plugin = service.build()
    assert (plugin.password, plugin.host, plugin.aims()) == (
        "a/b@c?verify=no&d",
        "mail.example.org",
        ["ops@example.org"],
    )
    assert "verify" not in repr(service)


def test_every_other_service_apprise_knows_is_refused_by_url(write):
    manager = NotificationManager()
    others = [schema for schema in manager.schemas() if schema not in door.FOR_THE_ORGANISATION]
    assert len(others) > 150
    for schema in others:
        with pytest.raises(BadConfiguration, match="not allowed|not a URL"):
            tags(write(one(f"{schema}://127.0.0.1/")))


def test_every_class_of_apprises_is_refused_unless_it_is_ours():
    manager = NotificationManager()
    for schema in manager.schemas():
        theirs = object.__new__(manager[schema])
        assert isinstance(theirs, NotifyBase)
        with pytest.raises(BadConfiguration, match="not ours"):
            door.check_plugin(theirs, door.FOR_PEOPLE | door.FOR_THE_ORGANISATION)


@pytest.mark.parametrize("schema", ["json", "unknown", "slack", "workflows"])
def test_a_plugin_of_ours_that_took_another_service_is_refused(schema):
    plugin = type("Ours", (door.OneAttempt,), {"schema": schema, "retry": 0, "targets": ["x"], "aim": "x"})()
    with pytest.raises(BadConfiguration, match=f"'{schema}' is not one of"):
        door.check_plugin(plugin, frozenset({"seven"}))


@pytest.mark.parametrize(
    "changed", [{"retry": 1}, {"targets": []}, {"targets": ["x", "y"]}, {"targets": ["y"]}, {"aim": None}]
)
def test_a_plugin_that_would_not_send_once_to_the_one_meant_is_refused(changed):
    usual = {"schema": "seven", "retry": 0, "targets": ["x"], "aim": "x"}
    plugin = type("Ours", (door.OneAttempt,), usual | changed)()
    with pytest.raises(BadConfiguration, match="not go once to exactly one person"):
        door.check_plugin(plugin, door.FOR_PEOPLE)


def test_the_example_that_is_shipped_can_be_used_once_its_variables_are_set(write, monkeypatch):
    text = (config_dir() / "apprise.example.yml").read_text()
    given = {
        "TEAMS_HOST": "prod-1.example.org", "TEAMS_WORKFLOW": "a1" * 16, "TEAMS_SIGNATURE": "b2" * 16,
        "SLACK_A": "T1JJ3T3L2", "SLACK_B": "A1BRTD4JD", "SLACK_C": "TIiajkdnlazkcOXrIdevi7FQ",
        "OPS_USER": "ops", "OPS_PASSWORD": "s3cret",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert tags(write(text)) == {"advisers": 2, "escalation": 2, "ops": 1}


def test_the_services_are_never_taken_from_apprises_own_registry():
    source = Path(sys.modules["ehcp_workflow.messages.transport.organisation"].__file__).read_text()
    for word in ("Apprise(", ".add(", "instantiate", "AppriseConfig", "enable_only", "url_to_dict"):
        assert word not in source
