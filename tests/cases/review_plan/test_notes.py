"""What a planned review says beside its dates."""

from dataclasses import replace
from datetime import date

import pytest

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.review_plan.plan import Basis
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar

from .plans import TO_SECONDARY, planned, says, states, step_of
from stories import case_of, happened


def test_without_a_plan_in_force_there_is_nothing_to_review():
    plan = planned(case_of(), "2026-11-25")
    assert (plan.steps, plan.plan_sent, plan.governing, plan.next_step) == ((), None, None, None)
    assert plan.notes == ("No plan is in force, so there is nothing to review.",)


def test_a_plan_that_ceased_is_not_reviewed_and_its_last_day_is_named():
    case = case_of(happened("final_plan_sent", "2025-01-20"), happened("plan_ceased", "2026-03-02"))
    assert planned(case, "2026-11-25").notes == ("The plan ceased: Monday 2 March 2026. There is nothing to review.",)


def test_the_guidance_for_a_child_under_five_is_a_note_and_no_limit():
    """Six months after Monday 5 October 2026: Monday 5 April 2027, which is guidance."""
    case = case_of(happened("final_plan_sent", "2026-10-05"), happened("plan_of_under_five", "2026-10-05"))
    plan = planned(case, "2026-11-25")
    assert says(plan.notes, "guidance, by Monday 5 April 2027 (SEND Code para 9.178)")
    assert [limit.ref for limit in plan.limits] == ["REV-01"]


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
    note = planned(case, "2026-11-25").notes[0]
    assert "do not open again until Monday 15 February 2027" in note
    assert "last school day before it is Friday 5 February 2027" in note


def test_after_the_last_known_term_the_hint_names_only_the_school_day_before():
    """A year after Saturday 2 May 2026 less four weeks is Saturday 3 April 2027; term ends on Thursday the 1st."""
    case = in_council(case_of(happened("final_plan_sent", "2026-05-02")), replace(TERMS, known_to=date(2027, 4, 10)))
    note = planned(case, "2026-11-25").notes[0]
    assert "until" not in note
    assert "last school day before it is Thursday 1 April 2027" in note


def test_the_list_for_schools_goes_two_clear_weeks_before_the_term_and_is_guidance():
    """Term begins on Monday 4 January 2027, so by Sunday 20 December 2026; the next step is still the notice."""
    case = in_council(case_of(happened("final_plan_sent", "2026-03-10")), TERMS)
    plan = planned(case, "2026-12-28")
    listed = step_of(plan, "school_list")
    assert (str(listed.last), listed.basis, listed.governed_by) == ("2026-12-20", Basis.GUIDANCE, "REV-05")
    assert (states(plan)["school_list"], states(plan)["invitations"]) == ("last day passed", "next")
    assert not plan.too_late
    sent = Case(case.reference, (*case.recorded, happened("review_list_sent", "2026-12-10")), section_f=case.section_f)
    assert states(planned(sent, "2026-12-28"))["school_list"] == "done"


@pytest.mark.parametrize("sent", ["2026-03-03", "2026-09-10", "2026-01-30"])
def test_no_hint_on_a_school_day_beyond_the_known_dates_or_without_a_school_day_before(sent: str):
    """2 February is a Tuesday in term; August is not known; 1 January comes before any known school day."""
    case = in_council(case_of(happened("final_plan_sent", sent)), TERMS)
    assert not [note for note in planned(case, "2026-11-25").notes if "closed" in note]
