"""Planning a review: backwards from all it has to meet, or forwards from a day on which the meeting might be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.course import course_from
from ehcp_workflow.cases.review_plan.limits import earliest_of, limits_of
from ehcp_workflow.cases.review_plan.notes import no_plan, notes_of
from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewPlan
from ehcp_workflow.cases.review_plan.present import PLAN_OVER, Present, present_review
from ehcp_workflow.cases.review_plan.saving import problems_of
from ehcp_workflow.cases.review_plan.steps import steps_of
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.cases.section_f.versions import PLANS
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import UNKNOWN, When


def plan_review(rulebook: Rulebook, case: Case, as_at: date, meeting: date | None = None) -> ReviewPlan:
    """Plan the review of the plan in force.

    The meeting on which the steps turn is the one held, when its review is not finished; else the one asked about, the
    one arranged, or the last day on which every limit can still be met.

    Args:
        rulebook: the law.
        case: what is recorded.
        as_at: the day for which it is asked; what happened later is left out.
        meeting: a day to try for the meeting; left out when the meeting has been held already.
    """
    known = case.as_at(as_at, rulebook.ahead)
    if not any(event.kind in PLANS | PLAN_OVER for event in known.standing):
        # Most cases of a caseload have no plan, and their clocks need not be run to say so.
        return _nothing(case, as_at, no_plan(None))
    course = run_clocks(rulebook, known, today=as_at)
    present = present_review(course.events, course.clocks, as_at)
    if present.plan is None:
        return _nothing(case, as_at, no_plan(present.ceased))
    limits = limits_of(rulebook, course.clocks, as_at, decided=present.decided)
    ordered = tuple(sorted(limits, key=lambda limit: limit.last_meeting.earliest or date.max))
    last = earliest_of(limit.last_meeting for limit in ordered)
    day, which = _meeting(present, meeting, last)
    plan = ReviewPlan(case.reference, as_at, present.plan.on, ordered, day, which, last)
    if day.is_known:
        going_on = course_from(rulebook, known, present, day, ordered, as_at)
        plan = replace(plan, steps=tuple(steps_of(going_on, ordered, present, as_at)))
        plan = replace(plan, problems=tuple(problems_of(rulebook, present, plan)))
    return replace(plan, notes=tuple(notes_of(case, present, plan, course.clocks)))


def _nothing(case: Case, as_at: date, why: str) -> ReviewPlan:
    return ReviewPlan(case.reference, as_at, None, (), UNKNOWN, MeetingIs.LATEST, UNKNOWN, notes=(why,))


def _meeting(present: Present, asked: date | None, last: When) -> tuple[When, MeetingIs]:
    if present.meeting:
        return present.meeting.on, MeetingIs.HELD
    if asked:
        return When.day(asked), MeetingIs.ASKED
    if present.arranged:
        return present.arranged.on, MeetingIs.ARRANGED
    return last, MeetingIs.LATEST
