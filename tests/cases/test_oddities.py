"""What is odd about a record is said, in a sentence, and nothing is refused or dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook

from stories import case_of, happened

ASKED = happened("request_received", "2026-09-07")
YES = happened("decision_to_assess_notified", "2026-10-12")
NO = happened("refusal_to_assess_notified", "2026-10-14")
REVERSED = happened("refusal_withdrawn", "2026-10-20")


def found(rulebook: Rulebook, *events: Event) -> list[Finding]:
    return list(run_clocks(rulebook, case_of(*events)).findings)


def messages(rulebook: Rulebook, *events: Event) -> str:
    return " ".join(finding.message for finding in found(rulebook, *events))


def test_an_ordinary_record_has_nothing_odd_about_it(rulebook: Rulebook):
    assert found(rulebook, ASKED, YES, happened("draft_plan_sent", "2026-12-01")) == []


def test_a_step_whose_beginning_is_not_recorded_is_a_note(rulebook: Rulebook):
    (finding,) = found(rulebook, YES)
    assert finding.severity is Severity.NOTE
    assert "this is not recorded: The council received a request" in finding.message


def test_a_step_before_the_one_it_follows_is_out_of_order(rulebook: Rulebook):
    (finding,) = found(rulebook, ASKED, happened("decision_to_assess_notified", "2026-09-01"))
    assert finding.severity is Severity.CHECK
    assert finding.message.startswith(
        "Out of order: The council said it will assess (Tuesday 1 September 2026), before"
    )


def test_a_date_that_may_be_in_order_is_not_odd(rulebook: Rulebook):
    assert (
        found(rulebook, happened("request_received", "2026-09"), happened("decision_to_assess_notified", "2026-09-01"))
        == []
    )


def test_a_yes_and_a_no_contradict_each_other(rulebook: Rulebook):
    said = messages(rulebook, ASKED, YES, NO)
    assert "Contradiction: The council refused to assess (Wednesday 14 October 2026), after The council said" in said


def test_a_no_that_was_withdrawn_contradicts_no_later_yes(rulebook: Rulebook):
    later = happened("decision_to_assess_notified", "2026-10-21")
    assert "Contradiction" not in messages(rulebook, ASKED, NO, REVERSED, later)
    assert "Contradiction" in messages(rulebook, ASKED, NO, later)


def test_the_same_thing_recorded_twice_is_a_note_and_starts_one_clock(rulebook: Rulebook):
    again = Event("again", "request_received", ASKED.on)
    assert "Recorded twice: The council received a request for an assessment" in messages(rulebook, ASKED, again)
    clocks = run_clocks(rulebook, case_of(ASKED, again)).clocks
    assert len([clock for clock in clocks if clock.rule.ref == "REQ-02"]) == 1


def test_two_undated_records_may_be_two_events(rulebook: Rulebook):
    one, two = Event("1", "note", happened("note", "unknown").on), Event("2", "note", happened("note", "unknown").on)
    assert "Recorded twice" not in messages(rulebook, one, two)


def test_an_outcome_nobody_recorded_is_said_where_a_date_depends_on_it(rulebook: Rulebook):
    said = messages(
        rulebook, happened("review_meeting_held", "2026-10-01"), happened("review_decision_notified", "2026-10-20")
    )
    assert "the outcome is not recorded, so the dates that depend on it are not shown" in said


def test_an_option_on_which_nothing_depends_may_be_left_out(rulebook: Rulebook):
    assert "delivery" not in messages(rulebook, ASKED)


def test_a_reason_the_law_does_not_know_is_kept_and_changes_no_date(rulebook: Rulebook):
    reason = Event("r", "reason_recorded", happened("note", "2026-10-19").on, options={"reason": "ep_shortage"})
    with_it, without = run_clocks(rulebook, case_of(ASKED, reason)), run_clocks(rulebook, case_of(ASKED))
    assert [(c.rule.id, c.due) for c in with_it.clocks] == [(c.rule.id, c.due) for c in without.clocks]
    assert "Reason given (Monday 19 October 2026): ep shortage. It is no exemption, so the dates stand." in [
        finding.message for finding in with_it.findings
    ]


def test_a_kind_nobody_knows_any_more_is_kept(rulebook: Rulebook):
    course = run_clocks(rulebook, case_of(ASKED, happened("retired_kind", "2026-09-08")))
    assert len(course.events) == 2


def test_what_was_received_before_it_was_sent_is_said(rulebook: Rulebook):
    crossed = happened("request_received", "2026-09-07", sent_on="2026-09-08", received_on="2026-09-07")
    said = messages(rulebook, crossed)
    assert (
        "received on Monday 7 September 2026 is before sent on Tuesday 8 September 2026. Correct one of them." in said
    )
    in_order = happened("request_received", "2026-09-07", sent_on="2026-09-04", received_on="2026-09-07")
    assert found(rulebook, in_order) == []


def test_a_withdrawal_and_a_yes_on_one_day_are_no_contradiction(rulebook: Rulebook):
    same_day = happened("decision_to_assess_notified", "2026-10-20")
    assert "Contradiction" not in messages(rulebook, ASKED, NO, REVERSED, same_day)


def test_a_plan_after_a_refusal_with_nothing_between_is_a_contradiction_and_meets_the_limit(rulebook: Rulebook):
    plan = happened("final_plan_sent", "2026-12-01")
    course = run_clocks(rulebook, case_of(ASKED, NO, plan))
    assert any("Contradiction: The council sent the final plan" in finding.message for finding in course.findings)
    assert [c.facts.met for c in course.clocks if c.rule.ref == "ASM-10"] == [plan.on]


def test_an_order_after_a_plan_does_not_put_the_plan_out_of_order(rulebook: Rulebook):
    order = Event("o", "order_made", happened("note", "2026-12-01").on, options={"order": "amend_contents"})
    assert "Out of order" not in messages(rulebook, happened("final_plan_sent", "2025-01-10"), order)


def test_a_plan_ended_while_it_can_still_be_appealed_ended_too_early(rulebook: Rulebook):
    # The notice of Monday 15 June 2026 can be appealed until Tuesday 1 September: 15 August lies in August.
    notice = happened("cease_notified", "2026-06-15")
    said = messages(rulebook, notice, happened("plan_ceased", "2026-08-20"))
    assert "Too early: The plan ended (Thursday 20 August 2026), which is not after Tuesday 1 September 2026." in said
    assert "Too early" not in messages(rulebook, notice, happened("plan_ceased", "2026-09-02"))


@pytest.mark.parametrize(
    ("event", "lacking"),
    [
        (happened("promise_made", "2026-09-14", of="reply"), "not recorded is the promised day"),
        (happened("promise_made", "2026-09-14", of="reply", to="unknown"), "not recorded is the promised day"),
        (happened("promise_made", "2026-09-14"), "not recorded is what was promised or the promised day"),
        (happened("promise_kept", "2026-09-14"), "not recorded is what was promised"),
        (happened("provision_lapsed", "2026-09-14"), "not recorded is which one it concerns"),
        (happened("provision_put_right", "unknown", "teaching"), "not recorded is when it was"),
    ],
)
def test_a_record_that_nobody_can_be_reminded_of_is_to_be_corrected(event: Event, lacking: str, rulebook: Rulebook):
    finding = next(one for one in found(rulebook, event) if "not recorded is" in one.message)
    assert (finding.severity, finding.event_id) == (Severity.CHECK, event.id)
    assert f": {lacking}, so nobody is reminded of it. Correct the record." in finding.message


def test_a_promise_with_its_day_and_a_lapse_with_its_line_lack_nothing(rulebook: Rulebook):
    promised = happened("promise_made", "2026-09-14", of="reply", to="2026-10")
    lapsed = happened("provision_lapsed", "2026-09-14", "teaching")
    assert "not recorded is" not in messages(rulebook, promised, lapsed)


def test_a_promise_by_a_day_that_had_passed_is_said(rulebook: Rulebook):
    late = happened("promise_made", "2026-09-14", of="reply", to="2026-09-11")
    said = messages(rulebook, late)
    assert "(Monday 14 September 2026): the promised day Friday 11 September 2026 had passed by then." in said
    for day in ("2026-09-14", "2026-09", "unknown"):
        assert "had passed" not in messages(rulebook, happened("promise_made", "2026-09-14", of="reply", to=day))


def test_provision_cannot_lapse_under_a_plan_that_ended(rulebook: Rulebook):
    ceased, lapsed = happened("plan_ceased", "2026-09-07"), happened("provision_lapsed", "2026-09-14", "teaching")
    assert "Contradiction: Provision in Section F was not delivered" in messages(rulebook, ceased, lapsed)
    assert "Contradiction" not in messages(rulebook, ceased, happened("final_plan_sent", "2026-09-10"), lapsed)


def test_what_happened_before_the_birth_is_a_problem(rulebook: Rulebook):
    born = replace(case_of(ASKED), facts=CaseFacts(date_of_birth=date(2026, 9, 8)))
    (finding,) = run_clocks(rulebook, born).findings
    assert finding.severity is Severity.PROBLEM
    assert "(Monday 7 September 2026), which is before the date of birth on record" in finding.message
    assert finding.event_id == ASKED.id
    on_the_day = replace(born, facts=CaseFacts(date_of_birth=date(2026, 9, 7)))
    assert run_clocks(rulebook, on_the_day).findings == ()
    month = replace(born, recorded=(happened("request_received", "2026-09"),))
    assert run_clocks(rulebook, month).findings == ()
