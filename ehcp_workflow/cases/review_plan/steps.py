"""The steps of a review on its days: from the engine's own clocks, run over the case as it would go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.review_plan.limits import Limit, earliest_of
from ehcp_workflow.cases.review_plan.plan import ReviewStep, StepState
from ehcp_workflow.cases.review_plan.present import Present
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When

ARRANGED, HELD, NOTICE = "planned: arranged", "planned: held", "planned: notice"
CODES = {
    "REV-06": "invitations",
    "REV-07": "advice",
    "REV-08": "report",
    "REV-09": "decision",
    "REV-10": "proposed_changes",
    "REV-11": "comments",
    "REV-12/REV-13": "amended_plan",
}
"""The steps of a review by the rule that gives their last day, in order; the meeting stands after the advice."""


@dataclass(frozen=True)
class Course:
    """How a review would go on from its meeting: each step's clock, by the reference of its rule."""

    meeting: When
    clocks: dict[str, Clock]


def course_from(rulebook: Rulebook, case: Case, present: Present, meeting: When, as_at: date) -> Course:
    """The clocks of a review whose meeting is on a day, if every step is taken on its last day.

    What is recorded already stands; the rest is added in thought: the meeting, and the notice on its last day.
    """
    added = list(_added(present, meeting))
    going_on = replace(case, recorded=(*case.recorded, *added))
    clocks = run_clocks(rulebook, going_on, today=as_at).clocks
    starts = {event.id for event in (present.meeting, present.arranged, present.notice, *added) if event}
    found = _by_ref(clocks, starts)
    if present.notice is None and "REV-10" in found:
        notice = Event(NOTICE, "amendment_notice_sent", found["REV-10"].due)
        clocks = run_clocks(rulebook, replace(going_on, recorded=(*going_on.recorded, notice)), today=as_at).clocks
        found = _by_ref(clocks, starts | {NOTICE})
    return Course(meeting, found)


def _added(present: Present, meeting: When) -> Iterator[Event]:
    if present.arranged is None or present.arranged.on != meeting:
        yield Event(ARRANGED, "review_meeting_date", meeting)
    if present.meeting is None:
        yield Event(HELD, "review_meeting_held", meeting)


def _by_ref(clocks: tuple[Clock, ...], starts: set[str]) -> dict[str, Clock]:
    """The latest clock of each step that one of these events started."""
    return {clock.rule.ref: clock for clock in clocks if clock.rule.ref in CODES and clock.started_by.id in starts}


def steps_of(course: Course, limits: tuple[Limit, ...], present: Present, as_at: date) -> Iterator[ReviewStep]:
    """The steps of a review in order, each with its last day under every limit.

    Args:
        course: how the review goes on.
        limits: what it has to meet.
        present: how far it has gone.
        as_at: the day for which it is asked.
    """
    for ref, code in CODES.items():
        if code == "report":
            yield _meeting(course, limits, present, as_at)
        clock = course.clocks.get(ref)
        if clock and not _fell_away(clock):
            yield _step(code, clock, limits, as_at)


def _fell_away(clock: Clock) -> bool:
    """Whether something that is recorded made the step needless; what is only thought of ends none."""
    return clock.ended_by is not None and clock.ended_by.id not in {HELD, NOTICE}


def _meeting(course: Course, limits: tuple[Limit, ...], present: Present, as_at: date) -> ReviewStep:
    last = earliest_of(limit.last_meeting for limit in limits)
    governing = next((limit for limit in limits if limit.last_meeting.earliest == last.earliest), None)
    done = present.meeting.on if present.meeting else None
    return ReviewStep(
        code="meeting",
        what="Hold the review meeting",
        who="review_holder",
        last=last if last.is_known else course.meeting,
        governed_by=governing.ref if governing else "REV-09",
        citation=governing.clock.citation if governing else "",
        why=_why_meeting(governing),
        binding=governing is not None,
        unverified=governing.clock.is_unverified if governing else False,
        state=_state(last if last.is_known else course.meeting, done, as_at),
        done=done,
    )


def _why_meeting(limit: Limit | None) -> str:
    if limit is None:
        return "The limits of this review count from its meeting."
    if limit.is_of_a_transfer:
        return f"So that the changed plan is sent by {limit.clock.due.in_words()}, if every step takes its whole time."
    return f"So that the decision, which ends the review, is given by {limit.clock.due.in_words()}."


def _step(code: str, clock: Clock, limits: tuple[Limit, ...], as_at: date) -> ReviewStep:
    capped, limit = _capped(code, clock.due, limits)
    done = clock.met_by.on if clock.met_by and clock.met_by.id not in {HELD, NOTICE} else None
    source = limit.clock if limit else clock
    return ReviewStep(
        code=code,
        what=clock.rule.title,
        who=clock.rule.owed_by,
        last=capped,
        governed_by=source.rule.ref,
        citation=source.citation,
        why=_why(code, clock, limit),
        binding=clock.rule.authority.binds,
        unverified=source.is_unverified,
        state=_state(capped, done, as_at),
        done=done,
    )


def _capped(code: str, due: When, limits: tuple[Limit, ...]) -> tuple[When, Limit | None]:
    """The step's own last day, or an earlier one that a limit of the whole review asks for, with that limit."""
    found: Limit | None = None
    for limit in limits:
        by = _by(code, limit)
        if by and by.earliest and due.earliest and by.earliest < due.earliest:
            due, found = earliest_of((due, by)), limit
    return due, found


def _by(code: str, limit: Limit) -> When | None:
    """By when a limit of the whole review asks for a step."""
    match code:
        case "decision":
            return limit.last_notice or limit.clock.due
        case "proposed_changes":
            return limit.last_notice
        case "amended_plan" if limit.is_of_a_transfer:
            return limit.clock.due
        case _:
            return None


def _why(code: str, clock: Clock, limit: Limit | None) -> str:
    if limit is None:
        return clock.working[-1].says
    if code == "amended_plan" or not limit.is_of_a_transfer:
        return f"{limit.clock.rule.title}: by {limit.clock.due.in_words()}. Else it could wait until {_on(clock)}."
    return f"So that the changed plan is sent by {limit.clock.due.in_words()}. Else it could wait until {_on(clock)}."


def _on(clock: Clock) -> str:
    return clock.due.in_words()


def _state(last: When, done: When | None, as_at: date) -> StepState:
    if done:
        late = last.latest and done.earliest and done.earliest > last.latest
        return StepState.DONE_LATE if late else StepState.DONE
    return StepState.PASSED if last.latest and last.latest < as_at else StepState.AHEAD
