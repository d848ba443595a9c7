"""Finding a case by its reference, so that an adviser's own reference never stands in an address."""

from datetime import UTC, datetime

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.store.tables import CaseWallRow
from tests.web.conftest import make_case, on, signed_in

REQUESTED = NewEvent("request_received", on("2026-10-19"))


def test_the_whole_reference_and_its_number_lead_to_the_case(installation, browser):
    reference = make_case(installation, REQUESTED)
    for typed in (reference, "ehc-2026-0001", "EHC 2026 1", "2026-0001", "0001", "1", " 1 "):
        answer = browser.post("/find", reference=typed)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{reference}"), typed
        answer = browser.get(f"/find?reference={typed.strip()}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{reference}"), typed


def test_a_number_given_in_two_years_shows_both_cases(installation, browser):
    make_case(installation, REQUESTED)
    installation.fixed_now = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    make_case(installation, REQUESTED)
    text = browser.text("/find?reference=1")
    assert "2 cases may be meant." in text
    assert 'href="/cases/EHC-2026-0001"' in text
    assert 'href="/cases/EHC-2027-0001"' in text


def test_an_advisers_own_reference_is_found_whole_and_never_in_an_address(installation, browser):
    make_case(installation, REQUESTED, their_reference="SMITH/12")
    answer = browser.post("/find", reference="SMITH/12")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/EHC-2026-0001")
    assert browser.post("/find", reference="SMITH").status_code == 422
    answer = browser.get("/find?reference=SMITH%2F12")
    assert (answer.status_code, answer.headers["location"]) == (303, "/find")


def test_an_own_reference_that_is_a_number_is_found_beside_ours(installation, browser):
    make_case(installation, REQUESTED)
    make_case(installation, REQUESTED, their_reference="0001")
    text = browser.post("/find", reference="0001").text
    assert 'href="/cases/EHC-2026-0001"' in text
    assert 'href="/cases/EHC-2026-0002"' in text


def test_what_is_not_found_says_so_and_keeps_what_was_typed(installation, browser):
    answer = browser.post("/find", reference="SMITH/13")
    assert answer.status_code == 422
    assert "<title>Error: Find a case" in answer.text
    assert "There is no case with this reference that you may see." in answer.text
    assert 'value="SMITH/13"' in answer.text
    assert browser.get("/find?reference=7").status_code == 404
    assert "Enter a reference" in browser.post("/find", reference=" ").text


def test_cases_that_somebody_may_not_see_are_not_found_in_any_way(installation, browser):
    reference = make_case(installation, REQUESTED, their_reference="SMITH/12")
    other = signed_in(installation, "adviser", "walled")
    with installation.database.write() as unit:
        accounts = dict(unit.connection().exec_driver_sql("SELECT name, id FROM accounts").all())
        unit.add(CaseWallRow(case_id=1, account_id=accounts["walled"], by="test", at=installation.now()))
    assert browser.post("/find", reference="1").headers["location"] == f"/cases/{reference}"
    for typed in ("1", reference, "SMITH/12"):
        assert other.post("/find", reference=typed).status_code == 422
    assert other.get("/find?reference=1").status_code == 404
    assert other.get(f"/cases/{reference}").status_code == 404


def test_the_form_on_every_page_sends_what_is_typed_outside_the_address(installation, browser):
    page = browser.text("/")
    form = page[page.index('action="/find"') - 40 :]
    assert 'method="post"' in form[: form.index("</form>")]


def test_who_sees_no_cases_is_not_offered_to_find_one(installation):
    operator = signed_in(installation, "operator", "operator")
    assert 'action="/find"' not in operator.get("/rules").text
    assert operator.post("/find", reference="1").status_code == 403
