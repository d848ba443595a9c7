"""Which review of a plan is under way: its meeting, its notice, and whether the council has decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.section_f.versions import APPEAL, APPEAL_OVER, PLANS

PLAN_OVER = frozenset({"plan_ceased"})
TRANSFERRED = "plan_transferred"
OF_A_MEETING = frozenset({"REV-09", "REV-10", "REV-13"})
ENDS_A_REVIEW = frozenset({"review_decision_notified", "no_amendment_notified", "amended_plan_sent"})


@dataclass(frozen=True)
class Present:
    """The review that is under way, as far as it has gone.

    Attributes:
        plan: the event by which the plan in force was sent; None when there is none.
        ceased: the event that ended the last plan, when none is in force; None when there never was one.
        transferred: the event by which the plan came to another council, when it did.
        meeting: the meeting held, when its review is not finished.
        arranged: a meeting that is arranged and not held; after `meeting`, a further one.
        notice: the notice of proposed changes of this review.
        decided: whether the council gave its decision.
        appeal: whether an appeal is running.
    """

    plan: Event | None
    ceased: Event | None
    transferred: Event | None
    meeting: Event | None
    arranged: Event | None
    notice: Event | None
    decided: bool
    appeal: bool


def present_review(events: tuple[Event, ...], clocks: Iterable[Clock], as_at: date) -> Present:
    """The review under way at the end of a day; `events` hold what happened by then, and what is arranged."""
    happened = tuple(event for event in events if event.on.earliest is None or event.on.earliest <= as_at)
    meeting, decided, notice = _meeting_of(happened, clocks, as_at), False, None
    if meeting:
        since = [event for event in happened if meeting.on.may_precede(event.on) and event is not meeting]
        notice = next((event for event in since if event.kind == "amendment_notice_sent"), None)
        decided = notice is not None or any(event.kind == "review_decision_notified" for event in since)
    return Present(
        plan=_last(happened, PLANS, PLAN_OVER),
        ceased=_last(happened, PLAN_OVER, PLANS),
        transferred=_last(happened, {TRANSFERRED}, PLAN_OVER),
        meeting=meeting,
        arranged=_arranged(events, as_at),
        notice=notice,
        decided=decided,
        appeal=_last(happened, {APPEAL}, APPEAL_OVER) is not None,
    )


def _meeting_of(happened: tuple[Event, ...], clocks: Iterable[Clock], as_at: date) -> Event | None:
    """The last meeting held, if something is still owed after it."""
    meeting = _last(happened, {"review_meeting_held"}, PLAN_OVER)
    owing = (c for c in clocks if c.rule.ref in OF_A_MEETING and c.is_open(as_at, 0))
    return meeting if meeting and any(clock.started_by.id == meeting.id for clock in owing) else None


def _last(happened: tuple[Event, ...], kinds: Collection[str], ends: Collection[str]) -> Event | None:
    """The last event of some kinds, unless one of others ended it."""
    found: Event | None = None
    for event in happened:
        if event.kind in kinds:
            found = event
        elif event.kind in ends:
            found = None
    return found


def _arranged(events: tuple[Event, ...], as_at: date) -> Event | None:
    """A meeting that is still to come, or whose day has passed without a word that it was held or of any decision."""
    found: Event | None = None
    for event in events:
        if event.kind == "review_meeting_date":
            found = event
        elif event.kind in ENDS_A_REVIEW | {"review_meeting_held"} and (event.on.earliest or as_at) <= as_at:
            found = None
    return found
