"""What else is worth knowing of a planned review: why there is nothing to plan, and what its dates turn on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.review_plan.holidays import holiday_hint
from ehcp_workflow.cases.review_plan.plan import ReviewPlan
from ehcp_workflow.cases.review_plan.present import Present
from ehcp_workflow.cases.review_plan.transfers import transfer_question

UNDER_FIVE = "REV-04"


def no_plan(ceased: Event | None) -> str:
    """Why there is no review to plan; `ceased` is the event that ended the last plan."""
    if ceased:
        return f"The plan ceased: {ceased.on.in_words()}. There is nothing to review."
    return "No plan is in force, so there is nothing to review."


def notes_of(case: Case, present: Present, plan: ReviewPlan, clocks: Iterable[Clock]) -> Iterator[str]:
    """What a reader of a planned review has to know beside its dates."""
    yield from _of_the_record(present, plan)
    for clock in (limit.clock for limit in plan.limits):
        if clock.due.latest and clock.due.latest < plan.as_at:
            yield f"{clock.rule.title}: was due {clock.due.in_words()}, {clock.in_words(plan.as_at)}."
    for clock in clocks:
        if clock.rule.ref == UNDER_FIVE and clock.is_open(plan.as_at, 0):
            yield f"{clock.rule.title}: guidance, by {clock.due.in_words()} ({clock.citation})."
    yield from _questions(case, plan)


def _of_the_record(present: Present, plan: ReviewPlan) -> Iterator[str]:
    if present.appeal:
        yield "An appeal is running. The dates of a review do not stop for it."
    if present.transferred:
        moved = present.transferred.on.in_words()
        yield f"The plan was transferred to another council: {moved}. That council reviews it from then on."
        if not plan.limits:
            yield "When it was made or last reviewed is not recorded with the transfer, so there is no date to plan by."
    if present.meeting and present.arranged:
        yield f"A further meeting is arranged, {present.arranged.on.in_words()}: the dates count from the meeting held."
    if plan.plan_sent and plan.plan_sent.is_known and not plan.plan_sent.exact:
        yield f"The plan was sent {plan.plan_sent.in_words()}: of two days the earlier is the safe one throughout."


def _questions(case: Case, plan: ReviewPlan) -> Iterator[str]:
    if hint := holiday_hint(case.section_f, plan.last_meeting):
        yield hint
    if question := transfer_question(case, plan.limits, plan.as_at):
        yield question
