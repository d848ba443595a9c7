"""What a meeting on a day can no longer meet, and what can still be saved by being quicker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

from ehcp_workflow.cases.review_plan.limits import COMMENTS, Limit, version_for
from ehcp_workflow.cases.review_plan.plan import MeetingIs, ReviewPlan, StepState
from ehcp_workflow.cases.review_plan.present import Present
from ehcp_workflow.law.backwards import last_notice
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When, day_in_words

INVITATIONS = "REV-06"


def problems_of(rulebook: Rulebook, present: Present, plan: ReviewPlan) -> Iterator[str]:
    """What is wrong with a planned review, limit by limit; nothing when every limit leaves every step its time."""
    if plan.meeting_is is MeetingIs.LATEST:
        yield from _no_meeting(rulebook, plan)
        return
    yield from _short_notice(rulebook, plan)
    for limit in plan.limits:
        held, last = plan.meeting.latest, limit.last_meeting.earliest
        if held and last and held > last:
            yield _too_late(rulebook, present, plan, limit, held)


def _no_meeting(rulebook: Rulebook, plan: ReviewPlan) -> Iterator[str]:
    last = plan.last_meeting.latest
    if last and last < plan.as_at:
        soonest = soonest_meeting(rulebook, plan.as_at)
        yield (
            f"The last day for the meeting, {plan.last_meeting.in_words()}, has passed and no meeting is recorded. "
            f"With the whole notice, given today, it can be held on {day_in_words(soonest)} at the soonest. See what "
            f"can still be saved: --meeting {soonest}."
        )


def _short_notice(rulebook: Rulebook, plan: ReviewPlan) -> Iterator[str]:
    """Says when it is too late to give the whole notice of a meeting that is still to come."""
    step = next((step for step in plan.steps if step.code == "invitations"), None)
    ahead = plan.meeting.earliest is not None and plan.meeting.earliest >= plan.as_at
    if step and ahead and step.state is StepState.PASSED:
        yield (
            f"Notice of the meeting was to be given by {step.last.in_words()}. With the whole notice, given today, the "
            f"meeting can be held on {day_in_words(soonest_meeting(rulebook, plan.as_at))} at the soonest."
        )


def soonest_meeting(rulebook: Rulebook, as_at: date) -> date:
    """The first day for a meeting of which the whole notice can still be given on a day."""
    days = (add_days(as_at, n) for n in count())
    return next(day for day in days if _notice_of(rulebook, day) >= as_at)


def _notice_of(rulebook: Rulebook, meeting: date) -> date:
    return last_notice(version_for(rulebook, INVITATIONS, meeting), meeting, rulebook.calendar).day


def _too_late(rulebook: Rulebook, present: Present, plan: ReviewPlan, limit: Limit, held: date) -> str:
    as_at = plan.as_at
    by, named = limit.clock.due.earliest or as_at, f"{limit.ref} ({limit.clock.rule.title})"
    missing = "changed plan" if limit.is_of_a_transfer else "decision"
    if by < as_at:
        return f"{named} has been missed: it ended on {day_in_words(by)} and no {missing} is recorded."
    if limit.is_of_a_transfer:
        soonest = _soonest_plan(rulebook, present, max(held, as_at))
        return f"{named} {_of_transfer(plan, soonest, by)}"
    if held > by:
        return f"{named} is missed: the meeting itself is after {day_in_words(by)}."
    return f"{named} leaves less than the usual time: decide by {day_in_words(by)}."


def _of_transfer(plan: ReviewPlan, soonest: date, by: date) -> str:
    if soonest > by:
        return (
            f"cannot be met with the whole time to comment: the changed plan can be sent on {day_in_words(soonest)} at "
            f"the soonest, and the limit is {day_in_words(by)}."
        )
    changes = next((step for step in plan.steps if step.code == "proposed_changes" and step.is_open), None)
    sooner = f"send the proposed changes by {changes.last.in_words()} and " if changes else "send "
    return f"leaves less than the usual time: {sooner}the changed plan by {day_in_words(by)}."


def _soonest_plan(rulebook: Rulebook, present: Present, from_: date) -> date:
    """The first day on which a changed plan can be sent after the family had its whole time to comment."""
    served = (present.notice.on.latest if present.notice else None) or from_
    window = work_out(version_for(rulebook, COMMENTS, served), When.day(served), rulebook.calendar, "")
    return max(add_days(window.due.latest or served, 1), from_)
