"""The dates of a case in words: those that govern, and under each those it was chosen from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When
from ehcp_workflow.services.reading import CaseSheet
from ehcp_workflow.services.rulebook_review.signatures import Signoffs
from ehcp_workflow.web.wording import Tag, how_far, tag_of, verdict_in_words


@dataclass(frozen=True)
class DateRow:
    """One date of a case.

    Attributes:
        clock: the date itself, with its working.
        tag, verdict: how it stands.
        how_far: how far away it is, while it is still open.
        safe: the day before it, while that can still be used.
        who: who must, should or may act, as a sentence begins: "The council must".
        url: where its provision can be read.
        outcome: what met or ended it and when, in words.
        exemptions: the statutory reasons for which it need not be met.
        chosen_from: whether another date was chosen from this one and others.
        open: whether it, or the date chosen from it, still asks something of somebody.
        signed: which lawyer stands behind its rule, or that none has checked it yet.
    """

    clock: Clock
    tag: Tag
    verdict: str
    how_far: str
    safe: When | None
    who: str
    url: str
    outcome: str
    exemptions: tuple[str, ...]
    chosen_from: bool
    open: bool
    signed: str


def dates_of(signoffs: Signoffs, sheet: CaseSheet) -> list[DateRow]:
    """The dates of a case: open ones first, soonest first, each followed by those it was chosen from."""
    position = sheet.position
    pairs = list(zip(position.clocks, position.states, strict=True))
    governing = [pair for pair in pairs if pair[0].facts.governed_by is None and not pair[0].facts.undated]
    return [
        _row(signoffs, clock, state, position.as_at, is_open=pair[1].is_open)
        for pair in sorted(governing, key=_place)
        for clock, state in (pair, *_members(pair[0], pairs))
    ]


def duties_of(signoffs: Signoffs, sheet: CaseSheet) -> list[DateRow]:
    """What is owed now and has no date in law, in the order of the rulebook."""
    day = sheet.position.as_at
    duties = sheet.position.open_duties()
    return [_row(signoffs, clock, clock.facts.state(day, 0), day, is_open=True) for clock in duties]


def _place(pair: tuple[Clock, ClockState]) -> tuple[bool, bool, date, str]:
    clock, state = pair
    over = state in {ClockState.SUPERSEDED, ClockState.ENDED}
    return not state.is_open, over, clock.due.earliest or NEVER, clock.rule.ref


def _members(governing: Clock, pairs: list[tuple[Clock, ClockState]]) -> Iterator[tuple[Clock, ClockState]]:
    """The dates a governing one was chosen from: those whose working is part of its own."""
    for clock, state in pairs:
        first = clock.working[0]
        if clock.facts.governed_by == governing.rule.id and any(step is first for step in governing.working):
            yield clock, state


def _row(signoffs: Signoffs, clock: Clock, state: ClockState, as_at: date, *, is_open: bool) -> DateRow:
    rule, rulebook = clock.rule, signoffs.rulebook
    return DateRow(
        clock=clock,
        tag=tag_of(clock, state, as_at),
        verdict=verdict_in_words(clock, as_at),
        how_far=how_far(clock.due, as_at) if state.is_open else "",
        safe=clock.safe if state.is_open and clock.due.latest and clock.due.latest >= as_at else None,
        who=f"{rulebook.parties[rule.owed_by].title} {rule.verb}",
        url=clock.version.citation.url,
        outcome=_outcome(rulebook, clock),
        exemptions=tuple(f"{e.title} ({e.provisions})" for e in map(rulebook.exemptions.get, rule.exemptions) if e),
        chosen_from=clock.facts.governed_by is not None,
        open=is_open,
        signed=signoffs.of(rule).in_words,
    )


def _outcome(rulebook: Rulebook, clock: Clock) -> str:
    event = clock.met_by or clock.ended_by
    return f"{rulebook.events[event.kind].title}: {event.on.in_words()}." if event else ""
