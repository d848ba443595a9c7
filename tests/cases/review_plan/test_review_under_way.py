"""A review that is under way goes on from what was done."""

import pytest

from ehcp_workflow.cases.review_plan.plan import MeetingIs, StepState

from .plans import TO_SECONDARY, last_days, planned, says, states, step_of
from stories import case_of, happened


@pytest.mark.parametrize(
    ("notice", "last"),
    [("2026-12-10", "2027-02-04"), ("2026-12-24", "2027-02-18"), ("2027-01-15", "2027-02-18")],
)
def test_after_a_meeting_the_notice_brings_the_plan_forward_and_never_back(notice: str, last: str):
    """Meeting on Thursday 26 November 2026: eight weeks from the notice, and twelve from the meeting at most."""
    case = case_of(
        happened("final_plan_sent", "2025-12-10"),
        happened("review_meeting_held", "2026-11-26"),
        happened("amendment_notice_sent", notice),
    )
    plan = planned(case, "2027-01-20")
    assert plan.meeting_is is MeetingIs.HELD
    assert last_days(plan)["amended_plan"] == last


def test_what_is_done_is_said_with_its_day_and_what_was_late_is_late():
    case = case_of(
        happened("final_plan_sent", "2025-12-10"),
        happened("review_meeting_date", "2026-11-10"),
        happened("meeting_invites_sent", "2026-10-20"),
        happened("advice_circulated", "2026-11-02"),
        happened("review_meeting_held", "2026-11-10"),
    )
    plan = planned(case, "2026-11-25")
    assert states(plan) == {
        "invitations": "done",  # by Monday 26 October
        "advice": "done late",
        "meeting": "done",  # by Wednesday 11 November
        "report": "last day passed",  # Tuesday 24 November
        "decision": "ahead",
        "proposed_changes": "ahead",
        "comments": "ahead",
        "amended_plan": "ahead",
    }
    assert str(plan.steps[4].last) == "2026-12-08"


def test_invitations_sent_on_their_last_day_are_in_time():
    """Two clear weeks before Tuesday 10 November 2026: by Monday 26 October."""
    story = (
        happened("final_plan_sent", "2025-12-10"),
        happened("review_meeting_date", "2026-11-10"),
        happened("review_meeting_held", "2026-11-10"),
    )
    for sent, state in (("2026-10-26", "done"), ("2026-10-27", "done late")):
        plan = planned(case_of(*story, happened("meeting_invites_sent", sent)), "2026-11-25")
        assert states(plan)["invitations"] == state


def test_a_meeting_too_late_for_the_twelve_months_can_be_saved_by_deciding_sooner():
    """Plan of 10 December 2025, meeting on 26 November 2026: decide by Wednesday 9 December, not 24 December."""
    case = case_of(happened("final_plan_sent", "2025-12-10"), happened("review_meeting_held", "2026-11-26"))
    plan = planned(case, "2026-11-30")
    assert "decide by Wednesday 9 December 2026" in plan.problems[0]
    decision = next(step for step in plan.steps if step.code == "decision")
    assert (str(decision.last), decision.governed_by) == ("2026-12-09", "REV-01")
    assert states(plan)["meeting"] == "done"  # no law sets a day for the meeting itself


def test_on_the_last_day_of_the_twelve_months_the_decision_can_still_be_given():
    case = case_of(happened("final_plan_sent", "2025-12-10"), happened("review_meeting_held", "2026-11-26"))
    assert says(planned(case, "2026-12-09").problems, "decide by Wednesday 9 December 2026")
    assert says(planned(case, "2026-12-10").problems, "has been missed: it ended on Wednesday 9 December 2026")


def test_after_the_meeting_the_time_to_comment_begins_today_at_the_soonest():
    """Held on Wednesday 20 January 2027, no notice by Friday 5 February: comments until the 19th, day 15."""
    case = case_of(
        happened("final_plan_sent", "2026-06-10"), TO_SECONDARY, happened("review_meeting_held", "2027-01-20")
    )
    plan = planned(case, "2027-02-05")
    assert says(plan.problems, "can be sent on Saturday 20 February 2027 at the soonest")


