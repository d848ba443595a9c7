import re
from datetime import date, timedelta

from ehcp_workflow.law.when import When
from ehcp_workflow.services.board import BoardLine
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web import caseload
from ehcp_workflow.web.asking import read_after, write_after
from tests.web.conftest import BARNET, LEEDS, Browser, make_case, on

REQUESTED = NewEvent("request_received", on("2026-10-19"))
REQUESTED_LONG_AGO = NewEvent("request_received", on("2026-06-01"))


def references(text: str) -> list[str]:
    return re.findall(r'href="/cases/(EHC-[\d-]+)', text)


def test_a_case_is_one_line_with_its_next_date_in_full_and_how_far_away_it_is(installation, browser):
    make_case(installation, REQUESTED)
    text = browser.text("/")
    assert '<time datetime="2026-11-30">Monday 30 November 2026</time> <span class="app-beside">in 7 days</span>' in text
    assert "The council: tell the family whether it will assess" in text
    assert "Leeds" in text
    assert '<strong class="govuk-tag govuk-tag--yellow">Due soon</strong>' in text


def test_no_name_stands_on_the_caseload(installation, browser):
    make_case(installation, REQUESTED, name="Amina Example")
    assert "Amina" not in browser.text("/")


def test_the_soonest_date_comes_first_and_late_dates_are_counted(installation, browser):
    later = make_case(installation, REQUESTED)
    sooner = make_case(installation, REQUESTED_LONG_AGO)
    undated = make_case(installation)
    text = browser.text("/")
    assert references(text) == [sooner, later, undated]
    assert 'Monday 13 July 2026</time> <span class="app-beside">133 days ago</span>' in text
    assert '<td role="cell" data-label="Late dates" class="number">3</td>' in text
    assert "<b>1</b> with a late date" in text
    assert "<b>1</b> stalled" in text
    assert "<b>3</b> in all" in text


def test_the_caseload_can_be_filtered_by_state_and_council(installation, browser):
    soon = make_case(installation, REQUESTED, council=LEEDS)
    stalled = make_case(installation, REQUESTED_LONG_AGO, council=BARNET)
    nowhere = make_case(installation, council=None)
    assert references(browser.text("/?state=stalled")) == [stalled]
    assert references(browser.text("/?state=late")) == [stalled]
    assert references(browser.text("/?state=due+soon&council=")) == [soon]
    assert references(browser.text("/?council=Barnet")) == [stalled]
    assert references(browser.text("/?council=not+recorded")) == [nowhere]
    assert "No case matches" in browser.text("/?council=Barnet&state=done")


def test_a_state_nobody_knows_is_refused_with_the_remedy(browser):
    answer = browser.get("/?state=sleeping")
    assert answer.status_code == 400
    assert "is not a state" in answer.text


def test_another_day_shows_the_caseload_of_that_day_and_says_so(installation, browser):
    reference = make_case(installation, REQUESTED)
    text = browser.text("/?as_at=2026-12-02")
    assert "As at Wednesday 2 December 2026." in text
    assert "This looks ahead" in text
    assert "2 days ago" in text
    assert f"/cases/{reference}?as_at=2026-12-02" in text
    before = browser.text("/?as_at=2026-10-01")
    assert "what is known now to have happened by then" in before
    assert "No open date" in before


def test_today_and_an_empty_day_need_no_banner(browser):
    assert "As at Monday" not in browser.text("/?as_at=2026-11-23")
    assert "As at Monday" not in browser.text("/?as_at=")


def test_a_day_that_is_none_is_refused_with_an_example(browser):
    for typed in ("tomorrow", "2026-02-30", "0202-01-01", "9999-12-31"):
        answer = browser.get(f"/?as_at={typed}")
        assert answer.status_code == 400
        assert "day" in answer.text


def test_an_empty_caseload_says_how_to_begin(browser):
    assert "ehcp case open" in browser.text("/")


def test_pages_follow_each_other_without_losing_or_repeating_a_case(installation, browser, monkeypatch):
    monkeypatch.setattr(caseload, "LINES_PER_PAGE", 2)
    made = {make_case(installation, REQUESTED) for _ in range(3)} | {make_case(installation) for _ in range(2)}
    seen: list[str] = []
    path: str | None = "/"
    while path:
        text = browser.text(path)
        seen += references(text)
        more = re.search(r'<a href="([^"]+)" rel="next">', text)
        path = more[1].replace("&amp;", "&") if more else None
    assert len(seen) == 5
    assert set(seen) == made


def test_a_place_in_the_list_holds_when_the_case_that_marked_it_has_gone() -> None:
    lines = [line(n) for n in range(5)]
    page, following = caseload.cut(lines, None, 2)
    assert [it.reference for it in page] == ["EHC-2026-0000", "EHC-2026-0001"]
    after = read_after(write_after(following))
    page, following = caseload.cut([lines[0], *lines[2:]], after, 3)
    assert [it.reference for it in page] == ["EHC-2026-0002", "EHC-2026-0003", "EHC-2026-0004"]
    assert following is None


def test_a_place_in_the_list_that_is_not_ours_is_refused(browser):
    assert browser.get("/?after=somewhere").status_code == 400


def line(number: int) -> BoardLine:
    due = When.day(date(2026, 12, 1) + timedelta(days=number))
    return BoardLine(f"EHC-2026-{number:04d}", None, "", "", None, None, due, None, number, 0)


def test_one_heading_stands_on_the_page(installation: Installation, browser: Browser) -> None:
    make_case(installation, REQUESTED)
    for path in ("/", "/cases/EHC-2026-0001", "/mailbox", "/cases/none"):
        assert browser.get(path).text.count("<h1>") == 1
