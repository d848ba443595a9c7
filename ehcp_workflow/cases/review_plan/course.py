"""How a review goes on from its meeting: the engine's own clocks, run over the case with what is still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.review_plan.limits import Limit, earliest_of
from ehcp_workflow.cases.review_plan.present import Present
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When

TERM, ARRANGED, HELD, NOTICE = "planned: term", "planned: arranged", "planned: held", "planned: notice"
THOUGHT_OF = frozenset({TERM, ARRANGED, HELD, NOTICE})
"""The ids of what is not recorded and only thought of, so that it meets nothing."""
SCHOOL_LIST, PROPOSED_CHANGES = "REV-05", "REV-10"
CODES = {
    SCHOOL_LIST: "school_list",
    "REV-06": "invitations",
    "REV-07": "advice",
    "REV-08": "report",
    "REV-09": "decision",
    PROPOSED_CHANGES: "proposed_changes",
    "REV-11": "comments",
    "REV-12/REV-13": "amended_plan",
}
"""The steps of a review by the rule that gives their last day, in order; the meeting stands before the report."""


@dataclass(frozen=True)
class Course:
    """How a review goes on from its meeting.

    Attributes:
        meeting: the day of the meeting.
        soonest_notice: the first day on which the proposed changes can go; the day they went, when they have gone.
        clocks: the clock of each step, by the reference of its rule.
    """

    meeting: When
    soonest_notice: date
    clocks: dict[str, Clock]


def course_from(
    rulebook: Rulebook, case: Case, present: Present, meeting: When, limits: tuple[Limit, ...], as_at: date
) -> Course:
    """The clocks of a review whose meeting is on a day, if every step is taken on its last day.

    What is recorded stands; the rest is added in thought: the meeting, and the notice of changes on its last day.
    """
    added = list(_added(case, present, meeting))
    starts = {
        event.id for event in (present.meeting, present.notice, *_of_day(present.arranged, meeting), *added) if event
    }
    going_on = replace(case, recorded=(*case.recorded, *added))
    clocks = _by_ref(rulebook, going_on, starts, as_at)
    soonest = _soonest_notice(present, meeting, as_at)
    if present.notice is None and PROPOSED_CHANGES in clocks:
        day = earliest_of((clocks[PROPOSED_CHANGES].due, *(by for limit in limits if (by := limit.notice_by(soonest)))))
        notice = Event(NOTICE, "amendment_notice_sent", day)
        going_on = replace(going_on, recorded=(*going_on.recorded, notice))
        clocks = _by_ref(rulebook, going_on, starts | {NOTICE}, as_at)
    return Course(meeting, soonest, clocks)


def _soonest_notice(present: Present, meeting: When, as_at: date) -> date:
    if present.notice and present.notice.on.earliest:
        return present.notice.on.earliest
    return max(meeting.earliest or as_at, as_at)


def _added(case: Case, present: Present, meeting: When) -> Iterator[Event]:
    if term := _term_of(case, meeting):
        yield Event(TERM, "term_start", When.day(term))
    if not _of_day(present.arranged, meeting):
        yield Event(ARRANGED, "review_meeting_date", meeting)
    if present.meeting is None:
        yield Event(HELD, "review_meeting_held", meeting)


def _of_day(arranged: Event | None, meeting: When) -> tuple[Event, ...]:
    return (arranged,) if arranged and arranged.on == meeting else ()


def _term_of(case: Case, meeting: When) -> date | None:
    """The first day of the term in which the meeting is, or after which it is; None where term dates are not known."""
    calendar = case.section_f.calendars.get(case.section_f.council or "")
    term = calendar.latest_term(meeting.earliest) if calendar and meeting.earliest else None
    return term.days.first if term else None


def _by_ref(rulebook: Rulebook, case: Case, starts: set[str], as_at: date) -> dict[str, Clock]:
    """The latest clock of each step that one of these events started."""
    clocks = run_clocks(rulebook, case, today=as_at).clocks
    return {clock.rule.ref: clock for clock in clocks if clock.rule.ref in CODES and clock.started_by.id in starts}
