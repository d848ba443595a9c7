"""The first page of a case."""

from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.event_checks import NewEvent
from tests.web.conftest import make_case, on, signed_in
from tests.web.seeing.reading import tagless

REQUESTED = NewEvent("request_received", on("2026-10-19"), source="letter 7")


def test_a_case_shows_its_name_stages_dates_and_what_can_be_done(installation, browser):
    text = browser.text(f"/cases/{make_case(installation, REQUESTED)}")
    for expected in (
        "Amina Example",
        "Friday 4 May 2018",
        "3. Local authority decision",
        '<strong class="govuk-tag govuk-tag--yellow">Due soon</strong>',
        "<svg",
        "The council must tell the family whether it will assess",
        'Safe day: <time datetime="2026-11-29">Sunday 29 November 2026</time>',
        'href="https://www.legislation.gov.uk/uksi/2014/1530/regulation/5"',
        "The council must send the final plan",
    ):
        assert expected in text


def test_the_name_is_not_in_the_title_that_a_browser_keeps(installation, browser):
    text = browser.text(f"/cases/{make_case(installation, REQUESTED)}")
    assert "<title>Overview – EHC-2026-0001 – EHCP workflow</title>" in text


def test_each_date_shows_how_it_was_worked_out(installation, browser):
    text = tagless(browser.text(f"/cases/{make_case(installation, REQUESTED)}"))
    assert "How we worked this out" in text
    assert "From Monday 19 October 2026 to Monday 30 November 2026 · SI 2014/1530 reg 5(1)" in text


def test_a_missed_limit_is_late_by_a_number_of_days_and_has_its_remedies(installation, browser):
    reference = make_case(installation, NewEvent("request_received", on("2026-10-01")))
    text = tagless(browser.text(f"/cases/{reference}"))
    assert "Overdue Late by 11 days." in text
    assert "The decision whether to assess is late" in text
    assert "Complain to the council (stage 1): possible; an answer would be due" in text
    assert "Appeal to the SEND Tribunal: not possible. The council has not decided" in text


def test_guidance_is_never_called_a_breach_or_overdue(installation, browser):
    consulted = NewEvent("placement_consulted", on("2026-10-26"), about="northside")
    reference = make_case(installation, NewEvent("draft_plan_sent", on("2026-11-20")), consulted)
    text = tagless(browser.text(f"/cases/{reference}/dates"))
    assert "The school or college should reply to the council's consultation about a place (northside)" in text
    assert "guidance, not law" in text
    assert "Past the guidance date After the guidance date by 13 days." in text
    assert "Overdue" not in text
    assert text.count("breach") == text.count("not a proven breach")


def test_a_date_that_governs_comes_before_those_it_was_chosen_from(installation, browser):
    refused = NewEvent("refusal_to_assess_notified", on("2026-10-05"))
    certified = NewEvent("certificate_issued", on("2026-11-02"))
    reference = make_case(installation, NewEvent("request_received", on("2026-09-01")), refused, certified)
    text = tagless(browser.text(f"/cases/{reference}"))
    places = [text.index(ref) for ref in ("APP-01 ·", "APP-01a ·", "APP-01b ·")]
    assert places == sorted(places)
    assert text.count("The date above was chosen from:") == 2


def test_a_month_stays_a_month_and_its_limit_a_range(installation, browser):
    reference = make_case(installation, NewEvent("request_received", on("2026-10")))
    text = tagless(browser.text(f"/cases/{reference}"))
    assert "Some day in October 2026" in text
    assert "Between Thursday 12 November 2026 and Saturday 12 December 2026 may have passed" in text
    assert "Cannot tell" in text


def test_a_right_not_used_in_time_is_over_and_not_late(installation, browser):
    refused = NewEvent("refusal_to_assess_notified", on("2026-01-05"))
    reference = make_case(installation, NewEvent("request_received", on("2025-12-01")), refused)
    text = tagless(browser.text(f"/cases/{reference}/dates"))
    assert "Time has passed" in text
    assert "Late by" not in text


