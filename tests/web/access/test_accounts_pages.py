"""Invitations, one's own account, and who works here, as people use the pages."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from ehcp_workflow.services.accounts import desks, managing
from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.accounts.inviting import NewAccount, invite
from ehcp_workflow.services.accounts.second_factor import code_of_the_demo
from ehcp_workflow.services.accounts.tokens import make_token, recognise
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.web.app import create_app
from tests.web.conftest import make_case

from .browsing import Person

NEW = "four plain words together"


def path_of(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8350")


@pytest.fixture
def supervisor(person: Person, demo) -> Person:
    person.sign_in("supervisor", DEMO_PASSWORD)
    person.send("/second-factor", "/second-factor", code=code_of_the_demo(demo, "supervisor"))
    return person


def test_an_invitation_lets_somebody_choose_a_password_once(person, demo):
    link = path_of(invite(demo, NewAccount("sam.green", "Sam Green", Role.ADVISER, ("North",))))
    assert "Sam Green" in person.get(link).text
    assert person.send(link, password=NEW, again="another").status_code == 422
    answer = person.send(link, password=NEW, again=NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?done=password-chosen")
    assert "Your password is chosen" in person.get("/sign-in?done=password-chosen").text
    assert person.get(link).status_code == 404
    assert person.sign_in("sam.green", NEW).headers["location"] == "/"


def test_an_invitation_ends_after_three_days_or_by_a_newer_one(person, demo):
    first = path_of(invite(demo, NewAccount("sam.green", "Sam Green", Role.ADVISER)))
    second = path_of(managing.reset_account(demo, "sam.green"))
    assert (person.get(first).status_code, person.get(second).status_code) == (404, 200)
    demo.fixed_now += timedelta(hours=72)
    answer = person.ask("POST", second, password=NEW, again=NEW)
    assert answer.status_code == 404
    assert "This link cannot be used" in answer.text


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "has 5 characters. Use at least 12"),
        ("passwordpassword", "one of the first that somebody would try"),
        ("Password-Password", "one of the first that somebody would try"),
        ("aaaaaaaaaaaaaaaa", "one of the first that somebody would try"),
        ("12345678901234", "one of the first that somebody would try"),
        ("qwertyuiopas", "one of the first that somebody would try"),
        ("abcabcabcabcabc", "one of the first that somebody would try"),
        ("sam.green2026", "one of the first that somebody would try"),
        ("x" * 201, "has 201 characters. Use no more than 200"),
    ],
)
def test_passwords_that_others_would_guess_are_refused(person, demo, password, words):
    link = path_of(invite(demo, NewAccount("sam.green", "Sam Green", Role.ADVISER)))
    answer = person.send(link, password=password, again=password)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Error: Choose your password" in answer.text


@pytest.mark.parametrize(
    "password", ["correct horse battery", "только длинные слова", "twelve chars", "   h! 9 ~ q  x "]
)
def test_any_signs_make_a_password_as_long_as_it_is_long(person, demo, password):
    link = path_of(invite(demo, NewAccount("sam.green", "Sam Green", Role.ADVISER)))
    assert person.send(link, password=password, again=password).status_code == 303
    assert person.sign_in("sam.green", password).status_code == 303


def test_a_changed_password_signs_every_other_browser_out(person, demo):
    other = Person(create_app(demo))
    for browser in (person, other):
        browser.sign_in("adviser", DEMO_PASSWORD)
    wrong = person.send("/account", "/account/password", present="not it", password=NEW, again=NEW)
    assert wrong.status_code == 422
    assert "This is not your present password" in wrong.text
    answer = person.send("/account", "/account/password", present=DEMO_PASSWORD, password=NEW, again=NEW)
    assert answer.headers["location"] == "/account?done=password-changed"
    assert (person.get("/account").status_code, other.get("/account").status_code) == (200, 303)
    assert other.sign_in("adviser", DEMO_PASSWORD).status_code == 422
    assert other.sign_in("adviser", NEW).status_code == 303


def test_the_present_password_cannot_be_guessed_at_an_unlocked_screen(person):
    person.sign_in("adviser", DEMO_PASSWORD)
    for _ in range(5):
        person.send("/account", "/account/password", present="not it", password=NEW, again=NEW)
    answer = person.send("/account", "/account/password", present=DEMO_PASSWORD, password=NEW, again=NEW)
    assert "too many wrong tries" in answer.text


def test_somebody_ends_another_browser_of_theirs_and_nobody_elses(person, demo):
    mine, theirs = Person(create_app(demo)), Person(create_app(demo))
    person.sign_in("adviser", DEMO_PASSWORD)
    mine.sign_in("adviser", DEMO_PASSWORD)
    theirs.sign_in("adviser.south", DEMO_PASSWORD)
    page = person.get("/account").text
    assert page.count('action="/account/browsers/end"') == 1
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    person.send("/account", "/account/browsers/end")
    assert mine.get("/account").status_code == 303
    assert person.get("/account").status_code == 200
    for number in range(1, 10):
        person.ask("POST", "/account/browsers/end", csrf=csrf, browser=str(number))
    assert theirs.get("/account").status_code == 200


def test_an_adviser_may_set_up_a_second_factor_and_is_asked_for_it_from_then_on(person, demo):
    person.sign_in("adviser", DEMO_PASSWORD)
    page = person.get("/account/second-factor").text
    secret = page.partition("As letters: <code>")[2].partition("<")[0].replace(" ", "")
    sealed = page.partition('name="sealed" value="')[2].partition('"')[0]
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    said = {"csrf": csrf, "sealed": sealed, "code": pyotp.TOTP(secret).at(demo.now())}
    assert person.ask("POST", "/account/second-factor", **said, present="not it").status_code == 422
    answer = person.ask("POST", "/account/second-factor", **said, present=DEMO_PASSWORD)
    assert answer.headers["location"] == "/account?done=second-factor-set-up"
    assert "An authenticator is set up" in person.get("/account").text
    again = Person(create_app(demo))
    assert again.sign_in("adviser", DEMO_PASSWORD).headers["location"] == "/second-factor"


def test_a_supervisor_invites_changes_and_ends_an_account(supervisor, demo):
    page = supervisor.send(
        "/people-here", "/people-here", name="sam.green", shown_as="Sam Green", role="adviser", teams="North, East"
    )
    assert page.status_code == 200
    link = "/invitation/" + page.text.partition("/invitation/")[2].partition("<")[0]
    sam = Person(create_app(demo))
    assert sam.send(link, password=NEW, again=NEW).status_code == 303
    sam.sign_in("sam.green", NEW)
    assert sam.get("/account").status_code == 200
    listed = supervisor.get("/people-here").text
    assert "Sam Green" in listed
    assert "East, North" in listed
    # Another role signs out: what a supervisor needs, an adviser did not give.
    supervisor.send("/people-here/sam.green", "/people-here/sam.green", role="supervisor", teams="North")
    assert sam.get("/account").status_code == 303
    assert sam.sign_in("sam.green", NEW).headers["location"] == "/second-factor"
    supervisor.send("/people-here/sam.green", "/people-here/sam.green/end", sure="yes")
    assert sam.get("/second-factor").headers["location"].startswith("/sign-in")
    assert sam.sign_in("sam.green", NEW).status_code == 422
    again = supervisor.send("/people-here", "/people-here", name="sam.green", shown_as="Sam", role="adviser")
    assert "There is or was an account" in again.text


def test_the_last_supervisor_stays(supervisor):
    answer = supervisor.send("/people-here/supervisor", "/people-here/supervisor/end", sure="yes")
    assert answer.status_code == 409
    assert "is the last supervisor" in answer.text


def test_a_supervisor_says_whose_a_case_is_and_who_must_not_see_it(supervisor, demo):
    reference = make_case(demo)
    north, south = Person(create_app(demo)), Person(create_app(demo))
    north.sign_in("adviser", DEMO_PASSWORD)
    south.sign_in("adviser.south", DEMO_PASSWORD)
    page, case = f"/cases/{reference}/access", f"/cases/{reference}"
    assert [each.get(case).status_code for each in (north, south)] == [200, 200]
    supervisor.send(page, f"{page}/desk", team="North", adviser="adviser")
    assert [each.get(case).status_code for each in (north, south)] == [200, 404]
    wrong = supervisor.send(page, f"{page}/desk", team="North", adviser="adviser.south")
    assert wrong.status_code == 422
    assert "could not see" in wrong.text
    assert desks.who_sees(demo, reference).desk.adviser == "adviser"
    supervisor.send(page, f"{page}/walls", account="adviser")
    assert north.get(case).status_code == 404
    assert desks.who_sees(demo, reference).desk == desks.Desk("North", None)
    supervisor.send(page, f"{page}/walls/remove", account="adviser")
    assert north.get(case).status_code == 200
    shown = supervisor.get(page).text
    for what in ("adviser.south", "GET /cases/{reference}", "POST /cases/{reference}/access/walls"):
        assert what in shown


def test_a_link_of_an_installation_behind_a_proxy_leads_there(demo):
    settings = demo.settings.model_copy(update={"desk_url": "https://desk.example.org/"})
    link = invite(replace(demo, settings=settings), NewAccount("sam.green", "Sam Green", Role.ADVISER))
    assert link.startswith("https://desk.example.org/invitation/")


def test_an_account_that_is_reset_loses_the_tokens_of_its_programs_too(demo):
    secret = make_token(demo, "adviser", "case system")
    assert recognise(demo, secret) is not None
    managing.reset_account(demo, "adviser")
    assert recognise(demo, secret) is None


def test_a_long_password_in_letters_of_two_parts_can_be_signed_in_with(person, demo):
    password = "e\u0301a\u0300u\u0308" * 40  # 240 signs as typed, 120 once they are joined
    link = path_of(invite(demo, NewAccount("sam.green", "Sam Green", Role.ADVISER)))
    assert person.send(link, password=password, again=password).status_code == 422  # one word over and over
    password += " and more"
    assert person.send(link, password=password, again=password).status_code == 303
    assert person.sign_in("sam.green", password).status_code == 303