def test_a_decision_that_did_not_come_by_the_twelve_months_is_said():
    case = case_of(happened("final_plan_sent", "2025-12-10"), happened("review_meeting_held", "2026-11-26"))
    plan = planned(case, "2026-12-12")
    assert "has been missed: it ended on Wednesday 9 December 2026" in plan.problems[0]


def test_an_arranged_meeting_that_was_overtaken_by_a_decision_no_longer_counts():
    case = case_of(
        happened("final_plan_sent", "2025-03-10"),
        happened("review_meeting_date", "2026-01-20"),
        happened("review_meeting_held", "2026-01-20"),
        happened("review_decision_notified", "2026-02-10", outcome="keep"),
    )
    plan = planned(case, "2026-11-25")
    assert plan.meeting_is is MeetingIs.LATEST
    assert str(plan.last_meeting) == "2027-01-12"  # a year from 10 February 2026 ends on 9 February 2027; four weeks


def test_a_decision_to_keep_the_plan_leaves_no_step_of_that_review():
    case = case_of(
        happened("final_plan_sent", "2026-01-12"),
        happened("review_meeting_held", "2026-11-10"),
        happened("review_decision_notified", "2026-11-20", outcome="keep"),
    )
    plan = planned(case, "2026-11-25")
    assert plan.meeting_is is MeetingIs.LATEST
    assert {step.state for step in plan.steps} == {StepState.NEXT, StepState.AHEAD}


def test_after_a_decision_to_amend_only_the_plan_and_a_move_are_left():
    case = case_of(
        happened("final_plan_sent", "2025-12-10"),
        TO_SECONDARY,
        happened("review_meeting_held", "2026-11-10"),
        happened("review_decision_notified", "2026-11-24", outcome="amend"),
        happened("amendment_notice_sent", "2026-11-24"),
    )
    plan = planned(case, "2026-11-25")
    assert [limit.ref for limit in plan.limits] == ["PHA-01"]
    assert states(plan)["decision"] == "done"
    assert last_days(plan)["amended_plan"] == "2027-01-19"  # eight weeks from Tuesday 24 November


def test_a_notice_is_late_by_the_law_alone_and_the_move_still_governs_the_plan():
    """Notice on Tuesday 22 December, by the 24th at the latest; eight weeks would be Tuesday 16 February 2027."""
    case = case_of(
        happened("final_plan_sent", "2025-12-30"),
        TO_SECONDARY,
        happened("review_meeting_held", "2026-11-26"),
        happened("amendment_notice_sent", "2026-12-22"),
    )
    plan = planned(case, "2026-12-28")
    assert (states(plan)["proposed_changes"], states(plan)["amended_plan"]) == ("done", "next")
    amended = step_of(plan, "amended_plan")
    assert (amended.governed_by, str(amended.last)) == ("PHA-01", "2027-02-14")
    assert "Its own limit would be Tuesday 16 February 2027" in amended.why
    assert says(plan.problems, "send the changed plan by Sunday 14 February 2027")


def test_a_further_meeting_does_not_move_the_dates_that_count_from_the_one_held():
    case = case_of(
        happened("final_plan_sent", "2025-12-30"),
        happened("review_meeting_held", "2026-11-10"),
        happened("review_meeting_date", "2026-12-08"),
    )
    plan = planned(case, "2026-11-25", "2026-12-15")
    assert (plan.meeting_is, str(plan.meeting)) == (MeetingIs.HELD, "2026-11-10")
    assert last_days(plan)["decision"] == "2026-12-08"  # four weeks after Tuesday 10 November
    assert says(plan.notes, "A further meeting is arranged, Tuesday 8 December 2026")


def test_the_next_step_is_the_first_that_is_open_and_what_is_late_is_too_late():
    case = case_of(happened("final_plan_sent", "2025-12-30"), happened("review_meeting_held", "2026-11-10"))
    early, late = planned(case, "2026-11-20"), planned(case, "2026-11-25")
    assert early.next_step is not None
    assert (early.next_step.code, early.next_step.state, early.too_late) == ("report", StepState.NEXT, False)
    assert (states(late)["report"], states(late)["decision"], late.too_late) == ("last day passed", "ahead", True)
