"""What can be done about what was missed: hand-worked days, each kind with its steps in order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.position import take_position
from ehcp_workflow.cases.remedies.missed import missed_of, without_parts
from ehcp_workflow.cases.remedies.remedying import letters_that_fit, remedies_of
from ehcp_workflow.cases.remedies.step import Remedy, StepAt, StepIs

from stories import case_of, happened, the_policy, the_rulebook


def remedies(as_at: str, *events: Event) -> dict[str, Remedy]:
    position = take_position(the_rulebook(), the_policy(), case_of(*events), date.fromisoformat(as_at))
    return {remedy.missed.kind.id: remedy for remedy in remedies_of(the_rulebook(), position)}


def steps(remedy: Remedy) -> dict[str, StepAt]:
    return {step.step.id: step for step in remedy.steps}


def states(remedy: Remedy) -> dict[str, str]:
    return {step.step.id: step.state.value for step in remedy.steps}


ASKED = happened("request_received", "2026-11-23")
ASSESS = happened("decision_to_assess_notified", "2027-01-04")


def test_twenty_weeks_without_a_plan():
    """Ended Monday 12 April 2027. Complaint on the 13th, acknowledged by the 20th: answer by 5 May (the 3rd is off)."""
    found = steps(remedies("2027-04-13", ASKED, ASSESS)["plan_late"])
    assert str(found["complaint"].reply_by) == "2027-05-05"
    assert str(found["pre_action"].reply_by) == "2027-04-27"
    assert (str(found["judicial_review"].by), found["judicial_review"].estimated) == ("2027-07-13", True)
    assert (str(found["ombudsman"].by), str(found["ombudsman"].safe)) == ("2028-04-13", "2028-04-12")
    assert found["complaint"].safe is None
    assert found["appeal"].state is StepIs.NOT_POSSIBLE
    assert "no plan and no refusal" in found["appeal"].why


def test_on_the_last_day_nothing_is_missed():
    assert "plan_late" not in remedies("2027-04-12", ASKED, ASSESS)


def test_the_steps_stand_in_their_order_and_wait_for_those_before_them():
    found = remedies("2027-04-13", ASKED, ASSESS)["plan_late"]
    assert states(found) == {
        "complaint": "possible",
        "complaint_stage_2": "after another step",
        "pre_action": "possible",
        "judicial_review": "after another step",
        "ombudsman": "possible",
        "mediation": "not possible",
        "appeal": "not possible",
    }
    assert found.next is not None
    assert found.next.step.id == "complaint"
    assert steps(found)["complaint_stage_2"].why == "First: Complain to the council (stage 1)."


def test_a_complaint_that_waits_says_until_when():
    """Complained on Tuesday 13 April 2027, acknowledged on the 20th: ten working days end on Wednesday 5 May."""
    asked = remedies("2027-04-15", ASKED, ASSESS, happened("complaint_received", "2027-04-13"))["plan_late"]
    assert (steps(asked)["complaint"].state, str(steps(asked)["complaint"].reply_by)) == (StepIs.WAITING, "2027-04-20")
    acknowledged = (happened("complaint_received", "2027-04-13"), happened("complaint_acknowledged", "2027-04-20"))
    waiting = steps(remedies("2027-04-21", ASKED, ASSESS, *acknowledged)["plan_late"])
    assert (waiting["complaint"].state, str(waiting["complaint"].reply_by)) == (StepIs.WAITING, "2027-05-05")
    assert waiting["complaint_stage_2"].state is StepIs.LATER
    assert (waiting["complaint"].why, waiting["complaint"].unverified) == ("Answer the complaint at stage 1.", False)
    late = steps(remedies("2027-05-06", ASKED, ASSESS, *acknowledged)["plan_late"])
    assert late["complaint"].state is StepIs.ANSWER_LATE
    assert late["complaint_stage_2"].state is StepIs.POSSIBLE


def test_a_complaint_that_nobody_acknowledged_still_has_the_time_for_an_answer():
    """Complained on Tuesday 13 April 2027: an acknowledgement was due on the 20th, so an answer by Wednesday 5 May."""
    sent = happened("complaint_received", "2027-04-13")
    waiting = steps(remedies("2027-05-05", ASKED, ASSESS, sent)["plan_late"])
    assert (waiting["complaint"].state, str(waiting["complaint"].reply_by)) == (StepIs.WAITING, "2027-05-05")
    assert waiting["complaint_stage_2"].state is StepIs.LATER
    late = steps(remedies("2027-05-06", ASKED, ASSESS, sent)["plan_late"])
    assert (late["complaint"].state, late["complaint_stage_2"].state) == (StepIs.ANSWER_LATE, StepIs.POSSIBLE)


def test_an_answer_to_an_earlier_complaint_does_not_answer_a_later_one():
    """Complained again on Monday 10 May 2027: an acknowledgement is due in five working days, by Monday 17."""
    first = (happened("complaint_received", "2027-04-13"), happened("complaint_stage1_reply", "2027-04-30"))
    again = happened("complaint_received", "2027-05-10")
    found = steps(remedies("2027-05-11", ASKED, ASSESS, *first, again)["plan_late"])["complaint"]
    assert (found.state, str(found.done), str(found.reply_by)) == (StepIs.WAITING, "2027-05-10", "2027-05-17")


def test_an_answered_complaint_is_done_and_opens_the_next_step():
    said = (happened("complaint_received", "2027-04-13"), happened("complaint_stage1_reply", "2027-04-30"))
    found = steps(remedies("2027-05-03", ASKED, ASSESS, *said)["plan_late"])
    assert (found["complaint"].state, str(found["complaint"].done)) == (StepIs.DONE, "2027-04-13")
    # From the acknowledgement that would come by Tuesday 4 May: twenty working days, without 31 May, end on 2 June.
    assert found["complaint_stage_2"].state is StepIs.POSSIBLE


def test_a_complaint_from_before_it_was_late_is_about_something_else():
    found = remedies("2027-04-13", ASKED, ASSESS, happened("complaint_received", "2027-03-01"))["plan_late"]
    assert states(found)["complaint"] == "possible"


def test_before_the_code_councils_had_periods_of_their_own():
    """Limits ended before 1 April 2026: a complaint then has no period that we know."""
    found = steps(remedies("2026-01-20", happened("request_received", "2025-11-03"))["decision_late"])
    assert (found["complaint"].reply_by, "periods of their own" in found["complaint"].why) == (None, True)
    sent = (happened("request_received", "2025-11-03"), happened("complaint_received", "2026-01-12"))
    waiting = steps(remedies("2026-01-20", *sent)["decision_late"])["complaint"]
    assert (waiting.state, waiting.reply_by) == (StepIs.WAITING, None)


def test_when_the_family_knew_outweighs_the_estimate():
    known = (happened("matter_known", "2027-05-01"), happened("grounds_arose", "2027-05-01"))
    found = steps(remedies("2027-05-10", ASKED, ASSESS, *known)["plan_late"])
    assert (str(found["ombudsman"].by), found["ombudsman"].estimated) == ("2028-05-01", False)
    assert str(found["judicial_review"].by) == "2027-08-01"


def test_what_still_goes_on_after_its_time_may_perhaps_be_brought():
    found = steps(remedies("2027-08-02", ASKED, ASSESS)["plan_late"])
    assert found["judicial_review"].state is StepIs.PERHAPS
    assert "still not done" in found["judicial_review"].why


def test_what_came_late_and_is_over_is_told_until_the_ombudsmans_time_ends():
    """Decision due 4 January 2027, given on the 18th: late from the 5th, so the twelve months end on 5 January 2028."""
    story = (ASKED, happened("decision_to_assess_notified", "2027-01-18"))
    found = remedies("2027-04-06", *story)["decision_late"]
    assert not found.missed.goes_on
    assert states(found)["judicial_review"] == "too late"
    assert "decision_late" in remedies("2028-01-05", *story)
    assert "decision_late" not in remedies("2028-01-06", *story)


def test_a_late_refusal_can_be_appealed():
    """Refused on Monday 18 January 2027: two months end on Thursday 18 March."""
    story = (ASKED, happened("refusal_to_assess_notified", "2027-01-18"))
    found = steps(remedies("2027-02-01", *story)["decision_late"])
    assert (found["appeal"].state, str(found["appeal"].by)) == (StepIs.POSSIBLE, "2027-03-18")
    assert "mostly cannot look at" in found["ombudsman"].why
    passed = steps(remedies("2027-03-19", *story)["decision_late"])["appeal"]
    assert (passed.state, "late appeal" in passed.why) == (StepIs.TOO_LATE, True)
    made = steps(remedies("2027-03-19", *story, happened("appeal_received", "2027-03-01"))["decision_late"])["appeal"]
    assert made.state is StepIs.DONE


def test_an_older_refusal_opens_no_appeal_about_a_decision_that_is_late_now():
    """Refused on Monday 9 March 2026; asked anew on 23 November: late from Tuesday 5 January 2027."""
    old = (happened("request_received", "2026-02-02"), happened("refusal_to_assess_notified", "2026-03-09"))
    found = remedies("2027-01-05", *old, ASKED)["decision_late"]
    assert (states(found)["mediation"], states(found)["appeal"]) == ("not possible", "not possible")
    assert "has not decided" in steps(found)["appeal"].why


def test_of_two_refusals_that_can_be_appealed_the_later_gives_the_last_day():
    """Refused on Monday 18 January 2027 and again on Monday 15 February: two months from then end on Thursday 15 April.

    The time from the first, until Thursday 18 March, runs beside it.
    """
    refused = (
        happened("refusal_to_assess_notified", "2027-01-18"),
        happened("refusal_to_assess_notified", "2027-02-15"),
    )
    found = steps(remedies("2027-03-01", ASKED, *refused)["decision_late"])["appeal"]
    assert (found.state, str(found.by)) == (StepIs.POSSIBLE, "2027-04-15")


def test_a_letter_before_action_is_waited_for_and_then_opens_the_court():
    """Sent Monday 19 April 2027: fourteen days end on Monday 3 May."""
    sent = happened("pap_letter", "2027-04-19")
    waiting = steps(remedies("2027-04-20", ASKED, ASSESS, sent)["plan_late"])
    assert (waiting["pre_action"].state, str(waiting["pre_action"].reply_by)) == (StepIs.WAITING, "2027-05-03")
    assert waiting["pre_action"].unverified  # the fourteen days are from memory
    late = steps(remedies("2027-05-04", ASKED, ASSESS, sent)["plan_late"])
    assert late["judicial_review"].state is StepIs.POSSIBLE
    filed = happened("claim_filed", "2027-05-10")
    assert states(remedies("2027-05-11", ASKED, ASSESS, sent, filed)["plan_late"])["judicial_review"] == "done"


def test_of_two_letters_before_action_the_later_one_is_waited_for():
    """Sent on Monday 19 April 2027 and again on Tuesday 1 June: fourteen days from then end on Tuesday the 15th."""
    sent = (happened("pap_letter", "2027-04-19"), happened("pap_letter", "2027-06-01"))
    found = steps(remedies("2027-06-03", ASKED, ASSESS, *sent)["plan_late"])["pre_action"]
    assert (found.state, str(found.done), str(found.reply_by)) == (StepIs.WAITING, "2027-06-01", "2027-06-15")


def test_provision_that_is_not_delivered_has_its_own_steps():
    story = (happened("final_plan_sent", "2026-03-10"), happened("provision_lapsed", "2026-10-05", "F1"))
    found = remedies("2026-11-25", *story)["provision_not_delivered"]
    assert [miss.line for miss in found.missed.misses] == ["F1"]
    assert str(steps(found)["judicial_review"].by) == "2027-01-05"
    right = remedies("2026-11-25", *story, happened("provision_put_right", "2026-11-16", "F1"))
    assert not right["provision_not_delivered"].missed.goes_on
    unnamed = remedies("2026-11-25", story[0], happened("provision_lapsed", "2026-10-05"))
    assert unnamed["provision_not_delivered"].missed.misses[0].line == ""


def test_a_letter_whose_answer_comes_too_late_for_the_court_says_so():
    """Fourteen days from Monday 5 July 2027 end on Monday the 19th; the outside limit for the court is the 13th."""
    found = steps(remedies("2027-07-05", ASKED, ASSESS)["plan_late"])["judicial_review"]
    assert found.state is StepIs.LATER
    assert "after the last day: get help at once" in found.why
    in_time = steps(remedies("2027-06-25", ASKED, ASSESS)["plan_late"])["judicial_review"]
    assert in_time.why.startswith("First: Send a letter before court action. Promptly, and at the latest")


def test_an_answer_on_the_very_last_day_for_the_court_comes_too_late_as_well():
    """Fourteen days from Tuesday 29 June 2027 end on Tuesday 13 July, the outside limit; from the day before, not."""
    on_the_day = steps(remedies("2027-06-29", ASKED, ASSESS)["plan_late"])["judicial_review"]
    assert "after the last day: get help at once" in on_the_day.why
    day_before = steps(remedies("2027-06-28", ASKED, ASSESS)["plan_late"])["judicial_review"]
    assert "after the last day" not in day_before.why


def test_what_the_ombudsman_cannot_look_at_is_named_only_for_decisions_since():
    """A refusal of 2026 opened an appeal; the plan that is late in 2027 is about another request."""
    old = (happened("request_received", "2026-02-02"), happened("refusal_to_assess_notified", "2026-03-09"))
    found = steps(remedies("2027-04-13", *old, ASKED, ASSESS)["plan_late"])["ombudsman"]
    assert "appealed" not in found.why
    late = (ASKED, happened("refusal_to_assess_notified", "2027-01-18"))
    assert "COM-05, LGA 1974 s26(6)(a)" in steps(remedies("2027-02-01", *late)["decision_late"])["ombudsman"].why


def test_of_two_that_go_on_the_one_whose_time_is_not_over_counts():
    """Two lines lapsed on Monday 6 October 2025 and Monday 5 October 2026: the court's time for the first is over."""
    story = (
        happened("final_plan_sent", "2025-03-10"),
        happened("provision_lapsed", "2025-10-06", "F1"),
        happened("provision_lapsed", "2026-10-05", "F2"),
    )
    found = steps(remedies("2026-11-25", *story)["provision_not_delivered"])
    assert (str(found["judicial_review"].by), found["judicial_review"].state) == ("2027-01-05", StepIs.LATER)
    assert str(found["ombudsman"].by) == "2027-10-05"
    both = steps(remedies("2026-09-30", *story[:2])["provision_not_delivered"])
    assert (str(both["ombudsman"].by), both["ombudsman"].state) == ("2026-10-06", StepIs.POSSIBLE)


