"""The history of a case: corrections struck through, another day, and what was believed on a day."""

from datetime import UTC, date, datetime
from fractions import Fraction

from ehcp_workflow.cases.section_f.entry import EntryKind
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.services.casework import correct_event, record_event
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.services.reading import read_sheet
from tests.web.conftest import make_case, on
from tests.web.seeing.reading import tagless

REQUESTED = NewEvent("request_received", on("2026-10-19"), source="letter 7")
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def corrected_on_wednesday(installation) -> str:
    """Recorded on Monday 23 November 2026: asked on 19 October. Put right on Wednesday: it was Monday 12 October."""
    reference = make_case(installation, REQUESTED)
    (first,) = read_sheet(installation, reference).history
    installation.fixed_now = WEDNESDAY
    correct_event(installation, reference, first.event.id, on("2026-10-12"), by="Alex", note="postmark")
    return reference


def test_a_correction_strikes_the_old_record_and_explains_itself(installation, browser):
    reference = corrected_on_wednesday(installation)
    old, _ = read_sheet(installation, reference).history
    text = browser.text(f"/cases/{reference}/history")
    assert "<del>The council received a request for an assessment</del>" in text
    assert "<strong>Corrected</strong> by Alex" in text
    assert "which said Monday 19 October 2026." in text
    assert "Note: postmark" in text
    assert "Source: letter 7" in text
    assert f'id="event-{old.event.id}"' in text


def test_what_is_recorded_beside_the_day_is_said_in_the_words_of_its_form(installation, browser):
    promised = NewEvent("promise_made", on("2026-11-16"), {"to": on("2026-11-30")}, options={"of": "final_plan"})
    claimed = NewEvent(
        "exception_recorded", on("2026-11-02"), {"from": on("2026-10-05")}, options={"exemption": "EXC-C"}
    )
    sent = NewEvent("request_received", on("2026-10-19"), {"sent_on": on("2026-10-16")}, options={"delivery": "email"})
    text = tagless(browser.text(f"/cases/{make_case(installation, promised, claimed, sent)}/history"))
    assert "The promised day: Monday 30 November 2026 What was promised: Final plan" in text
    assert "The first day: Monday 5 October 2026 Which exemption is claimed:" in text
    assert "Sent: Friday 16 October 2026 How was it delivered: E-mail" in text


def test_only_records_that_still_count_can_be_corrected(installation, browser):
    reference = corrected_on_wednesday(installation)
    old, new = read_sheet(installation, reference).history
    text = browser.text(f"/cases/{reference}/history")
    assert f'href="/cases/{reference}/events/{new.event.id}/correct"' in text
    assert f"/events/{old.event.id}/correct" not in text


def test_a_record_taken_back_stays_to_be_seen_with_who_and_why(installation, browser):
    reference = make_case(installation, REQUESTED, NewEvent("note", on("2026-11-20")))
    last = next(one for one in read_sheet(installation, reference).history if one.event.kind == "note")
    correct_event(installation, reference, last.event.id, None, by="Alex", note="wrong case")
    text = tagless(browser.text(f"/cases/{reference}/history"))
    assert "Taken back by Alex on Monday 23 November 2026 at 09:00: it no longer counts. Note: wrong case" in text


def test_another_day_shows_what_had_happened_by_then_corrections_included(installation, browser):
    reference = corrected_on_wednesday(installation)
    refused = NewEvent("refusal_to_assess_notified", on("2026-11-20"))
    other = make_case(installation, REQUESTED, refused)
    text = tagless(browser.text(f"/cases/{other}/history?as_at=2026-11-01"))
    assert "As at Sunday 1 November 2026. This shows this case at the end of that day, from what is known now" in text
    assert "The council refused to assess" not in text
    assert "1 later record is left out" in text
    text = tagless(browser.text(f"/cases/{reference}/history?as_at=2026-11-24"))
    assert "Monday 12 October 2026" in text


