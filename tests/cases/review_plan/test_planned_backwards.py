"""A review planned back from all it has to meet: last days worked out by hand, under each limit."""

from ehcp_workflow.cases.review_plan.plan import MeetingIs

from .plans import TO_COLLEGE, TO_SECONDARY, last_days, planned, says, step_of
from stories import case_of, happened


def test_a_first_review_is_planned_back_from_the_twelve_months():
    """Plan of Tuesday 10 March 2026: finished by Tuesday 9 March 2027, so the meeting by Tuesday 9 February."""
    plan = planned(case_of(happened("final_plan_sent", "2026-03-10")), "2026-11-25")
    assert plan.meeting_is is MeetingIs.LATEST
    assert [limit.ref for limit in plan.limits] == ["REV-01"]
    assert last_days(plan) == {
        "invitations": "2027-01-25",  # Monday: 14 clear days before 9 February
        "advice": "2027-01-25",
        "meeting": "2027-02-09",
        "report": "2027-02-23",  # two weeks after the meeting
        "decision": "2027-03-09",
        "proposed_changes": "2027-03-09",
        "comments": "2027-03-23",  # day 15, the day of the notice being day 1
        "amended_plan": "2027-05-04",  # eight weeks after the notice, twelve after the meeting
    }
    assert str(plan.steps[2].safe) == str(plan.safe_meeting) == "2027-02-08"
    assert [step.code for step in plan.steps if not step.binding] == ["meeting"]
    assert not plan.problems


def test_on_the_last_day_for_the_meeting_it_has_not_passed():
    """Plan of Wednesday 10 December 2025: finished by 9 December 2026, so the meeting by Wednesday 11 November."""
    case = case_of(happened("final_plan_sent", "2025-12-10"))
    assert planned(case, "2026-11-11").problems == ()
    assert says(planned(case, "2026-11-12").problems, "Wednesday 11 November 2026, has passed")


def test_where_a_step_and_the_whole_review_end_on_one_day_no_other_day_is_named():
    """Four weeks from the last day for the meeting, Tuesday 9 February 2027, end when the review does."""
    decision = step_of(planned(case_of(happened("final_plan_sent", "2026-03-10")), "2026-11-25"), "decision")
    assert (str(decision.last), decision.governed_by) == ("2027-03-09", "REV-01")
    assert decision.why == "Complete the first review of the plan: by Tuesday 9 March 2027."


def test_a_plan_of_29_february_is_reviewed_by_the_day_before_its_last_day_of_february():
    """Plan of Tuesday 29 February 2028: the year ends on Monday 28 February 2029, four weeks back is 31 January."""
    plan = planned(case_of(happened("final_plan_sent", "2028-02-29")), "2028-06-01")
    assert (str(plan.limits[0].clock.due), str(plan.last_meeting)) == ("2029-02-28", "2029-01-31")


def test_a_move_to_secondary_school_governs_when_it_needs_the_earlier_meeting():
    """Before 15 February 2027 is Sunday the 14th: notice by Sunday 20 December, meeting by Sunday 22 November."""
    plan = planned(case_of(happened("final_plan_sent", "2026-03-10"), TO_SECONDARY), "2026-11-01")
    assert [limit.ref for limit in plan.limits] == ["PHA-01", "REV-01"]
    days = last_days(plan)
    assert (days["meeting"], days["proposed_changes"], days["amended_plan"]) == (
        "2026-11-22",
        "2026-12-20",
        "2027-02-14",
    )
    assert plan.governing is not None
    assert plan.governing.ref == "PHA-01"


def test_a_move_to_college_needs_the_meeting_by_5_january():
    """Before 31 March 2027 is Tuesday 30 March; twelve weeks before it is Tuesday 5 January 2027."""
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), TO_COLLEGE), "2026-11-25")
    assert str(plan.last_meeting) == "2027-01-05"


def test_a_move_between_colleges_counts_five_months_back_from_the_move():
    """A move on Wednesday 1 September 2027: five months before is Thursday 1 April, twelve weeks earlier 7 January."""
    move = happened("phase_transfer_expected", "2027-09-01", transfer="post_16_to_post_16")
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), move), "2026-11-25")
    assert (str(plan.limits[0].clock.due), str(plan.last_meeting)) == ("2027-04-01", "2027-01-07")


def test_a_transferred_plan_is_reviewed_by_the_later_of_two_dates():
    """Last reviewed 20 January 2026, transferred 21 December 2026: the later is Saturday 20 March 2027."""
    case = case_of(
        happened("final_plan_sent", "2025-01-20"),
        happened("review_meeting_held", "2026-01-05"),
        happened("review_decision_notified", "2026-01-20", outcome="keep"),
        happened("plan_transferred", "2026-12-21", issued_on="2026-01-20", counted_from="last_review"),
    )
    plan = planned(case, "2026-12-22")
    assert [limit.ref for limit in plan.limits] == ["MOV-05"]
    assert (str(plan.limits[0].clock.due), str(plan.last_meeting)) == ("2027-03-20", "2027-02-20")


def test_an_early_review_starts_the_year_anew():
    case = case_of(
        happened("final_plan_sent", "2026-01-12"),
        happened("review_meeting_held", "2026-05-05"),
        happened("review_decision_notified", "2026-05-20", outcome="keep"),
    )
    plan = planned(case, "2026-11-25")
    assert [limit.ref for limit in plan.limits] == ["REV-02"]
    assert str(plan.limits[0].since) == "2026-05-20"
    assert str(plan.limits[0].clock.due) == "2027-05-19"


def test_a_plan_without_a_date_gives_no_day():
    plan = planned(case_of(happened("final_plan_sent", "unknown")), "2026-11-25")
    assert (plan.steps, plan.limits, plan.meeting.is_known) == ((), (), False)


def test_a_plan_known_to_the_month_gives_ranges_and_says_so():
    """December 2025: the year ends between 30 November and 30 December 2026, the meeting four weeks before."""
    plan = planned(case_of(happened("final_plan_sent", "2025-12")), "2026-10-25")
    assert str(plan.last_meeting) == "2026-11-02/2026-12-02"
    assert "some day in December 2025" in plan.notes[0]
    assert not plan.problems


def test_a_review_that_never_ended_does_not_hide_the_next_one():
    """Nothing followed the meeting of February 2025; the review of 2026 ended on Friday 20 February."""
    case = case_of(
        happened("final_plan_sent", "2024-03-10"),
        happened("review_meeting_held", "2025-02-03"),
        happened("review_meeting_held", "2026-02-02"),
        happened("review_decision_notified", "2026-02-20", outcome="keep"),
    )
    plan = planned(case, "2026-11-25")
    assert plan.meeting_is is MeetingIs.LATEST
    assert [str(limit.clock.due) for limit in plan.limits] == ["2027-02-19"]


def test_a_transferred_plan_whose_last_review_is_not_known_has_no_day_and_says_why():
    case = case_of(happened("final_plan_sent", "2025-01-20"), happened("plan_transferred", "2026-12-21"))
    plan = planned(case, "2026-12-22")
    assert plan.limits == ()
    assert says(plan.notes, "transferred to another council: Monday 21 December 2026")
    assert says(plan.notes, "no date to plan by")