def test_the_last_day_of_the_first_of_two_times_still_counts():
    """Twelve months from Monday 6 October 2025 end on Tuesday 6 October 2026; the second line's go on."""
    story = (
        happened("final_plan_sent", "2025-03-10"),
        happened("provision_lapsed", "2025-10-06", "F1"),
        happened("provision_lapsed", "2026-10-05", "F2"),
    )
    last = steps(remedies("2026-10-06", *story)["provision_not_delivered"])["ombudsman"]
    assert (str(last.by), last.state) == ("2026-10-06", StepIs.POSSIBLE)
    after = steps(remedies("2026-10-07", *story)["provision_not_delivered"])["ombudsman"]
    assert (str(after.by), after.state) == ("2027-10-05", StepIs.POSSIBLE)


def test_of_several_records_of_when_the_family_knew_the_first_counts():
    known = (happened("matter_known", "2027-05-01"), happened("matter_known", "2027-06-01"))
    found = steps(remedies("2027-06-10", ASKED, ASSESS, *known)["plan_late"])
    assert str(found["ombudsman"].by) == "2028-05-01"


def test_a_late_refusal_is_said_within_the_late_plan_unless_that_is_about_an_older_request():
    def told(as_at: str, *events: Event) -> list[str]:
        position = take_position(the_rulebook(), the_policy(), case_of(*events), date.fromisoformat(as_at))
        missed = missed_of(the_rulebook(), position.clocks, position.lapses, position.as_at)
        return [one.kind.id for one in without_parts(missed)]

    assert told("2027-04-12", ASKED, ASSESS) == ["refusal_late"]
    assert told("2027-04-13", ASKED, ASSESS) == ["plan_late"]
    older = (
        happened("request_received", "2025-01-06"),
        happened("decision_to_assess_notified", "2025-02-17"),
        happened("final_plan_sent", "2025-06-02"),
        happened("plan_ceased", "2025-09-01"),
    )
    assert {"refusal_late", "plan_late"} <= set(told("2027-03-16", *older, ASKED, ASSESS))


