"""What follows if the meeting is on another day, what is then too late, and what can still be saved."""

from ehcp_workflow.cases.review_plan.plan import Basis, MeetingIs

from .plans import TO_SECONDARY, last_days, planned, says, step_of
from stories import case_of, happened


def test_a_meeting_four_days_too_late_for_the_move_asks_for_quicker_steps():
    """Thursday 26 November: twelve weeks would be 18 February, too late for a child of year 6."""
    case = case_of(happened("final_plan_sent", "2026-03-10"), TO_SECONDARY)
    plan = planned(case, "2026-11-25", "2026-11-26")
    assert plan.meeting_is is MeetingIs.ASKED
    days = last_days(plan)
    assert (days["invitations"], days["report"]) == ("2026-11-11", "2026-12-10")
    assert days["comments"] == "2027-01-03"  # day 15, Sunday 20 December being day 1
    assert (days["proposed_changes"], days["amended_plan"]) == ("2026-12-20", "2027-02-14")
    assert says(plan.problems, "the proposed changes by Sunday 20 December 2026 and the changed plan by Sunday 14 Feb")
    changes, amended = step_of(plan, "proposed_changes"), step_of(plan, "amended_plan")
    assert (changes.governed_by, changes.basis) == ("PHA-01", Basis.PLANNED)
    assert (amended.governed_by, amended.basis) == ("PHA-01", Basis.LAW)


def test_a_meeting_too_late_for_eight_weeks_after_the_notice_still_leaves_the_time_to_comment():
    """Tuesday 5 January: comments end on Saturday 13 February if the notice goes on Saturday 30 January."""
    case = case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY)
    days = last_days(planned(case, "2026-11-25", "2027-01-05"))
    assert (days["proposed_changes"], days["comments"], days["amended_plan"]) == (
        "2027-01-30",
        "2027-02-13",
        "2027-02-14",
    )


def test_a_meeting_too_soon_for_the_whole_notice_names_the_soonest_day():
    """Two clear weeks after Wednesday 25 November: Thursday 10 December at the soonest."""
    case = case_of(happened("final_plan_sent", "2026-03-10"))
    plan = planned(case, "2026-11-25", "2026-12-09")
    assert says(plan.problems, "to be given by Tuesday 24 November 2026")
    assert says(plan.problems, "can be held on Thursday 10 December 2026 at the soonest")
    assert not planned(case, "2026-11-25", "2026-12-10").problems
    assert not planned(case, "2026-11-25", "2026-11-20").problems  # it is no longer to come


def test_a_meeting_today_has_no_notice_any_more():
    """Wednesday 25 November 2026 itself: 14 clear days before it began after Tuesday the 10th."""
    plan = planned(case_of(happened("final_plan_sent", "2026-03-10")), "2026-11-25", "2026-11-25")
    assert says(plan.problems, "Notice of the meeting was to be given by Tuesday 10 November 2026")


def test_a_meeting_on_the_last_day_leaves_every_step_its_time():
    """Four weeks from Tuesday 9 February 2027 end on Tuesday 9 March, the last day of the review."""
    case = case_of(happened("final_plan_sent", "2026-03-10"))
    assert planned(case, "2026-11-25", "2027-02-09").problems == ()
    assert says(planned(case, "2026-11-25", "2027-02-10").problems, "decide by Tuesday 9 March 2027")


def test_after_a_meeting_on_the_last_day_of_the_twelve_months_the_decision_can_still_come_that_day():
    plan = planned(case_of(happened("final_plan_sent", "2025-12-10")), "2026-11-20", "2026-12-09")
    assert says(plan.problems, "decide by Wednesday 9 December 2026")
    assert not says(plan.problems, "the meeting itself is after")


def test_the_whole_time_to_comment_may_end_on_the_day_before_the_move_is_due():
    """A meeting and notice on Saturday 30 January 2027: comments until Saturday 13 February, the plan on the 14th."""
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY), "2026-11-25", "2027-01-30")
    assert says(plan.problems, "by Saturday 30 January 2027 and the changed plan by Sunday 14 February 2027")
    assert not says(plan.problems, "cannot be met")


def test_on_the_last_day_that_leaves_eight_weeks_the_proposed_changes_go_that_day():
    """Eight weeks before Sunday 14 February 2027 is Sunday 20 December 2026.

    From the next day on only the four weeks after the meeting are left, which end on Monday 18 January 2027.
    """
    case = case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY)
    assert last_days(planned(case, "2026-12-20", "2026-12-20"))["proposed_changes"] == "2026-12-20"
    assert last_days(planned(case, "2026-12-21", "2026-12-21"))["proposed_changes"] == "2027-01-18"


def test_a_meeting_that_leaves_no_time_to_comment_cannot_meet_the_move():
    """A meeting on Tuesday 2 February 2027: comments until 16 February, so 17 February at the soonest."""
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY), "2026-11-25", "2027-02-02")
    assert "cannot be met with the whole time to comment" in plan.problems[0]
    assert "Wednesday 17 February 2027 at the soonest" in plan.problems[0]


def test_a_move_whose_day_has_passed_is_said_to_be_missed():
    """Still no changed plan on Monday 1 March 2027."""
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY), "2027-03-01", "2027-03-10")
    assert says(plan.problems, "PHA-01 (")
    assert says(plan.problems, "has been missed: it ended on Sunday 14 February 2027")
    assert "late by 15 days" in plan.notes[0]


def test_a_meeting_after_the_twelve_months_cannot_meet_them():
    plan = planned(case_of(happened("final_plan_sent", "2025-12-10")), "2026-11-30", "2026-12-14")
    assert says(plan.problems, "the meeting itself is after Wednesday 9 December 2026")


def test_a_skipped_year_says_so_and_how_to_go_on():
    plan = planned(case_of(happened("final_plan_sent", "2024-12-02")), "2026-11-25")
    assert "Sunday 2 November" not in plan.problems[0]
    assert says(plan.problems, "can be held on Thursday 10 December 2026 at the soonest")
    assert "Monday 3 November 2025, has passed" in plan.problems[0]  # the year ended on Monday 1 December 2025
    assert "was due Monday 1 December 2025, late by 359 days" in plan.notes[0]


def test_an_arranged_meeting_is_what_the_steps_turn_on():
    case = case_of(happened("final_plan_sent", "2026-03-10"), happened("review_meeting_date", "2027-01-20"))
    plan = planned(case, "2026-11-25")
    assert (plan.meeting_is, str(plan.meeting)) == (MeetingIs.ARRANGED, "2027-01-20")
    assert last_days(plan)["invitations"] == "2027-01-05"  # 14 clear days before Wednesday 20 January
    asked = planned(case, "2026-11-25", "2027-02-03")
    assert (asked.meeting_is, last_days(asked)["invitations"]) == (MeetingIs.ASKED, "2027-01-19")
