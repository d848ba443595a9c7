"""The second factor: a supervisor sees nothing before it, and a code is used once."""

from datetime import timedelta

import pyotp
import pytest

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.accounts.second_factor import code_of_the_demo
from ehcp_workflow.store import accounts
from ehcp_workflow.web.access.visit import COOKIE
from ehcp_workflow.web.app import create_app

from .browsing import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(demo, **shift: int) -> str:
    return pyotp.TOTP(SECRET).at(demo.now() + timedelta(**shift))


@pytest.fixture
def supervisor(person: Person) -> Person:
    answer = person.sign_in("supervisor", DEMO_PASSWORD)
    assert answer.headers["location"] == "/second-factor"
    return person


def test_before_the_code_a_supervisor_sees_nothing(supervisor):
    for path in ("/cases/none", "/cases/none?as_at=2026-11-01"):
        answer = supervisor.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/second-factor")
    page = supervisor.get("/second-factor").text
    assert "Signed in as" not in page
    assert "Caseload" not in page


def test_the_code_lets_in_under_a_new_secret(supervisor, demo):
    half = supervisor.cookies[COOKIE]
    answer = supervisor.send("/second-factor?next=/cases/none", "/second-factor", code=code_at(demo))
    assert answer.headers["location"] == "/cases/none"
    assert supervisor.cookies[COOKIE] != half
    assert supervisor.get("/cases/none").status_code == 404
    supervisor.cookies.set(COOKIE, half, domain="127.0.0.1", path="/")
    other = Person(create_app(demo))
    other.cookies.set(COOKIE, half, domain="127.0.0.1")
    assert other.get("/second-factor").status_code == 303  # the half session is over


@pytest.mark.parametrize("shift", [-90, -61, 61, 90])
def test_a_code_of_another_minute_is_refused(supervisor, demo, shift):
    answer = supervisor.send("/second-factor", code=code_at(demo, seconds=shift))
    assert answer.status_code == 422
    assert "This code is not right" in answer.text


@pytest.mark.parametrize("shift", [-30, 0, 30])
def test_a_code_of_the_step_before_or_after_is_taken(supervisor, demo, shift):
    assert supervisor.send("/second-factor", code=code_at(demo, seconds=shift)).status_code == 303


def test_a_code_is_taken_once_and_one_before_it_no_more(supervisor, demo):
    code, before = code_at(demo), code_at(demo, seconds=-30)
    supervisor.send("/second-factor", code=code)
    again = Person(create_app(demo))
    again.sign_in("supervisor", DEMO_PASSWORD)
    assert again.send("/second-factor", code=code).status_code == 422
    assert again.send("/second-factor", code=before).status_code == 422
    assert again.send("/second-factor", code=code_of_the_demo(demo, "supervisor")).status_code == 303
    with pytest.raises(Refused, match="Ask again in half a minute"):
        code_of_the_demo(demo, "supervisor")


def test_codes_cannot_be_guessed_one_after_the_other(supervisor, demo):
    for wrong in range(5):
        assert supervisor.send("/second-factor", code=f"00000{wrong}").status_code == 422
    answer = supervisor.send("/second-factor", code=code_at(demo))
    assert answer.status_code == 429
    assert "Try again at 09:00:31" in answer.text


def test_a_new_supervisor_sets_one_up_before_anything_else(demo):
    with demo.database.write() as unit:
        account = accounts.find_account(unit, "adviser")
        accounts.change_account(unit, account.id, role="supervisor")
    person = Person(create_app(demo))
    assert person.sign_in("adviser", DEMO_PASSWORD).headers["location"] == "/second-factor"
    page = person.get("/second-factor").text
    assert "Set up a second factor" in page
    assert "<svg" in page
    assert "style=" not in page
    # After a slip the same picture is shown again: it was read already.
    wrong = person.send("/second-factor", code="000000")
    assert wrong.status_code == 422
    sealed = wrong.text.partition('name="sealed" value="')[2].partition('"')[0]
    secret = wrong.text.partition("As letters: <code>")[2].partition("<")[0].replace(" ", "")
    csrf = wrong.text.partition('name="csrf" value="')[2].partition('"')[0]
    code = pyotp.TOTP(secret).at(demo.now())
    assert person.ask("POST", "/second-factor", csrf=csrf, sealed=sealed, code=code).status_code == 303
    assert person.get("/cases/none").status_code == 404
    with demo.database.read() as unit:
        kept = accounts.find_account(unit, "adviser").totp_sealed
    assert secret not in kept
    assert demo.cipher.open(kept) == secret


def test_a_picture_offered_to_one_browser_is_of_no_use_in_another(demo):
    with demo.database.write() as unit:
        for name in ("adviser", "adviser.south"):
            accounts.change_account(unit, accounts.find_account(unit, name).id, role="supervisor")
    one, other = Person(create_app(demo)), Person(create_app(demo))
    one.sign_in("adviser", DEMO_PASSWORD)
    other.sign_in("adviser.south", DEMO_PASSWORD)
    page = one.get("/second-factor").text
    sealed = page.partition('name="sealed" value="')[2].partition('"')[0]
    secret = page.partition("As letters: <code>")[2].partition("<")[0].replace(" ", "")
    answer = other.send("/second-factor", sealed=sealed, code=pyotp.TOTP(secret).at(demo.now()))
    assert answer.status_code == 409
