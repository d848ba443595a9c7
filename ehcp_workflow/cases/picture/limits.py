"""The limits of a case as marks: those that govern, open, met or missed, with how late they are or were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.picture.marks import Look, Mark, MarkKind
from ehcp_workflow.cases.position import Position
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.verdict import Verdict

_LOOKS = {
    ClockState.RUNNING: Look.OPEN,
    ClockState.DUE_SOON: Look.SOON,
    ClockState.OVERDUE: Look.LATE,
    ClockState.CANNOT_TELL: Look.UNSURE,
    ClockState.WAIVED: Look.WAIVED,
    ClockState.MET: Look.DONE,
    ClockState.MET_LATE: Look.DONE_LATE,
    ClockState.ENDED: Look.OVER,
}


def limit_marks(rulebook: Rulebook, position: Position) -> Iterator[tuple[Clock, Mark]]:
    """The limits that have a day, each with its clock: all that are open or met, and those missed before they ended.

    What was overtaken by a newer limit, or ended without having been missed, asks nothing of anybody and is left out.
    """
    for clock, state in zip(position.clocks, position.states, strict=True):
        if clock.facts.governed_by is None and not clock.facts.undated and _counts(clock, state, position.as_at):
            yield clock, _mark(rulebook, clock, state, position.as_at)


def how_it_stands(clock: Clock, as_at: date) -> str:
    """How a limit stands, in words; guidance is never called late, because nobody is bound by it."""
    words = clock.in_words(as_at)
    if clock.judgement(as_at).verdict is Verdict.LATE and not clock.rule.authority.binds:
        return words.replace("late by", "after the guidance date by")
    return words


def _counts(clock: Clock, state: ClockState, as_at: date) -> bool:
    if state is ClockState.SUPERSEDED:
        return False
    return state is not ClockState.ENDED or clock.judgement(as_at).verdict is Verdict.LATE


def _mark(rulebook: Rulebook, clock: Clock, state: ClockState, as_at: date) -> Mark:
    rule = clock.rule
    title = clock.title_in_case
    return Mark(
        key=clock.facts.key,
        kind=MarkKind.LIMIT,
        title=f"{rulebook.parties[rule.owed_by].title} {rule.verb} {title[:1].lower()}{title[1:]}",
        label=title,
        when=clock.due,
        look=_LOOKS[state],
        words=how_it_stands(clock, as_at),
        ref=rule.ref,
        binds=rule.authority.binds and rule.verb == "must",
        safe=clock.safe if state.is_open and clock.due.latest and clock.due.latest >= as_at else None,
        until=_late_until(clock, as_at),
    )


def _late_until(clock: Clock, as_at: date) -> date | None:
    """Up to when it is or was late for certain; None where it is not, or nobody can tell."""
    if clock.judgement(as_at).verdict is not Verdict.LATE:
        return None
    return clock.over.earliest if clock.over else as_at
