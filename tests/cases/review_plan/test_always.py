"""What holds of every planned review, whatever its dates."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewStep, StepState
from ehcp_workflow.cases.review_plan.planning import plan_review
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.verdict import Verdict

from .plans import TO_SECONDARY
from stories import case_of, happened, small_cases, the_rulebook

LIMITS = {"REV-01", "PHA-01"}
# The review of an earlier plan ends too soon to be the one before the move.
SENT = st.dates(date(2025, 11, 1), date(2027, 1, 20))
DONE = {StepState.DONE, StepState.DONE_LATE}
DAYS = st.dates(date(2025, 1, 1), date(2027, 6, 1))


def is_late(sent: date, meeting: date) -> bool:
    """Whether a limit is missed when each step after a meeting takes its whole time: four weeks, then eight."""
    decided, amended = meeting + timedelta(weeks=4), meeting + timedelta(weeks=12)
    events = (
        happened("final_plan_sent", sent.isoformat()),
        TO_SECONDARY,
        happened("review_meeting_held", meeting.isoformat()),
        happened("review_decision_notified", decided.isoformat(), outcome="amend"),
        happened("amendment_notice_sent", decided.isoformat()),
        happened("amended_plan_sent", amended.isoformat()),
    )
    clocks = run_clocks(the_rulebook(), case_of(*events), today=date(2029, 1, 1)).clocks
    judged = [c.judgement(date(2029, 1, 1)).verdict for c in clocks if c.rule.ref in LIMITS]
    assert judged
    return Verdict.LATE in judged


@given(sent=SENT)
def test_from_the_last_meeting_on_no_limit_is_missed_and_one_day_later_one_is(sent: date):
    """The engine judges the events that follow; the planner is not asked about itself."""
    last = plan_review(the_rulebook(), case_of(happened("final_plan_sent", sent.isoformat()), TO_SECONDARY), sent)
    day = last.last_meeting.exact
    assert day is not None
    if day > sent:
        assert not is_late(sent, day)
    assert is_late(sent, max(day, sent) + timedelta(days=1))


@given(sent=DAYS, meeting=DAYS, days=st.integers(0, 60))
def test_a_later_meeting_never_gives_an_earlier_day_for_any_step(sent: date, meeting: date, days: int):
    case = case_of(happened("final_plan_sent", sent.isoformat()))
    plans = [plan_review(the_rulebook(), case, sent, meeting + timedelta(days=n)) for n in (0, days)]
    for early, late in pairwise(plans):
        ends = {step.code: step.last.earliest for step in late.steps}
        assert all(ends[step.code] >= step.last.earliest for step in early.steps)  # type: ignore[operator]


@given(sent=DAYS, as_at=DAYS, meeting=st.none() | DAYS)
def test_the_steps_of_a_review_follow_each_other(sent: date, as_at: date, meeting: date | None):
    """The list and the notice come before the meeting; then the report, the decision and the changed plan."""
    case = case_of(happened("final_plan_sent", min(sent, as_at).isoformat()), TO_SECONDARY)
    plan = plan_review(the_rulebook(), case, as_at, meeting)
    own = [step for step in plan.steps if step.code != "meeting"]
    after = [step.last.earliest for step in own if step.code in {"invitations", "report"}]
    assert after == sorted(after)  # type: ignore[type-var]
    assert all(step.safe.earliest == step.last.earliest - timedelta(days=1) for step in own)  # type: ignore[operator]
    assert sum(step.state.value == "next" for step in plan.steps) <= 1


def day_before(day: date | None) -> date | None:
    """An unknown day has an unknown day before it."""
    return day and day - timedelta(days=1)


def stands_as_its_days_say(step: ReviewStep, as_at: date) -> bool:
    """Whether the state of a step follows from its last day, the day on which it was done, and the day asked for."""
    ended = step.last.latest or date.max  # what may end at any time has not ended for certain
    if step.done is None:
        return (step.state is StepState.PASSED) == (ended < as_at) and step.state not in DONE
    late = step.code != "meeting" and step.done.earliest is not None and step.done.earliest > ended
    return step.state is (StepState.DONE_LATE if late else StepState.DONE)


@given(case=small_cases(), days=st.integers(0, 500), meeting=st.none() | DAYS)
def test_whatever_is_recorded_a_review_is_planned_or_it_is_said_why_not(case: Case, days: int, meeting: date | None):
    as_at = date(2025, 6, 1) + timedelta(days=days)
    plan = plan_review(the_rulebook(), case, as_at, meeting)
    assert bool(plan.steps) == plan.meeting.is_known
    if plan.plan_sent is None:
        assert (plan.limits, plan.steps, plan.problems, len(plan.notes)) == ((), (), (), 1)
    if plan.meeting_is is MeetingIs.LATEST and plan.steps:
        assert plan.meeting == plan.last_meeting
        assert bool(plan.problems) == (plan.last_meeting.latest < as_at)  # type: ignore[operator]
    for step in plan.steps:
        assert step.why
        assert (step.safe.earliest, step.safe.latest) == (day_before(step.last.earliest), day_before(step.last.latest))
        assert stands_as_its_days_say(step, as_at)
    assert {step.code for step in plan.steps if step.state is StepState.NEXT} <= {
        plan.next_step and plan.next_step.code
    }


@given(case=small_cases(), days=st.integers(0, 500), meeting=st.none() | DAYS)
def test_the_days_by_law_after_a_meeting_follow_each_other(case: Case, days: int, meeting: date | None):
    """The report, the decision and the changes, and the changed plan, each by its own limit."""
    plan = plan_review(the_rulebook(), case, date(2025, 6, 1) + timedelta(days=days), meeting)
    own = ("REV-08", "REV-09", "REV-10", "REV-12/REV-13")
    ends = [step.last.earliest for step in plan.steps if step.binding and step.governed_by in own]
    assert ends == sorted(ends)  # type: ignore[type-var]
