"""What a meeting on a day can no longer meet, and what can still be saved by being quicker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.review_plan.limits import Limit
from ehcp_workflow.cases.review_plan.present import Present
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When, day_in_words

WINDOW = "REV-11"


def problems_of(
    rulebook: Rulebook, present: Present, limits: tuple[Limit, ...], meeting: When, as_at: date
) -> Iterator[str]:
    """What is wrong with a meeting on a day, limit by limit; nothing when every limit leaves every step its time."""
    held = meeting.latest
    for limit in limits:
        by, last = limit.clock.due.earliest, limit.last_meeting.earliest
        if held is None or by is None or last is None or held <= last:
            continue
        if limit.is_of_a_transfer:
            yield _of_transfer(rulebook, present, limit, held, by, as_at)
        elif held > by:
            yield f"{_named(limit)} is missed: the meeting itself is after {day_in_words(by)}."
        elif by < as_at:
            yield f"{_named(limit)} has been missed: it ended on {day_in_words(by)} and no decision is recorded."
        else:
            yield f"{_named(limit)} leaves less than the usual time: decide by {day_in_words(by)}."


def _of_transfer(rulebook: Rulebook, present: Present, limit: Limit, held: date, by: date, as_at: date) -> str:
    soonest = _soonest_plan(rulebook, present, max(held, as_at))
    if by < as_at:
        return f"{_named(limit)} has been missed: it ended on {day_in_words(by)} and no changed plan is recorded."
    if soonest > by:
        return (
            f"{_named(limit)} cannot be met with the whole time to comment: the changed plan can be sent on "
            f"{day_in_words(soonest)} at the soonest, and the limit is {day_in_words(by)}."
        )
    return (
        f"{_named(limit)} leaves less than the usual time: the changed plan must be sent by {day_in_words(by)}, and "
        f"the notice of changes early enough before it for the family to comment."
    )


def _soonest_plan(rulebook: Rulebook, present: Present, from_: date) -> date:
    """The first day on which a changed plan can be sent after the family had its whole time to comment."""
    version = rulebook.rule(WINDOW).versions[-1]
    served = present.notice.on.latest if present.notice and present.notice.on.latest else from_
    closes = work_out(version, When.day(served), rulebook.calendar, "").due.latest or served
    return max(add_days(closes, 1), from_)


def _named(limit: Limit) -> str:
    return f"{limit.ref} ({limit.clock.rule.title})"
