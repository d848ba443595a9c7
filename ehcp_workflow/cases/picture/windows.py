"""Which days a picture shows: the weeks from a request to a plan, the year of a review, or the days on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.review_plan.present import present_review
from ehcp_workflow.cases.section_f.versions import PLANS

WHOLE, REVIEWS = "final_plan", frozenset({"first_review", "next_review"})
"""The rules whose limits end the weeks from a request to a plan, and the year of a review."""
WEEKS = (0, 6, 12, 16, 20)
"""Weeks from the request worth finding: whether it will be assessed is due by 6, refusing a plan by 16, the plan by 20.

Source: SI 2014/1530 regs 5(1), 10(1) and 13(2). Week 12 is a mark to count by, and no limit of law.
"""
_AHEAD = 28  # days shown beyond today where nothing else says how far


@dataclass(frozen=True)
class Tick:
    """A day worth finding on the line, and what it is called."""

    day: date
    name: str


@dataclass(frozen=True)
class Window:
    """Some days of a case, both ends inclusive, and what they are.

    Attributes:
        title: what the picture of them is called.
        counted: the last day of those that belong to it by their own date; a limit may lie after it.
    """

    title: str
    first: date
    last: date
    counted: date
    ticks: tuple[Tick, ...] = ()


def windows_of(position: Position) -> tuple[Window, ...]:
    """The days that a picture of a case shows, the present ones first; none where no day is known."""
    weeks = _weeks(position)
    now = _year(position) or (_since(position, weeks.counted) if weeks and weeks.counted < date.max else None)
    if now and weeks:
        return (now, weeks) if weeks.first < now.first else (now,)
    found = now or weeks or _days(position)
    return (found,) if found else ()


def _weeks(position: Position) -> Window | None:
    """From the last request that still counts to the limit for the plan, or to the plan where that came later."""
    clock = _latest(position, {WHOLE})
    if clock is None or clock.facts.started.earliest is None or clock.due.latest is None:
        return None
    first = clock.facts.started.earliest
    plans = (e.on.latest for e in position.events if e.kind in PLANS and e.on.latest and e.on.latest >= first)
    counted = min(plans, default=date.max)
    exact = "" if clock.facts.started.exact else ", counted from the first day on which it may have come"
    ticks = tuple(Tick(date.fromordinal(first.toordinal() + 7 * week), f"Week {week}") for week in WEEKS)
    return Window(f"From the request to the plan{exact}", first, clock.due.latest, counted, ticks)


def _year(position: Position) -> Window | None:
    """From the plan or its last review to the day by which it must be reviewed, while a plan is in force."""
    if present_review(position.events, position.clocks, position.as_at).plan is None:
        return None
    clock = _latest(position, REVIEWS)
    if clock is None or clock.facts.started.earliest is None or clock.due.latest is None:
        return None
    first, last = clock.facts.started.earliest, clock.due.latest
    ticks = (Tick(first, "Last reviewed" if clock.rule.id != "first_review" else "Plan"), Tick(last, "Review by"))
    return Window("The year of the review", first, last, date.max, ticks)


def _since(position: Position, plan: date) -> Window:
    """The days since a plan that is no longer in force."""
    known = [day for event in position.events if (day := event.on.latest)]
    return Window("Since the plan", plan, max(*known, plan, _soon(position)), date.max)


def _days(position: Position) -> Window | None:
    """The days on record, where there is neither a request nor a plan."""
    known = [day for event in position.events for day in (event.on.earliest, event.on.latest) if day]
    if not known:
        return None
    return Window("What is on record", min(known), max(*known, _soon(position)), date.max)


def _soon(position: Position) -> date:
    return date.fromordinal(position.as_at.toordinal() + _AHEAD)


def _latest(position: Position, rules: frozenset[str] | set[str]) -> Clock | None:
    """The clock of some rules that started last; one that was overtaken counts only where there is no other."""
    found = [pair for pair in zip(position.clocks, position.states, strict=True) if pair[0].rule.id in rules]
    return max(found, key=_place, default=(None, None))[0]


def _place(pair: tuple[Clock, ClockState]) -> tuple[bool, date]:
    clock, state = pair
    return state is not ClockState.SUPERSEDED, clock.facts.started.earliest or date.min
