"""Recording what happened: what will change is shown before it is saved, and saved once as it was shown."""

import pytest
from sqlalchemy import text

from ehcp_workflow.law.when import When
from ehcp_workflow.services.casework import correct_event
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.tables import Table
from tests.web.changing.conftest import CASE, day, hidden_in
from tests.web.conftest import Browser, make_case

REFUSAL = {"kind": "refusal_to_assess_notified", **day("on", "2026-11-20")}


def test_what_the_open_dates_wait_for_comes_first(browser: Browser, case: str):
    page = browser.text(f"{CASE}/events/new")
    first = page.index("The council said it will assess")
    assert "REQ-02" in page
    assert "Monday 30 November 2026, in 7 days" in page
    assert first < page.index("Everything that can be recorded") < page.index("Complaints and court")


def test_a_refusal_is_previewed_and_saved(browser: Browser, installation: Installation, case: str):
    typed = {"kind": "refusal_to_assess_notified", **day("on", "2026-11-20"), "source": "letter"}
    shown = browser.post(f"{CASE}/events/preview", **typed)
    assert shown.status_code == 200, shown.text
    assert "Wednesday 20 January 2027" in shown.text
    assert "no longer running" in shown.text
    assert len(read_sheet(installation, case).history) == 1
    saved = browser.post(f"{CASE}/events", **hidden_in(shown))
    assert (saved.status_code, saved.headers["location"]) == (303, f"{CASE}?done=recorded")
    kinds = {one.event.kind for one in read_sheet(installation, case).history}
    assert kinds == {"request_received", "refusal_to_assess_notified"}


def test_a_duty_to_be_done_at_once_is_owed_now_and_not_called_due_later(browser: Browser, case: str):
    shown = browser.post(f"{CASE}/events/preview", kind="final_plan_sent", **day("on", "2026-11-20"))
    (duty,) = (row for row in shown.text.split("<tr") if "ASM-11" in row)
    assert "Owed now" in duty
    assert "Not yet due" not in duty


def test_a_correction_is_prefilled_previewed_and_saved(browser: Browser, installation: Installation, case: str):
    """Received on Monday 26 October instead: six weeks end on Monday 7 December, not on 30 November."""
    event = read_sheet(installation, case).history[0].event
    address = f"{CASE}/events/{event.id}/correct"
    assert 'value="19"' in browser.get(address).text
    shown = browser.post(f"{address}/preview", what="right", **day("on", "2026-10-26"))
    assert shown.status_code == 200, shown.text
    assert "Monday 7 December 2026" in shown.text
    before, after = shown.text.split("The record that you correct")[1].split("What becomes of it")
    assert "Monday 19 October 2026" in before
    assert "Monday 26 October 2026" in after
    saved = browser.post(address, **hidden_in(shown))
    assert saved.headers["location"] == f"{CASE}?done=corrected"
    history = {str(one.event.on): one.event.corrects for one in read_sheet(installation, case).history}
    assert history == {"2026-10-19": None, "2026-10-26": event.id}


def test_an_event_is_taken_back(browser: Browser, installation: Installation, case: str):
    event = read_sheet(installation, case).history[0].event
    address = f"{CASE}/events/{event.id}/correct"
    shown = browser.post(f"{address}/preview", what="back", note="wrong child")
    assert "Falls away" in shown.text
    before, after = shown.text.split("The record that you correct")[1].split("What becomes of it")
    assert "Monday 19 October 2026" in before
    assert "It never happened" in after
    assert "wrong child" in after
    saved = browser.post(address, **hidden_in(shown))
    assert saved.headers["location"] == f"{CASE}?done=taken-back"
    assert read_sheet(installation, case).position.clocks == ()


def _rows(installation: Installation) -> dict[str, list[str]]:
    """Every row but those that say who looked."""
    with installation.database.read() as unit:
        tables = sorted(set(Table.metadata.tables) - {"case_accesses"})
        return {table: sorted(map(str, unit.execute(text(f"SELECT * FROM {table}")))) for table in tables}


def test_a_preview_stores_nothing_and_counts_as_a_look(browser: Browser, installation: Installation, case: str):
    before = _rows(installation)
    assert browser.post(f"{CASE}/events/preview", **REFUSAL).status_code == 200
    assert _rows(installation) == before
    with installation.database.read() as unit:
        looks = [tuple(row) for row in unit.execute(text("SELECT what, changed FROM case_accesses"))]
    assert looks == [("POST /cases/{reference}/events/preview", 0)]


