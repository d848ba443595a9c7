"""The steps of a review, each with its last day: its own limit, or an earlier day that the whole review asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.review_plan.course import CODES, THOUGHT_OF, Course
from ehcp_workflow.cases.review_plan.limits import DECISION, Limit, earliest_of
from ehcp_workflow.cases.review_plan.plan import Basis, ReviewStep, StepState
from ehcp_workflow.cases.review_plan.present import Present
from ehcp_workflow.law.when import When


def steps_of(course: Course, limits: tuple[Limit, ...], present: Present, as_at: date) -> list[ReviewStep]:
    """The steps of a review in order, each with its last day under every limit.

    Args:
        course: how the review goes on.
        limits: what it has to meet, the one that needs the earliest meeting first.
        present: how far it has gone.
        as_at: the day for which it is asked.
    """
    steps = list(_steps(course, limits, present, as_at))
    first = next((n for n, step in enumerate(steps) if step.is_open), None)
    if first is not None and steps[first].state is StepState.AHEAD:
        steps[first] = replace(steps[first], state=StepState.NEXT)
    return steps


def _steps(course: Course, limits: tuple[Limit, ...], present: Present, as_at: date) -> Iterator[ReviewStep]:
    for ref, code in CODES.items():
        if code == "report":
            yield _meeting(course, limits, present, as_at)
        clock = course.clocks.get(ref)
        if clock and not _fell_away(clock):
            yield _step(code, clock, course, limits, as_at)


def _fell_away(clock: Clock) -> bool:
    """Whether something that is recorded made the step needless; what is only thought of ends none."""
    return clock.ended_by is not None and clock.ended_by.id not in THOUGHT_OF


def _meeting(course: Course, limits: tuple[Limit, ...], present: Present, as_at: date) -> ReviewStep:
    governing = limits[0] if limits else None
    last = earliest_of(limit.last_meeting for limit in limits) if limits else course.meeting
    done = present.meeting.on if present.meeting else None
    return ReviewStep(
        code="meeting",
        what="Hold the review meeting",
        who="review_holder",
        last=last,
        governed_by=governing.ref if governing else DECISION,
        citation=governing.clock.citation if governing else "",
        why=_why_meeting(governing),
        basis=Basis.PLANNED,
        unverified=governing.clock.is_unverified if governing else False,
        state=StepState.DONE if done else _state(last, done, as_at),
        done=done,
    )


def _why_meeting(limit: Limit | None) -> str:
    if limit is None:
        return "The limits of this review count from its meeting."
    if limit.is_of_a_transfer:
        return f"So that the changed plan is sent by {limit.clock.due.in_words()}, if every step takes its whole time."
    return f"So that the decision, which ends the review, is given by {limit.clock.due.in_words()}."


def _step(code: str, clock: Clock, course: Course, limits: tuple[Limit, ...], as_at: date) -> ReviewStep:
    done = clock.met_by.on if clock.met_by and clock.met_by.id not in THOUGHT_OF else None
    own = Basis.LAW if clock.rule.authority.binds else Basis.GUIDANCE
    last, limit, basis = clock.due, None, own
    for other, by, rests_on in _asked(code, course, limits):
        # What is done is judged by the law alone, and not by what would have been convenient.
        if _is_before(by, last, rests_on) and (rests_on is Basis.LAW or done is None):
            last, limit, basis = earliest_of((last, by)), other, rests_on
    source = limit.clock if limit else clock
    return ReviewStep(
        code=code,
        what=clock.rule.title,
        who=clock.rule.owed_by,
        last=last,
        governed_by=source.rule.ref,
        citation=source.citation,
        why=_why(code, clock, limit),
        basis=basis,
        unverified=source.is_unverified,
        state=_state(last, done, as_at),
        done=done,
    )


def _asked(code: str, course: Course, limits: tuple[Limit, ...]) -> Iterator[tuple[Limit, When, Basis]]:
    """The days by which the limits of the whole review ask for a step."""
    for limit in limits:
        if not limit.is_of_a_transfer:
            if code == "decision":
                yield limit, limit.clock.due, Basis.LAW
        elif code == "amended_plan":
            yield limit, limit.clock.due, Basis.LAW
        elif code in {"decision", "proposed_changes"} and (by := limit.notice_by(course.soonest_notice)):
            yield limit, by, Basis.PLANNED


def _is_before(by: When, last: When, rests_on: Basis) -> bool:
    """Whether a day governs; of two limits on the same day the one of the whole review is named."""
    asked, own = by.earliest or date.max, last.earliest or date.max
    return asked < own or (asked == own and rests_on is Basis.LAW)


def _why(code: str, clock: Clock, limit: Limit | None) -> str:
    if limit is None:
        return clock.working[-1].says
    by, own = limit.clock.due.in_words(), clock.due.in_words()
    rest = "" if by == own else f" Its own limit would be {own}."
    if code == "amended_plan" or not limit.is_of_a_transfer:
        return f"{limit.clock.rule.title}: by {by}.{rest}"
    return f"So that the changed plan is sent by {by}.{rest}"


def _state(last: When, done: When | None, as_at: date) -> StepState:
    if done:
        late = last.latest and done.earliest and done.earliest > last.latest
        return StepState.DONE_LATE if late else StepState.DONE
    return StepState.PASSED if last.latest and last.latest < as_at else StepState.AHEAD
