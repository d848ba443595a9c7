"""A review planned: hand-worked last days of each step, under each limit."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewPlan, StepState
from ehcp_workflow.cases.review_plan.planning import plan_review
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar

from stories import case_of, happened, the_rulebook

TO_SECONDARY = happened("phase_transfer_expected", "2027-09", transfer="primary_to_secondary")
TO_COLLEGE = happened("phase_transfer_expected", "2027-09", transfer="secondary_to_post_16")


def planned(case: Case, as_at: str, meeting: str | None = None) -> ReviewPlan:
    day = date.fromisoformat(meeting) if meeting else None
    return plan_review(the_rulebook(), case, date.fromisoformat(as_at), day)


def last_days(plan: ReviewPlan) -> dict[str, str]:
    return {step.code: str(step.last) for step in plan.steps}


def states(plan: ReviewPlan) -> dict[str, str]:
    return {step.code: step.state.value for step in plan.steps}


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
    assert str(plan.steps[2].safe) == "2027-02-08"
    assert not plan.problems


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


def test_a_meeting_four_days_too_late_for_the_move_asks_for_quicker_steps():
    """Thursday 26 November: twelve weeks would be 18 February, too late for a child of year 6."""
    case = case_of(happened("final_plan_sent", "2026-03-10"), TO_SECONDARY)
    plan = planned(case, "2026-11-25", "2026-11-26")
    assert plan.meeting_is is MeetingIs.ASKED
    days = last_days(plan)
    assert (days["invitations"], days["report"]) == ("2026-11-11", "2026-12-10")
    assert (days["proposed_changes"], days["amended_plan"]) == ("2026-12-20", "2027-02-14")
    assert "Sunday 14 February 2027" in plan.problems[0]
    amended = plan.steps[-1]
    assert amended.governed_by == "PHA-01"
    assert "Thursday 18 February 2027" in amended.why


def test_a_meeting_that_leaves_no_time_to_comment_cannot_meet_the_move():
    """A meeting on Tuesday 2 February 2027: comments until 16 February, so 17 February at the soonest."""
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY), "2026-11-25", "2027-02-02")
    assert "Wednesday 17 February 2027 at the soonest" in plan.problems[0]


def test_a_move_whose_day_has_passed_is_said_to_be_missed():
    """Still no changed plan on Monday 1 March 2027."""
    plan = planned(case_of(happened("final_plan_sent", "2026-06-10"), TO_SECONDARY), "2027-03-01", "2027-03-10")
    assert "has been missed: it ended on Sunday 14 February 2027" in plan.problems[0]
    assert "late by 15 days" in plan.notes[0]


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


def test_a_meeting_too_late_for_the_twelve_months_can_be_saved_by_deciding_sooner():
    """Plan of 10 December 2025, meeting on 26 November 2026: decide by Wednesday 9 December, not 24 December."""
    case = case_of(happened("final_plan_sent", "2025-12-10"), happened("review_meeting_held", "2026-11-26"))
    plan = planned(case, "2026-11-30")
    assert "decide by Wednesday 9 December 2026" in plan.problems[0]
    decision = next(step for step in plan.steps if step.code == "decision")
    assert (str(decision.last), decision.governed_by) == ("2026-12-09", "REV-01")
    assert states(plan)["meeting"] == "done late"


def test_a_meeting_after_the_twelve_months_cannot_meet_them():
    plan = planned(case_of(happened("final_plan_sent", "2025-12-10")), "2026-11-30", "2026-12-14")
    assert "the meeting itself is after Wednesday 9 December 2026" in plan.problems[0]


def test_a_decision_that_did_not_come_by_the_twelve_months_is_said():
    case = case_of(happened("final_plan_sent", "2025-12-10"), happened("review_meeting_held", "2026-11-26"))
    plan = planned(case, "2026-12-12")
    assert "has been missed: it ended on Wednesday 9 December 2026" in plan.problems[0]


def test_a_skipped_year_says_so_and_how_to_go_on():
    plan = planned(case_of(happened("final_plan_sent", "2024-12-02")), "2026-11-25")
    assert "Sunday 2 November" not in plan.problems[0]
    assert "Monday 3 November 2025, has passed" in plan.problems[0]  # the year ended on Monday 1 December 2025
    assert "was due Monday 1 December 2025, late by 359 days" in plan.notes[0]


def test_an_arranged_meeting_is_what_the_steps_turn_on():
    case = case_of(happened("final_plan_sent", "2026-03-10"), happened("review_meeting_date", "2027-01-20"))
    plan = planned(case, "2026-11-25")
    assert (plan.meeting_is, str(plan.meeting)) == (MeetingIs.ARRANGED, "2027-01-20")
    assert last_days(plan)["invitations"] == "2027-01-05"  # 14 clear days before Wednesday 20 January
    asked = planned(case, "2026-11-25", "2027-02-03")
    assert (asked.meeting_is, last_days(asked)["invitations"]) == (MeetingIs.ASKED, "2027-01-19")


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


def test_an_early_review_starts_the_year_anew():
    case = case_of(
        happened("final_plan_sent", "2026-01-12"),
        happened("review_meeting_held", "2026-05-05"),
        happened("review_decision_notified", "2026-05-20", outcome="keep"),
    )
    plan = planned(case, "2026-11-25")
    assert [limit.ref for limit in plan.limits] == ["REV-02"]
    assert str(plan.limits[0].clock.due) == "2027-05-19"


def test_a_decision_to_keep_the_plan_leaves_no_step_of_that_review():
    case = case_of(
        happened("final_plan_sent", "2026-01-12"),
        happened("review_meeting_held", "2026-11-10"),
        happened("review_decision_notified", "2026-11-20", outcome="keep"),
    )
    plan = planned(case, "2026-11-25")
    assert plan.meeting_is is MeetingIs.LATEST
    assert all(step.state is StepState.AHEAD for step in plan.steps)


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


@pytest.mark.parametrize("events", [(), (("final_plan_sent", "2025-01-20"), ("plan_ceased", "2026-03-02"))])
def test_without_a_plan_in_force_there_is_nothing_to_review(events: tuple[tuple[str, str], ...]):
    plan = planned(case_of(*(happened(kind, on) for kind, on in events)), "2026-11-25")
    assert (plan.steps, plan.plan_sent, plan.governing) == ((), None, None)
    assert "nothing to review" in plan.notes[0]


def test_a_plan_without_a_date_gives_no_day():
    plan = planned(case_of(happened("final_plan_sent", "unknown")), "2026-11-25")
    assert (plan.steps, plan.limits, plan.meeting.is_known) == ((), (), False)


def test_a_plan_known_to_the_month_gives_ranges_and_says_so():
    """December 2025: the year ends between 30 November and 30 December 2026, the meeting four weeks before."""
    plan = planned(case_of(happened("final_plan_sent", "2025-12")), "2026-10-25")
    assert str(plan.last_meeting) == "2026-11-02/2026-12-02"
    assert "some day in December 2025" in plan.notes[0]
    assert not plan.problems


def test_an_appeal_does_not_stop_a_review():
    case = case_of(happened("final_plan_sent", "2026-03-10"), happened("appeal_received", "2026-04-20"))
    assert "An appeal is running" in planned(case, "2026-11-25").notes[0]
    over = Case(case.reference, (*case.recorded, happened("appeal_withdrawn", "2026-06-01")))
    assert not planned(over, "2026-11-25").notes


def born(day: str, *events: object) -> Case:
    case = case_of(happened("final_plan_sent", "2026-03-10"), *events)  # type: ignore[arg-type]
    return Case(case.reference, case.recorded, CaseFacts(date_of_birth=date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("day", "asks"),
    [
        ("2016-08-31", "secondary school in September 2027"),  # eleven on the last day of year 6
        ("2015-09-01", "secondary school in September 2027"),  # eleven on the first day of year 6
        ("2015-08-31", None),
        ("2016-09-01", None),
        ("2011-08-31", "training in September 2027"),
    ],
)
def test_by_age_it_asks_whether_the_child_will_move(day: str, asks: str | None):
    notes = planned(born(day), "2026-11-25").notes
    assert (asks is None and not notes) or (asks is not None and asks in notes[0])


def test_it_does_not_ask_what_is_recorded():
    assert not planned(born("2016-08-31", TO_SECONDARY), "2026-11-25").notes
    done = happened("amended_plan_sent", "2026-10-01")
    assert not planned(born("2016-08-31", TO_SECONDARY, done), "2026-11-25").notes


TERMS = TermCalendar(
    "334",
    "Fictional",
    (Term("Spring 2027", Days(date(2027, 1, 4), date(2027, 4, 1)), Days(date(2027, 2, 8), date(2027, 2, 12))),),
    date(2027, 1, 1),
    date(2027, 4, 1),
)


def in_council(case: Case, calendar: TermCalendar) -> Case:
    return Case(case.reference, case.recorded, section_f=SectionF(council="334", calendars={"334": calendar}))


def test_a_last_day_in_the_holidays_is_named_with_the_school_day_before_it():
    """Tuesday 9 February 2027 is in half-term here; the Friday before is the 5th."""
    case = in_council(case_of(happened("final_plan_sent", "2026-03-10")), TERMS)
    assert "last school day before it is Friday 5 February 2027" in planned(case, "2026-11-25").notes[0]


@pytest.mark.parametrize("sent", ["2026-03-03", "2026-09-10", "2026-01-30"])
def test_no_hint_on_a_school_day_beyond_the_known_dates_or_without_a_school_day_before(sent: str):
    """2 February is a Tuesday in term; August is not known; 1 January comes before any known school day."""
    case = in_council(case_of(happened("final_plan_sent", sent)), TERMS)
    assert not [note for note in planned(case, "2026-11-25").notes if "closed" in note]


DAYS = st.dates(date(2025, 1, 1), date(2027, 6, 1))


@given(sent=DAYS)
def test_the_last_meeting_meets_every_limit_and_one_day_later_misses_one(sent: date):
    case = case_of(happened("final_plan_sent", sent.isoformat()), TO_SECONDARY)
    last = plan_review(the_rulebook(), case, sent).last_meeting.exact
    assert last is not None
    later = date.fromordinal(last.toordinal() + 1)
    for day, late in ((last, False), (later, True)):
        assert bool(plan_review(the_rulebook(), case, sent, day).problems) is late


@given(sent=DAYS, meeting=DAYS, days=st.integers(0, 60))
def test_a_later_meeting_never_gives_an_earlier_day_for_any_step(sent: date, meeting: date, days: int):
    case = case_of(happened("final_plan_sent", sent.isoformat()))
    plans = [plan_review(the_rulebook(), case, sent, date.fromordinal(meeting.toordinal() + n)) for n in (0, days)]
    for early, late in pairwise(plans):
        ends = {step.code: step.last.earliest for step in late.steps}
        assert all(ends[step.code] >= step.last.earliest for step in early.steps)  # type: ignore[operator]
