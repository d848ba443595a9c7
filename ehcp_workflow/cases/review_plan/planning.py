"""Planning a review: backwards from all it has to meet, or forwards from a day on which the meeting might be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.holidays import holiday_hint
from ehcp_workflow.cases.review_plan.limits import earliest_of, limits_of
from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewPlan
from ehcp_workflow.cases.review_plan.present import Present, present_review
from ehcp_workflow.cases.review_plan.saving import problems_of
from ehcp_workflow.cases.review_plan.steps import course_from, steps_of
from ehcp_workflow.cases.review_plan.transfers import transfer_question
from ehcp_workflow.cases.running import run_clocks
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
        meeting: a day to try for the meeting.
    """
    known = case.as_at(as_at, rulebook.ahead)
    course = run_clocks(rulebook, known, today=as_at)
    present = present_review(course.events, course.clocks, as_at)
    if present.plan is None:
        notes = ("No plan is in force, so there is nothing to review.",)
        return ReviewPlan(case.reference, as_at, None, (), UNKNOWN, MeetingIs.LATEST, UNKNOWN, notes=notes)
    limits = limits_of(rulebook, course.clocks, as_at, decided=present.decided)
    ordered = tuple(sorted(limits, key=lambda limit: limit.last_meeting.earliest or date.max))
    last = earliest_of(limit.last_meeting for limit in ordered)
    day, which = _meeting(present, meeting, last)
    plan = ReviewPlan(case.reference, as_at, present.plan.on, ordered, day, which, last)
    if day.is_known:
        steps = tuple(steps_of(course_from(rulebook, known, present, day, as_at), ordered, present, as_at))
        plan = replace(plan, steps=steps, problems=tuple(_problems(rulebook, present, plan)))
    return replace(plan, notes=tuple(_notes(case, present, plan)))


def _problems(rulebook: Rulebook, present: Present, plan: ReviewPlan) -> Iterator[str]:
    if plan.meeting_is is not MeetingIs.LATEST:
        yield from problems_of(rulebook, present, plan.limits, plan.meeting, plan.as_at)
    elif plan.last_meeting.latest and plan.last_meeting.latest < plan.as_at:
        yield (
            f"The last day for the meeting, {plan.last_meeting.in_words()}, has passed and no meeting is recorded. "
            f"Try a day for it, to see what can still be saved: --meeting DATE."
        )


def _meeting(present: Present, asked: date | None, last: When) -> tuple[When, MeetingIs]:
    if present.meeting and asked is None:
        return present.meeting.on, MeetingIs.HELD
    if asked:
        return When.day(asked), MeetingIs.ASKED
    if present.arranged:
        return present.arranged.on, MeetingIs.ARRANGED
    return last, MeetingIs.LATEST


def _notes(case: Case, present: Present, plan: ReviewPlan) -> Iterator[str]:
    if present.appeal:
        yield "An appeal is running. The dates of a review do not stop for it."
    if plan.plan_sent and plan.plan_sent.is_known and not plan.plan_sent.exact:
        yield f"The plan was sent {plan.plan_sent.in_words()}: of two days the earlier is the safe one throughout."
    for clock in (limit.clock for limit in plan.limits):
        if clock.due.latest and clock.due.latest < plan.as_at:
            yield f"{clock.rule.title}: was due {clock.due.in_words()}, {clock.in_words(plan.as_at)}."
    if hint := holiday_hint(case.section_f, plan.last_meeting):
        yield hint
    if question := transfer_question(case, plan.limits, plan.as_at):
        yield question
