"""Signing in and out: by name and password, once, for a while, and never by guessing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.accounts.sessions import IDLE, LONGEST
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import sessions
from ehcp_workflow.web.access.visit import COOKIE
from ehcp_workflow.web.app import create_app

from .browsing import Person


def later(installation: Installation, **by: int) -> None:
    installation.fixed_now = installation.now() + timedelta(**by)


def is_inside(person: Person) -> bool:
    """Whether somebody signed in would be shown what they ask for, instead of being asked to sign in."""
    answer = person.get("/cases/none")
    assert answer.status_code in {303, 404}
    return answer.status_code == 404


def test_who_is_not_signed_in_is_asked_to_and_then_led_to_the_page_they_wanted(person):
    answer = person.get("/cases/none?as_at=2026-11-01")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/sign-in?next=%2Fcases%2Fnone%3Fas_at%3D2026-11-01",
    )
    answer = person.sign_in("adviser", DEMO_PASSWORD, "%2Fcases%2Fnone%3Fas_at%3D2026-11-01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/none?as_at=2026-11-01")
    assert is_inside(person)


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(person):
    cookie = person.sign_in("adviser", DEMO_PASSWORD).headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie  # the demo is plain HTTP on this machine


def test_a_wrong_name_and_a_wrong_password_meet_the_same_words(person):
    nobody = person.sign_in("nobody", DEMO_PASSWORD)
    wrong = person.sign_in("adviser", "not the password")
    assert (nobody.status_code, wrong.status_code) == (422, 422)
    assert "The name or the password is wrong" in nobody.text
    assert nobody.text.replace("nobody", "adviser").split("<form")[0] == wrong.text.split("<form")[0]
    assert "not the password" not in wrong.text
    assert COOKIE not in person.cookies


def test_a_form_from_another_site_signs_nobody_in(person):
    answer = person.ask("POST", "/sign-in", name="adviser", password=DEMO_PASSWORD)
    assert answer.status_code == 403
    person.get("/sign-in")
    answer = person.ask("POST", "/sign-in", name="adviser", password=DEMO_PASSWORD, csrf="0" * 64)
    assert answer.status_code == 403
    assert COOKIE not in person.cookies


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/%5Cevil.example", "https://evil.example", "/%09/evil.example", "evil.example", "/sign-out"],
)
def test_nobody_is_led_to_another_site(person, elsewhere):
    assert person.sign_in("adviser", DEMO_PASSWORD, elsewhere).headers["location"] == "/"


def test_signing_in_again_changes_the_secret_and_ends_the_old_one(person, demo):
    person.sign_in("adviser", DEMO_PASSWORD)
    old = person.cookies[COOKIE]
    person.cookies.delete(COOKIE)
    text = person.get("/sign-in")
    assert text.status_code == 200
    person.cookies.set(COOKIE, old, domain="127.0.0.1", path="/")
    mark = text.text.partition('name="csrf" value="')[2].partition('"')[0]
    person.ask("POST", "/sign-in", name="adviser.south", password=DEMO_PASSWORD, csrf=mark)
    assert person.cookies[COOKIE] != old
    with demo.database.read() as unit:
        assert sessions.find_session(unit, old, demo.now(), demo.now() - IDLE) is None


def test_signing_out_ends_the_session_for_good(person, demo):
    person.sign_in("adviser", DEMO_PASSWORD)
    secret = person.cookies[COOKIE]
    assert person.ask("POST", "/sign-out").status_code == 403  # without the mark of our forms
    assert is_inside(person)
    answer = person.send("/cases/none", "/sign-out")
    assert answer.headers["location"] == "/sign-in?done=signed-out"
    assert COOKIE not in person.cookies
    person.cookies.set(COOKIE, secret, domain="127.0.0.1")
    assert not is_inside(person)


def test_a_session_ends_an_hour_after_its_last_use_and_after_twelve_hours_in_any_case(person, demo):
    person.sign_in("adviser", DEMO_PASSWORD)
    later(demo, minutes=59)
    assert is_inside(person)
    later(demo, minutes=59)
    assert is_inside(person)
    later(demo, minutes=60)
    assert not is_inside(person)
    person.sign_in("adviser", DEMO_PASSWORD)
    for _ in range(12):
        assert is_inside(person)
        later(demo, minutes=59)
    later(demo, minutes=12)  # 12 times 59 and 12 minutes are twelve hours
    assert timedelta(hours=12) == LONGEST
    assert not is_inside(person)


def test_after_five_wrong_tries_somebody_waits_longer_and_longer_but_never_for_good(person, demo):
    for _ in range(5):
        assert person.sign_in("adviser", "a wrong password").status_code == 422
    answer = person.sign_in("adviser", DEMO_PASSWORD)
    assert answer.status_code == 429
    assert "Try again at 09:00:31" in answer.text
    later(demo, seconds=31)
    assert person.sign_in("adviser", "a wrong password").status_code == 422
    answer = person.sign_in("adviser", DEMO_PASSWORD)  # a minute now
    assert "Try again at 09:01:32" in answer.text
    later(demo, seconds=61)
    assert person.sign_in("adviser", DEMO_PASSWORD).status_code == 303


def test_a_wait_tells_nothing_of_whether_there_is_such_a_name(person):
    for _ in range(5):
        person.sign_in("nobody", "a wrong password")
    assert person.sign_in("nobody", "a wrong password").status_code == 429


def test_who_guesses_from_elsewhere_does_not_keep_the_owner_out(demo):
    app = create_app(demo)
    guesser, owner = Person(app, client="127.0.0.2"), Person(app)
    for _ in range(6):
        answer = guesser.sign_in("adviser", "a wrong password")
    assert answer.status_code == 429
    assert owner.sign_in("adviser", DEMO_PASSWORD).status_code == 303


def test_the_password_of_the_demo_opens_nothing_elsewhere(demo):
    settings = demo.settings.model_copy(update={"demo": False})
    elsewhere = Person(create_app(replace(demo, settings=settings)))
    assert elsewhere.sign_in("adviser", DEMO_PASSWORD).status_code == 422
