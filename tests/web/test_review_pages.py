"""The pages of reviews. Today is Monday 23 November 2026; a plan of 10 March 2026 needs its meeting by 9 February."""

import re

from tests.web.conftest import BARNET, NewEvent, make_case, on

PLAN = NewEvent("final_plan_sent", on("2026-03-10"))
EARLIER_PLAN = NewEvent("final_plan_sent", on("2025-12-14"))


def references(text: str) -> list[str]:
    return re.findall(r'href="/reviews/(EHC-[\d-]+)', text)


def test_reviews_are_listed_with_the_soonest_step_first_and_without_names(installation, browser):
    later = make_case(installation, PLAN)
    sooner = make_case(installation, EARLIER_PLAN)
    make_case(installation)
    text = browser.text("/reviews")
    assert references(text) == [sooner, later]
    assert (
        '<time datetime="2027-02-09">Tuesday 9 February 2027</time> <span class="app-beside">in 78 days</span>' in text
    )
    assert '<span class="app-counts__number">1</span> with a step whose last day has passed' in text
    assert "Give notice of the review meeting" in text
    assert "Amina" not in text


def test_reviews_can_be_filtered_by_council_and_asked_for_another_day(installation, browser):
    make_case(installation, PLAN)
    barnet = make_case(installation, PLAN, council=BARNET)
    assert references(browser.text("/reviews?council=Barnet")) == [barnet]
    assert "As at Monday 1 March 2027" in browser.text("/reviews?as_at=2027-03-01")
    assert "no plan is in force" in browser.text("/reviews?as_at=2026-03-01")


def test_a_long_list_goes_on_where_it_stopped(installation, browser, monkeypatch):
    first, second = make_case(installation, EARLIER_PLAN), make_case(installation, PLAN)
    monkeypatch.setattr("ehcp_workflow.web.reviews.LINES_PER_PAGE", 1)
    text = browser.text("/reviews")
    assert references(text) == [first]
    following = re.search(r'href="(/reviews\?after=[^"]+)"', text)
    assert following
    assert references(browser.text(following[1])) == [second]


def test_a_review_is_shown_step_by_step_with_the_law(installation, browser):
    text = browser.text(f"/reviews/{make_case(installation, PLAN)}")
    assert 'Hold the meeting by <strong><time datetime="2027-02-09">' in text
    assert "SI 2014/1530 regs 20(7)-(9) and 21(7)" in text
    assert "planned, no limit in law" in text
    assert '<strong class="govuk-tag govuk-tag--blue">Next</strong>' in text
    assert "Amina" not in text


def test_another_day_for_the_meeting_is_tried_on_the_page(installation, browser):
    reference = make_case(installation, PLAN)
    text = browser.text(f"/reviews/{reference}?meeting=2027-02-16")
    assert "If the meeting is on" in text
    assert "decide by Tuesday 9 March 2027" in text
    assert "Monday 23 November 2026</time>" in browser.text(f"/reviews/{reference}?meeting=2026-11-23")
    assert browser.get(f"/reviews/{reference}?meeting=soon").status_code == 400


def test_a_case_without_a_plan_says_that_there_is_nothing_to_review(installation, browser):
    text = browser.text(f"/reviews/{make_case(installation)}")
    assert "No plan is in force, so there is nothing to review." in text
    assert browser.get("/reviews/EHC-2020-0001").status_code == 404
