"""Meetings of the school with the parents, and which terms had one. Good practice, and never a limit in law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.terms import Days, Term, TermCalendar
from ehcp_workflow.cases.support import STARTED, SUPPORT_ENDS
from ehcp_workflow.law.when import When

MET = "parents_met"
_ON_REGISTER, _OFF_REGISTER = "sen_register_added", "sen_register_removed"
_SUPPORT_BEGINS = frozenset({_ON_REGISTER, "sen_provision_made", STARTED})
_SUPPORT_ENDS = SUPPORT_ENDS | {_OFF_REGISTER}


@dataclass(frozen=True)
class TermMeetings:
    """One term with the meetings that were, or may have been, in it.

    Attributes:
        term: the term.
        meetings: the meetings; one of which only the month is known counts where it may have been.
        whole: whether the child had support from the first to the last day of the term.
        over: whether the term has ended.
    """

    term: Term
    meetings: tuple[When, ...]
    whole: bool
    over: bool

    @property
    def is_missed(self) -> bool:
        """Whether a whole term of support has gone by without a recorded meeting."""
        return self.whole and self.over and not self.meetings


def on_register_since(events: tuple[Event, ...]) -> When | None:
    """Since when the child is on the school's SEN register; None when they are not, or are no longer."""
    since = None
    for event in events:
        if event.kind == _ON_REGISTER:
            since = since or event.on
        elif event.kind == _OFF_REGISTER:
            since = None
    return since


def support_time(events: tuple[Event, ...], as_at: date) -> Days | None:
    """From when to when the child is sure to have had the school's own support, both inclusive; None when never.

    It ends on the day before the child left the register, got a plan or left education, or else goes on at `as_at`. Of
    a child who left the register and came back the later time counts.
    """
    first: date | None = None
    last: date | None = None
    for event in events:
        begins, ends = event.on.latest, event.on.earliest
        if event.kind in _SUPPORT_BEGINS and begins and (first is None or last is not None):
            first, last = begins, None
        elif event.kind in _SUPPORT_ENDS and ends and first and last is None:
            last = date.fromordinal(ends.toordinal() - 1)
        if event.kind in SUPPORT_ENDS:
            break
    if first is None or first > min(last or as_at, as_at):
        return None
    return Days(first, min(last or as_at, as_at))


def meetings_by_term(events: tuple[Event, ...], terms: TermCalendar, as_at: date) -> tuple[TermMeetings, ...]:
    """The terms in which the child had the school's own support, up to a day, each with its meetings."""
    had = support_time(events, as_at)
    if had is None:
        return ()
    met = [event.on for event in events if event.kind == MET]
    return tuple(
        TermMeetings(
            term,
            tuple(on for on in met if _may_lie_in(on, term.days)),
            whole=term.days.first in had and term.days.last in had,
            over=term.days.last < as_at,
        )
        for term in terms.terms
        if term.days.first <= had.last and term.days.last >= had.first
    )


def _may_lie_in(on: When, days: Days) -> bool:
    return bool(on.earliest and on.latest and on.earliest <= days.last and on.latest >= days.first)
