"""Which review of a plan is under way: its meeting, its notice, and whether the council has decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock

PLAN_SENT = frozenset({"final_plan_sent", "amended_plan_sent"})
PLAN_OVER = frozenset({"plan_ceased"})
APPEAL, APPEAL_OVER = "appeal_received", frozenset({"order_made", "consent_order", "appeal_withdrawn", "la_conceded"})
OF_A_MEETING = frozenset({"REV-09", "REV-10", "REV-12/REV-13"})
ENDS_A_REVIEW = frozenset({"review_decision_notified", "no_amendment_notified", "amended_plan_sent"})


@dataclass(frozen=True)
class Present:
    """The review that is under way, as far as it has gone.

    Attributes:
        plan: the event by which the plan in force was sent; None when there is none.
        meeting: the meeting held, when its review is not finished.
        arranged: the meeting arranged, when none was held.
        notice: the notice of proposed changes of this review.
        decided: whether the council gave its decision.
        appeal: whether an appeal is running.
    """

    plan: Event | None
    meeting: Event | None
    arranged: Event | None
    notice: Event | None
    decided: bool
    appeal: bool


def present_review(events: tuple[Event, ...], clocks: Iterable[Clock], as_at: date) -> Present:
    """The review under way at the end of a day; `events` hold what happened by then, and what is arranged."""
    happened = tuple(event for event in events if event.on.earliest is None or event.on.earliest <= as_at)
    meeting, decided, notice = _meeting_of(clocks, as_at), False, None
    if meeting:
        since = [event for event in happened if meeting.on.may_precede(event.on) and event is not meeting]
        notice = next((event for event in since if event.kind == "amendment_notice_sent"), None)
        decided = notice is not None or any(event.kind == "review_decision_notified" for event in since)
    return Present(
        plan=_plan_in_force(happened),
        meeting=meeting,
        arranged=None if meeting else _arranged(events, as_at),
        notice=notice,
        decided=decided,
        appeal=_appeal_runs(happened),
    )


def _meeting_of(clocks: Iterable[Clock], as_at: date) -> Event | None:
    """The latest meeting after which something is still owed."""
    owing = [c for c in clocks if c.rule.ref in OF_A_MEETING and c.is_open(as_at, 0)]
    meetings = [clock.started_by for clock in owing if clock.started_by.kind == "review_meeting_held"]
    return meetings[-1] if meetings else None


def _plan_in_force(happened: tuple[Event, ...]) -> Event | None:
    plan: Event | None = None
    for event in happened:
        if event.kind in PLAN_SENT:
            plan = event
        elif event.kind in PLAN_OVER:
            plan = None
    return plan


def _arranged(events: tuple[Event, ...], as_at: date) -> Event | None:
    """A meeting that is still to come, or whose day has passed without a word that it was held or of any decision."""
    found: Event | None = None
    for event in events:
        if event.kind == "review_meeting_date":
            found = event
        elif event.kind in ENDS_A_REVIEW | {"review_meeting_held"} and (event.on.earliest or as_at) <= as_at:
            found = None
    return found


def _appeal_runs(happened: tuple[Event, ...]) -> bool:
    runs = False
    for event in happened:
        runs = event.kind == APPEAL or (runs and event.kind not in APPEAL_OVER)
    return runs
