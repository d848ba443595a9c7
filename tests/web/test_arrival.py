"""From where the pages are reached: this machine, or our proxy under the desk's own name, encrypted, and never else."""

from collections.abc import Iterator

import pytest

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.demo.accounts import add_demo_accounts
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import Settings
from ehcp_workflow.web.app import create_app
from ehcp_workflow.web.arrival import entrance_of
from tests.web.access.browsing import Person

from .conftest import MONDAY

DESK = "https://desk.example.org"
VISITOR = {"x-forwarded-for": "203.0.113.9"}


@pytest.fixture
def behind(home) -> Iterator[Installation]:
    """An installation behind a proxy on this machine and one beside it."""
    settings = Settings(demo=True, desk_url=DESK, trusted_proxies="127.0.0.1, 10.0.0.0/24")
    with open_installation(settings) as opened:
        opened.fixed_now = MONDAY
        assert add_demo_accounts(opened)
        yield opened


def test_through_our_proxy_the_desk_is_reached_encrypted(behind):
    person = Person(create_app(behind), DESK)
    person.headers = VISITOR
    page = person.get("/sign-in")
    assert page.status_code == 200
    assert page.headers["strict-transport-security"] == "max-age=31536000"
    answer = person.sign_in("adviser", DEMO_PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert all("Secure" in each for each in answer.headers.get_list("set-cookie"))
    assert person.get("/account").status_code == 200


def test_on_this_machine_itself_it_is_reached_as_before(behind):
    answer = Person(create_app(behind)).get("/sign-in")
    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("client", "name", "headers"),
    [
        ("203.0.113.9", DESK, {}),  # around the proxy
        ("203.0.113.9", DESK, {"x-forwarded-for": "127.0.0.1"}),  # and pretending
        ("203.0.113.9", "http://127.0.0.1:8350", {"x-forwarded-for": "127.0.0.1"}),
        ("127.0.0.1", "http://127.0.0.1:8350", VISITOR),  # through the proxy under this machine's name
        ("127.0.0.1", "https://else.example.org", VISITOR),  # or under another
        ("10.0.1.1", DESK, VISITOR),  # a proxy that is not ours
        ("127.0.0.1", DESK, {"forwarded": "for=203.0.113.9"}),  # a header that our proxies do not write
    ],
)
def test_every_other_way_is_closed(behind, client, name, headers):
    person = Person(create_app(behind), name, client)
    person.headers = headers
    answer = person.get("/sign-in")
    assert answer.status_code == 403
    assert "Password" not in answer.text


def test_without_a_desk_address_a_proxy_lets_nobody_in(home):
    with open_installation(Settings(demo=True)) as opened:
        person = Person(create_app(opened))
        person.headers = VISITOR
        assert person.get("/sign-in").status_code == 403


def test_wrong_tries_count_for_the_visitor_and_not_for_the_proxy(behind):
    app = create_app(behind)
    guesser, owner = Person(app, DESK), Person(app, DESK)
    guesser.headers, owner.headers = (
        {"x-forwarded-for": "198.51.100.7, 203.0.113.9"},
        {"x-forwarded-for": "203.0.113.10"},
    )
    for number in range(6):
        guesser.headers = {"x-forwarded-for": f"198.51.100.{number}, 203.0.113.9"}  # what stands left is not believed
        answer = guesser.sign_in("adviser", "a wrong password")
    assert answer.status_code == 429
    assert owner.sign_in("adviser", DEMO_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1:8350"}, 303),
        ({"origin": "null"}, 303),  # what a browser says of a page that sends no referrer
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "https://127.0.0.1:8350"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8350"}, 403),
    ],
)
def test_a_form_that_another_site_sends_is_refused_though_it_carries_our_mark(behind, headers, status):
    person = Person(create_app(behind))
    person.get("/sign-in")
    person.headers = headers
    assert person.sign_in("adviser", DEMO_PASSWORD).status_code == status


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"desk_url": "http://desk.example.org", "trusted_proxies": "127.0.0.1"}, "never plain http"),
        ({"desk_url": "https://desk.example.org/ehcp", "trusted_proxies": "127.0.0.1"}, "and no more"),
        ({"desk_url": DESK}, "no proxy is trusted"),
        ({"desk_url": DESK, "trusted_proxies": "proxy.example.org"}, "'proxy.example.org' is no address"),
    ],
)
def test_settings_that_cannot_be_meant_are_told(settings, words):
    with pytest.raises(BadConfiguration, match=words):
        entrance_of(Settings(**settings))