def test_another_day_shows_where_the_case_stood_then(installation, browser):
    refused = NewEvent("refusal_to_assess_notified", on("2026-11-20"))
    reference = make_case(installation, REQUESTED, refused)
    text = browser.text(f"/cases/{reference}?as_at=2026-11-01")
    assert "As at Sunday 1 November 2026." in text
    assert "The council refused to assess" not in text
    assert 'href="/cases/EHC-2026-0001"' in text


def test_another_day_is_kept_from_part_to_part_until_today_is_asked_for(installation, browser):
    reference = make_case(installation, REQUESTED)
    for part in ("", "/dates", "/provision", "/history"):
        page = browser.text(f"/cases/{reference}{part}?as_at=2026-11-01")
        assert f'href="/cases/{reference}/dates?as_at=2026-11-01"' in page
        assert f'href="/cases/{reference}{part}">Show it as it is today' in page
        assert f'href="/cases/{reference}/messages"' in page


def test_what_people_typed_is_never_markup(installation, browser):
    bad = "<script>alert('x')</script>"
    contact = Contact("parent", "parent@example.org", bad, "phone")
    told = NewEvent("note", on("2026-11-01"), note=bad, source=bad, about=None)
    reference = make_case(installation, told, name=bad, contacts=(contact,), their_reference=bad)
    text = browser.text(f"/cases/{reference}")
    assert "<script>" not in text
    assert text.count("&lt;script&gt;") >= 4


def test_people_are_shown_with_whether_they_may_be_written_to(installation, browser):
    agreed = Contact("parent", "parent@example.org", "Pat", "phone call")
    silent = Contact("adviser", "adviser@example.org", "Alex")
    text = tagless(browser.text(f"/cases/{make_case(installation, REQUESTED, contacts=(agreed, silent))}"))
    assert "Pat Parent parent@example.org May be written to" in text
    assert "Alex Adviser adviser@example.org Not to be written to" in text


def test_an_unknown_reference_says_so_and_leads_to_the_caseload(browser):
    answer = browser.get("/cases/EHC-1999-0001")
    assert answer.status_code == 404
    assert "There is no case" in answer.text
    assert 'href="/">Go to the caseload</a>' in answer.text


def test_an_advisers_own_reference_leaves_the_address(installation, browser):
    make_case(installation, REQUESTED, their_reference="SMITH-12")
    for address in ("/cases/SMITH-12", "/cases/SMITH-12/dates", "/cases/ehc-2026-0001/history"):
        answer = browser.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/cases/EHC-2026-0001")


def test_a_reader_is_offered_nothing_to_change(installation, browser):
    reference = make_case(installation, REQUESTED)
    may_not = signed_in(installation, "read_only", "reader")
    for part in ("", "/history", "/provision"):
        assert f"/cases/{reference}/events/new" not in may_not.text(f"/cases/{reference}{part}")
        assert "/correct" not in may_not.text(f"/cases/{reference}{part}")
    assert f'href="/cases/{reference}/events/new"' in browser.text(f"/cases/{reference}")


def test_the_parts_of_a_case_lead_to_each_other_and_say_which_one_it_is(installation, browser):
    reference = make_case(installation, REQUESTED)
    for part in ("", "/dates", "/provision", "/messages", "/tasks", "/people", "/history", "/letters"):
        page = browser.text(f"/cases/{reference}{part}")
        assert f'href="/cases/{reference}{part}" aria-current="page"' in page
        assert page.count('aria-current="page"') == 1
        for other in ("/dates", "/provision", "/messages", "/tasks", "/people", "/history", "/letters"):
            assert f'href="/cases/{reference}{other}"' in page


def test_a_plan_leads_to_the_plan_of_its_review(installation, browser):
    reference = make_case(installation, REQUESTED, NewEvent("final_plan_sent", on("2026-11-20")))
    assert f'href="/reviews/{reference}"' in browser.text(f"/cases/{reference}")


