"""Signing in with an organisation's own accounts, against a provider with real keys on this machine."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from ehcp_workflow.services.accounts import managing
from ehcp_workflow.services.accounts.inviting import NewAccount, invite
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.cookies import AWAY
from ehcp_workflow.web.access.visit import COOKIE
from ehcp_workflow.web.app import create_app

from .browsing import Person
from .fake_provider import CLIENT, SECRET, Provider, provider


@pytest.fixture
def organisation() -> Iterator[Provider]:
    with provider() as known:
        yield known


@pytest.fixture
def joined(installation: Installation, organisation: Provider) -> Installation:
    """An installation whose people sign in with the organisation's accounts."""
    organisation.now = int(installation.now().timestamp())
    ours = {"oidc_issuer": organisation.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    settings = type(installation.settings).model_validate(installation.settings.model_dump() | ours)
    return replace(installation, settings=settings)


def go(person: Person, start: str) -> httpx.Response:
    """Go to the organisation's page and back, as a browser follows the addresses."""
    if start.startswith("/invitation/"):
        page = person.get(start.removesuffix("/organisation")).text
        start += "?mark=" + page.partition(f'href="{start}?mark=')[2].partition('"')[0]
    left = person.get(start)
    if left.status_code != 303:
        return left
    there = httpx.get(left.headers["location"], follow_redirects=False, trust_env=False)
    back = there.headers["location"]
    assert back.startswith("http://127.0.0.1:8350/sign-in/organisation/back?")
    return person.get(back.removeprefix("http://127.0.0.1:8350"))


def invited(installation: Installation, name: str = "sam.green", role: Role = Role.ADVISER) -> str:
    link = invite(installation, NewAccount(name, "Sam Green", role))
    return link.removeprefix("http://127.0.0.1:8350")


def test_who_was_invited_joins_the_two_accounts_once_and_comes_in_by_it_from_then_on(joined):
    app = create_app(joined)
    link = invited(joined)
    first = Person(app)
    assert f'href="{link}/organisation?mark=' in first.get(link).text
    answer = go(first, f"{link}/organisation")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert AWAY not in first.cookies
    assert "Sam Green" in first.get("/account").text
    assert first.get(link).status_code == 404  # used up
    again = Person(app)
    assert 'href="/sign-in/organisation"' in again.get("/sign-in").text
    answer = go(again, "/sign-in/organisation?next=/account")
    assert answer.headers["location"] == "/account"
    assert again.get("/account").status_code == 200


def test_who_was_not_invited_is_told_so_though_the_address_is_known_here(joined):
    invited(joined, "anybody")  # whose e-mail address the organisation may know is no sign of anything
    person = Person(create_app(joined))
    answer = go(person, "/sign-in/organisation")
    assert answer.status_code == 403
    assert "nobody invited you here" in answer.text
    assert COOKIE not in person.cookies


def test_an_account_that_ended_or_was_reset_lets_nobody_in_by_it(joined):
    person, other = Person(create_app(joined)), Person(create_app(joined))
    go(person, f"{invited(joined)}/organisation")
    managing.reset_account(joined, "sam.green")
    assert go(other, "/sign-in/organisation").status_code == 403
    assert person.get("/account").status_code == 303


def test_a_supervisor_needs_the_second_factor_here_too(joined):
    answer = go(Person(create_app(joined)), f"{invited(joined, role=Role.SUPERVISOR)}/organisation")
    assert answer.headers["location"] == "/second-factor"


def test_one_account_of_the_organisation_is_one_account_here(joined):
    app = create_app(joined)
    go(Person(app), f"{invited(joined)}/organisation")
    answer = go(Person(app), f"{invited(joined, 'another')}/organisation")
    assert answer.status_code == 409
    assert "is used by" in answer.text


def signed_by_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048))


def signed_by_our_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET * 2))


def unsigned(claims: dict[str, Any]) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "kid": "one"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


TWISTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "of another issuer": lambda claims: claims.update(iss="https://evil.example"),
    "for another client": lambda claims: claims.update(aud="another-client"),
    "for us and another, who asked": lambda claims: claims.update(aud=[CLIENT, "another"], azp="another"),
    "too old": lambda claims: claims.update(exp=claims["iat"] - 61),
    "of tomorrow": lambda claims: claims.update(iat=claims["iat"] + 86_400),
    "of another browser": lambda claims: claims.update(nonce="of another browser"),
    "of no browser": lambda claims: claims.pop("nonce") and None,
    "about nobody": lambda claims: claims.pop("sub") and None,
    "signed by another key": signed_by_another_key,
    "signed by our secret": signed_by_our_secret,
    "unsigned": unsigned,
    "no token": lambda _: "nothing",
}


@pytest.mark.parametrize("twist", TWISTS.values(), ids=TWISTS)
def test_an_answer_that_cannot_be_believed_lets_nobody_in(joined, organisation, twist):
    link = invited(joined)
    organisation.twist = twist
    person = Person(create_app(joined))
    answer = go(person, f"{link}/organisation")
    assert answer.status_code == 403
    assert "could not be used" in answer.text
    assert COOKIE not in person.cookies
    assert person.get(link).status_code == 200  # the link was not used up


def test_an_answer_for_another_browser_is_not_taken(joined):
    app = create_app(joined)
    one, other = Person(app), Person(app)
    left = one.get("/sign-in/organisation")
    there = httpx.get(left.headers["location"], follow_redirects=False, trust_env=False)
    back = there.headers["location"].removeprefix("http://127.0.0.1:8350")
    assert other.get(back).status_code == 403  # it never set out
    other.get("/sign-in/organisation")
    assert other.get(back).status_code == 403  # it set out for something else


def test_who_stays_away_too_long_starts_again(joined):
    person = Person(create_app(joined))
    left = person.get("/sign-in/organisation")
    there = httpx.get(left.headers["location"], follow_redirects=False, trust_env=False)
    joined.fixed_now += timedelta(minutes=11)
    assert person.get(there.headers["location"].removeprefix("http://127.0.0.1:8350")).status_code == 403


def test_a_provider_under_another_name_is_not_asked(joined, organisation):
    real, organisation.issuer = organisation.issuer, "https://evil.example"
    assert joined.settings.oidc_issuer == real
    answer = Person(create_app(joined)).get("/sign-in/organisation")
    assert answer.status_code == 503
    assert "/authorize" not in organisation.asked


def test_a_provider_that_does_not_answer_is_said(joined):
    settings = joined.settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"})
    answer = Person(create_app(replace(joined, settings=settings))).get("/sign-in/organisation")
    assert answer.status_code == 503
    assert "do not answer now" in answer.text


def test_accounts_are_never_asked_after_in_the_clear(joined):
    settings = joined.settings.model_copy(update={"oidc_issuer": "http://login.example.org"})
    answer = Person(create_app(replace(joined, settings=settings))).get("/sign-in/organisation")
    assert "is not https" in answer.text


def test_another_site_cannot_join_its_invitation_with_somebodys_account(joined):
    link, person = invited(joined), Person(create_app(joined))
    assert person.get(f"{link}/organisation").status_code == 403
    assert person.get(f"{link}/organisation?mark={'0' * 64}").status_code == 403
    assert AWAY not in person.cookies
