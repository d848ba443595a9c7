"""Planning a review for tests: a day typed as text, and the plan read back as text."""

from datetime import date

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.plan import ReviewPlan, ReviewStep
from ehcp_workflow.cases.review_plan.planning import plan_review

from stories import happened, the_rulebook

TO_SECONDARY = happened("phase_transfer_expected", "2027-09", transfer="primary_to_secondary")
TO_COLLEGE = happened("phase_transfer_expected", "2027-09", transfer="secondary_to_post_16")


def planned(case: Case, as_at: str, meeting: str | None = None) -> ReviewPlan:
    day = date.fromisoformat(meeting) if meeting else None
    return plan_review(the_rulebook(), case, date.fromisoformat(as_at), day)


def last_days(plan: ReviewPlan) -> dict[str, str]:
    return {step.code: str(step.last) for step in plan.steps}


def states(plan: ReviewPlan) -> dict[str, str]:
    return {step.code: step.state.value for step in plan.steps}


def step_of(plan: ReviewPlan, code: str) -> ReviewStep:
    return next(step for step in plan.steps if step.code == code)


def says(lines: tuple[str, ...], words: str) -> bool:
    return any(words in line for line in lines)