def test_two_of_a_kind_are_one_thing_to_complain_about():
    story = (
        happened("request_received", "2026-08-03"),
        happened("decision_to_assess_notified", "2026-08-31"),
        happened("advice_request_received", "2026-09-01", "health"),
        happened("advice_request_received", "2026-09-07", "social_care"),
        happened("advice_received", "2026-10-30", "social_care"),
    )
    found = remedies("2026-11-02", *story)["advice_late"]
    # Six weeks from Tuesday 1 September end on Tuesday 13 October; from Monday the 7th on Monday 19 October.
    assert [(str(miss.since), miss.goes_on) for miss in found.missed.misses] == [
        ("2026-10-14", True),
        ("2026-10-20", False),
    ]
    assert str(found.missed.since) == "2026-10-14"
    assert states(found)["health_ombudsman"] == "after another step"


def test_what_is_over_needs_no_pressing_and_is_hardly_for_a_court():
    """Advice asked of the health body on Tuesday 1 September 2026 was due on 13 October and came on the 30th."""
    story = (
        happened("request_received", "2026-08-03"),
        happened("decision_to_assess_notified", "2026-08-31"),
        happened("advice_request_received", "2026-09-01", "health"),
        happened("advice_received", "2026-10-30", "health"),
    )
    pressing = remedies("2026-10-14", *story)["advice_late"]
    assert states(pressing)["press_council"] == "possible"
    found = remedies("2026-11-02", *story)["advice_late"]
    assert (states(found)["press_council"], steps(found)["press_council"].why) == (
        "not possible",
        "The advice has come.",
    )
    assert found.next is not None
    assert found.next.step.id == "complaint"
    came = remedies("2027-05-04", ASKED, ASSESS, happened("final_plan_sent", "2027-05-03"))["plan_late"]
    assert "mostly no longer looks at" in steps(came)["pre_action"].why
    waiting = remedies("2027-04-13", ASKED, ASSESS)["plan_late"]
    assert steps(waiting)["pre_action"].why == ""


