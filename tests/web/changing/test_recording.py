"""Recording what happened: what will change is shown before it is saved, and saved once as it was shown."""

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet
from tests.web.changing.conftest import CASE, day, hidden_in
from tests.web.conftest import Browser


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
    assert len(read_sheet(installation, case).history) == 1
    saved = browser.post(f"{CASE}/events", **hidden_in(shown))
    assert (saved.status_code, saved.headers["location"]) == (303, f"{CASE}?done=recorded")
    kinds = {one.event.kind for one in read_sheet(installation, case).history}
    assert kinds == {"request_received", "refusal_to_assess_notified"}


def test_a_correction_is_prefilled_previewed_and_saved(browser: Browser, installation: Installation, case: str):
    """Received on Monday 26 October instead: six weeks end on Monday 7 December, not on 30 November."""
    event = read_sheet(installation, case).history[0].event
    address = f"{CASE}/events/{event.id}/correct"
    assert 'value="19"' in browser.get(address).text
    shown = browser.post(f"{address}/preview", what="right", **day("on", "2026-10-26"))
    assert shown.status_code == 200, shown.text
    assert "Monday 7 December 2026" in shown.text
    saved = browser.post(address, **hidden_in(shown))
    assert saved.headers["location"] == f"{CASE}?done=corrected"
    history = {str(one.event.on): one.event.corrects for one in read_sheet(installation, case).history}
    assert history == {"2026-10-19": None, "2026-10-26": event.id}


def test_an_event_is_taken_back(browser: Browser, installation: Installation, case: str):
    event = read_sheet(installation, case).history[0].event
    address = f"{CASE}/events/{event.id}/correct"
    shown = browser.post(f"{address}/preview", what="back", note="wrong child")
    assert "Falls away" in shown.text
    saved = browser.post(address, **hidden_in(shown))
    assert saved.headers["location"] == f"{CASE}?done=taken-back"
    assert read_sheet(installation, case).position.clocks == ()