def test_the_same_form_sent_twice_records_once(browser: Browser, installation: Installation, case: str):
    fields = hidden_in(browser.post(f"{CASE}/events/preview", **REFUSAL))
    first, second = browser.post(f"{CASE}/events", **fields), browser.post(f"{CASE}/events", **fields)
    assert first.headers["location"] == second.headers["location"] == f"{CASE}?done=recorded"
    assert len(read_sheet(installation, case).history) == 2


def test_what_changed_meanwhile_is_said_and_the_new_preview_can_be_saved(
    browser: Browser, installation: Installation, case: str
):
    """Another adviser corrects the request to Monday 26 October, after which the answer is due on 7 December."""
    fields = hidden_in(browser.post(f"{CASE}/events/preview", **REFUSAL))
    event = read_sheet(installation, case).history[0].event
    correct_event(installation, case, event.id, When.parse("2026-10-26"), by="another.adviser")
    refused = browser.post(f"{CASE}/events", **fields)
    assert refused.status_code == 409
    assert "Nothing was saved, because the case has changed since you looked" in refused.text
    assert "Monday 7 December 2026" in refused.text
    assert len(read_sheet(installation, case).history) == 2
    assert browser.post(f"{CASE}/events", **hidden_in(refused)).status_code == 303
    assert len(read_sheet(installation, case).history) == 3


def test_what_was_typed_can_be_changed_again(browser: Browser, case: str):
    fields = hidden_in(browser.post(f"{CASE}/events/preview", **REFUSAL, note="a note"))
    page = browser.post(f"{CASE}/events/preview", **fields, step="edit").text
    assert 'value="20"' in page
    assert "a note</textarea>" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "on-day"),
        (day("on", "2026-12-24"), "on-day"),
        ({"on-day": "31", "on-month": "11", "on-year": "2026"}, "on-day"),
        ({**day("on", "2026-11-20"), "sent_on-day": "3"}, "sent_on-month"),
    ],
    ids=["nothing", "in the future", "no such day", "half a date"],
)
def test_a_date_that_cannot_be_is_refused_beside_its_field(
    browser: Browser, case: str, typed: dict[str, str], field: str
):
    for address in ("events/preview", "events"):
        answer = browser.post(f"{CASE}/{address}", kind=REFUSAL["kind"], **typed)
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert "<title>Error: " in answer.text


def test_a_promise_needs_what_was_promised_and_by_when(browser: Browser, case: str):
    assert "By which day was it promised?" in browser.text(f"{CASE}/promises/new")
    answer = browser.post(f"{CASE}/events/preview", kind="promise_made", **day("on", "2026-11-20"))
    assert answer.status_code == 422
    assert 'href="#to-day"' in answer.text
    assert 'href="#option-of"' in answer.text


def test_a_claim_shows_its_test_and_both_answers(browser: Browser, installation: Installation):
    """Asked on Monday 5 October 2026, so that the answer was due on Monday 16 November."""
    make_case(installation, NewEvent("request_received", When.parse("2026-10-05")))
    assert "It is a claim to be tested, not a pause" in browser.text(f"{CASE}/exceptions/new")
    claim = {"option-exemption": "EXC-C", "option-accepted": "yes", **day("on", "2026-11-20")}
    page = browser.post(f"{CASE}/events/preview", kind="exception_recorded", **claim).text
    assert "EXC-C is claimed for REQ-02" in page
    assert "If the exemption holds: as soon as practicable." in page
    assert "If it does not hold: the limit stays Monday 16 November 2026." in page


def test_a_month_a_range_and_an_unknown_day_are_recorded_as_they_are(
    browser: Browser, installation: Installation, case: str
):
    said = {
        "2026-10": {"on-month": "10", "on-year": "2026"},
        "2026-11-02/2026-11-09": {**day("on", "2026-11-02"), **day("on-last", "2026-11-09")},
        "unknown": {"on-unknown": "yes"},
    }
    for typed in said.values():
        fields = hidden_in(browser.post(f"{CASE}/events/preview", kind="consulted", **typed))
        browser.post(f"{CASE}/events", **fields)
    history = read_sheet(installation, case).history
    assert {str(one.event.on) for one in history if one.event.kind == "consulted"} == set(said)


def test_script_in_every_field_stays_text(browser: Browser, case: str):
    script = "<script>alert(1)</script>"
    typed = {"source": script, "note": script, **day("on", "2026-11-20")}
    shown = browser.post(f"{CASE}/events/preview", kind="advice_received", about="school", **typed)
    assert shown.status_code == 200
    again = browser.post(f"{CASE}/events/preview", kind="advice_received", about="", **{**typed, "on-day": script})
    assert again.status_code == 422
    for page in (shown.text, again.text):
        assert "alert(1)" in page
        assert script not in page