def test_a_case_with_nothing_recorded_says_what_comes_first(installation, browser):
    text = tagless(browser.text(f"/cases/{make_case(installation, name=None, council=None)}"))
    assert "Name not recorded" in text
    assert "Nobody has a date to meet now." in text
    assert "No date set by law or guidance is running." in tagless(browser.text("/cases/EHC-2026-0001/dates"))


def test_an_unknown_start_gives_no_date_and_no_verdict(installation, browser):
    unknown = NewEvent("request_received", on("unknown"))
    text = tagless(browser.text(f"/cases/{make_case(installation, unknown)}"))
    assert "An unknown date Cannot tell How we worked this out" in text
    assert "To check It is not known when this happened: The council received a request for an assessment." in text


def test_what_was_done_at_an_unknown_time_is_done_and_never_called_late(installation, browser):
    requested, answered = (
        NewEvent("request_received", on("unknown")),
        NewEvent("decision_to_assess_notified", on("2026-11")),
    )
    text = tagless(browser.text(f"/cases/{make_case(installation, requested, answered)}/dates"))
    assert "Done, cannot tell if late The council said it will assess: some day in November 2026." in text


def test_what_was_done_in_a_month_around_the_last_day_may_or_may_not_be_late(installation, browser):
    requested = NewEvent("request_received", on("2026-10-01"))
    answered = NewEvent("decision_to_assess_notified", on("2026-11"))
    text = tagless(browser.text(f"/cases/{make_case(installation, requested, answered)}/dates"))
    assert "Done, cannot tell if late Cannot tell (between 0 and 18 days late)." in text


def promised(made: str, by: str) -> NewEvent:
    return NewEvent("promise_made", on(made), {"to": on(by)}, options={"of": "final_plan"})


def test_what_the_council_promised_is_shown_with_how_it_went_and_how_far_it_moved(installation, browser):
    reference = make_case(installation, promised("2026-10-12", "2026-11-13"), promised("2026-11-16", "2026-11-20"))
    text = tagless(browser.text(f"/cases/{reference}"))
    assert "A promise stands beside the dates above and moves none of them." in text
    assert (
        "Final plan Promised: Monday 12 October 2026 Friday 13 November 2026 "
        "Replaced Another day was promised when it was late by 3 days."
    ) in text
    # Today is Monday 23 November.
    assert (
        "Final plan Promised: Monday 16 November 2026 Friday 20 November 2026 3 days ago "
        "7 days later than first promised Not kept Not kept, late by 3 days."
    ) in text


def test_a_promise_that_was_kept_says_when_and_one_that_waits_says_how_far_away(installation, browser):
    sent = NewEvent("final_plan_sent", on("2026-11-10"))
    reply = NewEvent("promise_made", on("2026-11-16"), {"to": on("2026-11-30")}, options={"of": "reply"})
    text = tagless(browser.text(f"/cases/{make_case(installation, promised('2026-10-12', '2026-11-13'), sent, reply)}"))
    assert "Friday 13 November 2026 Kept Done: Tuesday 10 November 2026" in text
    assert "Monday 30 November 2026 in 7 days Not yet due" in text


def test_provision_that_lapsed_is_shown_by_line_until_it_is_put_right(installation, browser):
    lapsed = [NewEvent("provision_lapsed", on("2026-11-02"), about=line) for line in ("speech_therapy", "teaching")]
    grew = [NewEvent("provision_shortfall_grew", on(f"2026-11-{day}"), about="speech_therapy") for day in ("09", "16")]
    mended = NewEvent("provision_put_right", on("2026-11-19"), about="teaching")
    text = tagless(browser.text(f"/cases/{make_case(installation, *lapsed, *grew, mended)}"))
    assert (
        "Not delivered Speech therapy, since Monday 2 November 2026 "
        "More was missed: Monday 9 November 2026 · Monday 16 November 2026"
    ) in text
    assert "Put right Teaching, since Monday 2 November 2026 Put right: Thursday 19 November 2026" in text


def test_a_case_without_promises_or_lapses_has_no_heading_for_them(installation, browser):
    text = browser.text(f"/cases/{make_case(installation, REQUESTED)}")
    assert 'id="promises"' not in text
    assert 'id="provision"' not in text