def test_an_order_is_not_enforced_by_the_tribunal():
    """Order of Friday 18 December 2026 to assess: tell the family by Friday 1 January 2027."""
    story = (happened("appeal_received", "2026-08-03"), happened("order_made", "2026-12-18", order="assess"))
    found = remedies("2027-01-02", *story)["order_not_complied_with"]
    assert [step.step.id for step in found.steps][:2] == ["pre_action", "complaint"]
    assert found.missed.kind.letter == "order_not_complied_with"


def test_a_claimed_exemption_is_named():
    story = (
        ASKED,
        happened("exception_recorded", "2027-01-10", "", exemption="EXC-C", accepted="yes"),
    )
    found = remedies("2027-02-01", *story)
    assert all(miss.claim for miss in found["decision_late"].missed.misses)


def test_the_letters_that_fit_are_those_about_what_goes_on():
    position = take_position(the_rulebook(), the_policy(), case_of(ASKED, ASSESS), date(2027, 4, 13))
    fitting = [letter for letter, _ in letters_that_fit(remedies_of(the_rulebook(), position))]
    assert fitting == ["plan_late", "plan_late"]  # the refusal and the plan are each due
    over = case_of(ASKED, happened("decision_to_assess_notified", "2027-01-18"))
    settled = take_position(the_rulebook(), the_policy(), over, date(2027, 2, 1))
    assert list(letters_that_fit(remedies_of(the_rulebook(), settled))) == []


def test_the_familys_own_rights_and_guidance_are_never_missed_by_others():
    position = take_position(
        the_rulebook(), the_policy(), case_of(happened("final_plan_sent", "2024-03-04")), date(2024, 9, 2)
    )
    assert missed_of(the_rulebook(), position.clocks, (), date(2024, 9, 2)) == ()


@pytest.mark.parametrize("ref", ["REQ-02", "ASM-10", "REV-12/REV-13", "PHA-01", "MOV-02"])
def test_every_limit_of_the_council_has_steps(ref: str):
    from ehcp_workflow.law.remedies import breach_kind

    assert breach_kind(the_rulebook(), ref).steps


@given(st.lists(st.sampled_from(["complaint_received", "pap_letter", "lgsco_complaint", "claim_filed"]), unique=True))
def test_the_next_step_is_never_one_that_was_taken(kinds: list[str]):
    taken = [happened(kind, "2027-04-20") for kind in kinds]
    found = remedies("2027-04-21", ASKED, ASSESS, *taken)["plan_late"]
    done = {kind for step in found.steps if step.done for kind in step.step.done_by}
    assert done >= set(kinds)
    assert found.next is None or found.next.done is None
