"""Recording what happened: what will change is shown before it is saved, and saved once as it was shown."""

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet

from ..conftest import Browser
from .conftest import CASE, day, hidden_in


def test_what_the_open_dates_wait_for_comes_first(browser: Browser, case: str):
    page = browser.text(f"{CASE}/events/new")
    first = page.index("The council said it will assess")
    assert "REQ-02" in page and "Monday 30 November 2026, in 7 days" in page
    assert first < page.index("Everything that can be recorded") < page.index("Complaints and court")


def test_a_refusal_is_previewed_and_saved(browser: Browser, installation: Installation, case: str):
    typed = {"kind": "refusal_to_assess_notified", **day("on", "2026-11-20"), "source": "letter"}
    shown = browser.post(f"{CASE}/events/preview", **typed)
    assert shown.status_code == 200, shown.text
    assert "Wednesday 20 January 2027" in shown.text
    assert len(read_sheet(installation, case).history) == 1
    saved = browser.post(f"{CASE}/events", **hidden_in(shown))
    assert (saved.status_code, saved.headers["location"]) == (303, f"{CASE}?done=recorded")
    assert [one.event.kind for one in read_sheet(installation, case).history][-1] == "refusal_to_assess_notified"