def test_what_was_believed_before_a_correction_is_shown_beside_what_is_known_now(installation, browser):
    """Six weeks from 19 October end on Monday 30 November, from 12 October on Monday 23 November."""
    reference = corrected_on_wednesday(installation)
    page = browser.text(f"/cases/{reference}/history?believed=2026-11-24")
    text = tagless(page)
    assert "What we believed on Tuesday 24 November 2026 – EHC-2026-0001" in text
    assert (
        "This is the case as it had been written down by the end of Tuesday 24 November 2026, before anything was "
        "added or corrected later. It is worked out for that day, with the rules and the house policy of today. "
        "Since then 1 record was added or corrected."
    ) in text
    differences = text[text.index("What is known now to have been") : text.index("Dates that were open")]
    assert (
        "Tell the family whether it will assess REQ-02 · SI 2014/1530 reg 5(1) "
        "Monday 30 November 2026: due soon Monday 23 November 2026: overdue"
    ) in differences
    assert "The council must tell the family whether it will assess Monday 30 November 2026 in 6 days" in text
    events = text[text.index("What had been written down by then") :]
    assert "Monday 19 October 2026" in events
    assert "Monday 12 October 2026" not in events
    assert f'href="/cases/{reference}/history?as_at=2026-11-24"' in page


def test_where_nothing_was_otherwise_that_is_said(installation, browser):
    reference = make_case(installation, REQUESTED)
    text = tagless(browser.text(f"/cases/{reference}/history?believed=2026-11-23"))
    assert "what was believed then is what is known now." in text
    assert "Nothing has been added or corrected since." in text


def test_before_the_first_record_nothing_was_believed(installation, browser):
    reference = make_case(installation, REQUESTED)
    text = tagless(browser.text(f"/cases/{reference}/history?believed=2026-11-22"))
    assert "No date was believed to be open." in text
    assert "Not believed to be running Monday 30 November 2026: due soon" in text
    assert "What had been written down by then Nothing." in text


def test_a_day_to_come_two_questions_at_once_and_no_day_are_refused(installation, browser):
    reference = make_case(installation, REQUESTED)
    for asked, says in (
        ("believed=2026-11-24", "is still to come"),
        ("believed=2026-11-20&as_at=2026-11-20", "not both at once"),
        ("believed=yesterday", "is not a day"),
    ):
        answer = browser.get(f"/cases/{reference}/history?{asked}")
        assert answer.status_code == 400
        assert says in answer.text


def test_a_case_with_nothing_recorded_has_an_empty_history(installation, browser):
    reference = make_case(installation)
    assert "Nothing is recorded yet." in tagless(browser.text(f"/cases/{reference}/history"))
    assert "Nothing is recorded up to this day." in tagless(
        browser.text(f"/cases/{reference}/history?as_at=2026-11-01")
    )


def test_promises_provision_and_lapses_that_were_believed_otherwise_are_named(installation, browser):
    """Learned on Wednesday 25 November 2026: a promise of the 2nd, a missed week, and help missing since the 2nd."""
    reference = make_case(installation, NewEvent("final_plan_sent", on("2026-09-01")))
    speech = NewLine("F1", "speech_and_language", Fraction(1), Unit.HOURS, Per.WEEK, term_time=False)
    add_line(installation, reference, speech, "test")
    installation.fixed_now = WEDNESDAY
    missed = NewEntry("F1", EntryKind.MISSED, date(2026, 11, 9), date(2026, 11, 13))
    log_delivery(installation, reference, missed, "test")
    promised = NewEvent("promise_made", on("2026-11-02"), {"to": on("2026-11-13")}, options={"of": "reply"})
    for event in (promised, NewEvent("provision_lapsed", on("2026-11-02"), about="teaching")):
        record_event(installation, reference, event, by="test")
    text = tagless(browser.text(f"/cases/{reference}/history?believed=2026-11-24"))
    assert "Promise: A reply, for Friday 13 November 2026 Not recorded Not kept, late by 11 days" in text
    assert "Speech and language therapy (F1) 1 hour a week. Nobody has said lately whether it is given." in text
    assert "1 hour is missing, the first from Monday 9 November 2026." in text
    assert "Not delivered: teaching, since Monday 2 November 2026 Not recorded Not put right" in text


def test_of_dates_chosen_from_others_only_the_chosen_one_is_named(installation, browser):
    """A refusal of Monday 5 October 2026 was learned of on Wednesday 25 November; the appeal has a chosen date."""
    reference = make_case(installation, NewEvent("request_received", on("2026-09-01")))
    installation.fixed_now = WEDNESDAY
    for kind, day in (("refusal_to_assess_notified", "2026-10-05"), ("certificate_issued", "2026-11-02")):
        record_event(installation, reference, NewEvent(kind, on(day)), by="test")
    text = tagless(browser.text(f"/cases/{reference}/history?believed=2026-11-24"))
    differences = text[text.index("What is known now to have been") : text.index("Dates that were open")]
    assert "APP-01 ·" in differences
    assert "APP-01a ·" not in differences
