"""Versions of a plan: from when to when each was in force, and when an appeal about it was running."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.findings import Finding, Severity
from ehcp_workflow.cases.provision import PLAN_OVER
from ehcp_workflow.cases.section_f.terms import Days
from ehcp_workflow.law.when import When, day_in_words

PLANS = frozenset({"final_plan_sent", "amended_plan_sent"})
APPEAL = "appeal_received"
APPEAL_OVER = frozenset({"order_made", "consent_order", "la_conceded", "decision_sent", "appeal_withdrawn"})
OPEN_END = date.max.toordinal()


@dataclass(frozen=True)
class Version:
    """One version of the plan and the days on which it was in force, as ordinal numbers, both inclusive.

    Attributes:
        event: the record of sending it; ids: that record and all that it corrects, so that lines find their version.
        first: the day it was sent. last: the day before the next version was sent or the plan ended.
    """

    event: Event
    ids: frozenset[str]
    first: int
    last: int = OPEN_END

    @property
    def begins(self) -> date:
        """The day it was sent."""
        return date.fromordinal(self.first)


def versions_in_force(recorded: tuple[Event, ...]) -> tuple[tuple[Version, ...], tuple[Finding, ...]]:
    """The versions of the plan, earliest first, and what is odd about their dates.

    A version known only to the month or to a range counts from its latest possible day, and a plan whose end is known
    only so counts to before its earliest: nothing is said to be owed that may not have been.

    Args:
        recorded: the events of the case, with or without corrected ones.
    """
    events = Case("", recorded).standing
    origin = {event.id: event.corrects for event in recorded if event.corrects}
    sent = [event for event in events if event.kind in PLANS]
    dated = sorted(
        (_sent(event).latest or date.max, event.kind == "amended_plan_sent", event.id, event) for event in sent
    )
    begun = [Version(event, _ids(event, origin), day.toordinal()) for day, _, _, event in dated if day < date.max]
    over = [event.on.earliest.toordinal() for event in events if event.kind in PLAN_OVER and event.on.earliest]
    following = [later.first for later in begun[1:]] + [OPEN_END + 1] * bool(begun)
    ended = (
        Version(v.event, v.ids, v.first, min(next_one, *(day for day in over if day > v.first), OPEN_END + 1) - 1)
        for v, next_one in zip(begun, following, strict=True)
    )
    return tuple(ended), tuple(finding for event in sent if (finding := _odd(event)))


def appeals(recorded: tuple[Event, ...], first_plan: int, as_at: date) -> tuple[Days, ...]:
    """The days on which an appeal about the plan was running, both ends inclusive, up to a day.

    An appeal that the Tribunal received before there was a plan is about a refusal, and is left out.
    """
    events = Case("", recorded).standing
    ends = sorted(event.on.earliest for event in events if event.kind in APPEAL_OVER and event.on.earliest)
    starts = sorted(event.on.latest for event in events if event.kind == APPEAL and event.on.latest)
    return tuple(
        Days(start, min(next((end for end in ends if end >= start), as_at), as_at))
        for start in starts
        if first_plan <= start.toordinal() <= as_at.toordinal()
    )


def days_together(spans: Iterable[Days], first: int, last: int) -> int:
    """On how many days of a time, as ordinal numbers, both inclusive, at least one of the spans was running."""
    days: set[int] = set()
    for span in spans:
        days.update(range(max(first, span.first.toordinal()), min(last, span.last.toordinal()) + 1))
    return len(days)


def _sent(event: Event) -> When:
    return event.date_of("sent_on")


def _ids(event: Event, origin: Mapping[str, str]) -> frozenset[str]:
    found, id_ = {event.id}, event.id
    while (earlier := origin.get(id_)) and earlier not in found:
        found.add(earlier)
        id_ = earlier
    return frozenset(found)


def _odd(event: Event) -> Finding | None:
    sent = _sent(event)
    if sent.latest is None:
        said = "A version of the plan has no date, so no help is counted for it. Correct the record with its date."
        return Finding(Severity.PROBLEM, said, event.id)
    if sent.exact is None:
        said = f"The day this plan was sent is known only as {sent}. Help is counted from {day_in_words(sent.latest)}."
        return Finding(Severity.NOTE, said, event.id)
    return None
