"""Section F on pages: a line, what was given or missed, and putting either right, with what will change."""

from fractions import Fraction

import pytest

from ehcp_workflow.law.when import When
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.listing import read_section_f
from tests.web.changing.conftest import CASE, REQUEST, day, hidden_in
from tests.web.conftest import Browser, make_case

PROVISION = f"{CASE}/provision"
LINE = {
    "code": "F1",
    "strand": "speech_and_language",
    "amount": "30",
    "unit": "minutes",
    "per": "week",
    "term_time": "no",
}


@pytest.fixture
def plan(installation: Installation) -> str:
    """A case whose final plan was sent on Monday 5 October 2026."""
    return make_case(installation, REQUEST, NewEvent("final_plan_sent", When.parse("2026-10-05")))


def _save(browser: Browser, address: str, preview: str, **typed: str) -> str:
    shown = browser.post(preview, **typed)
    assert shown.status_code == 200, shown.text
    saved = browser.post(address, **hidden_in(shown))
    assert saved.status_code == 303, saved.text
    return shown.text


def _line(browser: Browser) -> None:
    _save(browser, f"{PROVISION}/lines", f"{PROVISION}/lines/preview", **LINE)


def test_a_line_is_recorded_and_a_missed_week_logged_and_put_right(
    browser: Browser, installation: Installation, plan: str
):
    _line(browser)
    (listed,) = read_section_f(installation, plan).lines
    assert (listed.line.code, listed.line.amount, listed.line.term_time) == ("F1", 30, False)
    missed = {"line": "F1", "kind": "missed", **day("first", "2026-11-09"), **day("last", "2026-11-15")}
    page = _save(browser, f"{PROVISION}/log", f"{PROVISION}/log/preview", **missed, by="school")
    assert "30 minutes are missing" in page
    (entry,) = read_section_f(installation, plan).entries
    assert (entry.entry.kind.value, str(entry.entry.last), entry.entry.by.value) == ("missed", "2026-11-15", "school")
    address = f"{PROVISION}/records/{entry.entry.id}/correct"
    assert 'value="9"' in browser.get(address).text
    right = {**missed, "what": "right", "kind": "part", "amount": "20"}
    _save(browser, address, f"{address}/preview", **right)
    (entry,) = read_section_f(installation, plan).entries
    assert (entry.entry.kind.value, entry.entry.amount) == ("part", Fraction(20))


def test_an_entry_is_taken_back(browser: Browser, installation: Installation, plan: str):
    _line(browser)
    _save(
        browser, f"{PROVISION}/log", f"{PROVISION}/log/preview", line="F1", kind="missed", **day("first", "2026-11-09")
    )
    (entry,) = read_section_f(installation, plan).entries
    address = f"{PROVISION}/records/{entry.entry.id}/correct"
    _save(browser, address, f"{address}/preview", what="back")
    assert read_section_f(installation, plan).entries == ()


def test_a_line_is_put_right(browser: Browser, installation: Installation, plan: str):
    _line(browser)
    (listed,) = read_section_f(installation, plan).lines
    address = f"{PROVISION}/records/{listed.line.id}/correct"
    right = {name: value for name, value in LINE.items() if name != "code"}
    _save(browser, address, f"{address}/preview", **{**right, "what": "right", "amount": "45", "who": "a therapist"})
    (listed,) = read_section_f(installation, plan).lines
    assert (listed.line.amount, listed.words.who) == (45, "a therapist")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "much"}, "amount-error"),
        ({"kind": ""}, "kind-error"),
        (day("first", "2026-12-01"), "first-error"),
        ({"kind": "missed", "amount": "5"}, "kind-error"),
    ],
)
def test_what_cannot_be_logged_is_said_beside_its_field(
    browser: Browser, installation: Installation, plan: str, typed: dict[str, str], field: str
):
    _line(browser)
    said = {"line": "F1", "kind": "part", **day("first", "2026-11-09"), **typed}
    answer = browser.post(f"{PROVISION}/log/preview", **said)
    assert answer.status_code == 422
    assert f'id="{field}"' in answer.text
    assert read_section_f(installation, plan).entries == ()


def test_the_same_entry_sent_twice_is_kept_once(browser: Browser, installation: Installation, plan: str):
    _line(browser)
    shown = browser.post(f"{PROVISION}/log/preview", line="F1", kind="missed", **day("first", "2026-11-09"))
    fields = hidden_in(shown)
    for _ in range(2):
        assert browser.post(f"{PROVISION}/log", **fields).status_code == 303
    assert len(read_section_f(installation, plan).entries) == 1


def test_a_record_of_another_case_is_not_to_be_found_from_this_one(
    browser: Browser, installation: Installation, plan: str
):
    _line(browser)
    make_case(installation)
    (listed,) = read_section_f(installation, plan).lines
    assert browser.get(f"/cases/EHC-2026-0002/provision/records/{listed.line.id}/correct").status_code == 404
