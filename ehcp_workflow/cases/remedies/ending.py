"""Times that end unnoticed: the last days for the Ombudsman, about what was missed and not taken there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.remedies.missed import Miss, events_since, missed_of, without_parts
from ehcp_workflow.cases.remedies.rights import window_of
from ehcp_workflow.law.counting import add_months
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import BreachKind, RemedyStep
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class Ending:
    """A time for a step that ends, about one or more things missed.

    Attributes:
        step: the step that was not taken.
        last: its last day, inclusive; ends: the same, of several possible days the first.
        warned_from: the first day on which house policy warns of it.
        about: the kinds of what was missed, by their ids.
        sure: whether no exemption is claimed for any of it and no rule of it rests on memory alone.
    """

    step: RemedyStep
    last: When
    ends: date
    warned_from: date
    about: tuple[str, ...]
    sure: bool

    def runs_on(self, day: date) -> bool:
        """Whether the step could still be taken on a day."""
        return day <= self.ends


def endings(
    rulebook: Rulebook,
    clocks: Iterable[Clock],
    lapses: Iterable[Lapse],
    events: tuple[Event, ...],
    months: int,
    as_at: date,
) -> tuple[Ending, ...]:
    """The times for warned steps that have not ended on a day, the earliest first; one for each last day.

    What goes on is warned of. What was put right is warned of only where the family complained or wrote about it: that
    something came late once must not alarm everybody for a year. An appeal about it counts as putting it right, as it
    takes most of the matter from the Ombudsman.

    Args:
        rulebook: the law; its rules say how long there is.
        clocks: the clocks of the case at the end of the day.
        lapses: provision that is not, or was not, delivered.
        events: what happened up to then.
        months: after how many months since the family knew house policy warns.
        as_at: the day.
    """
    found: dict[str, Ending] = {}
    for kind, step, miss in _warned(rulebook, clocks, lapses, as_at):
        since = events_since(miss.since, events, as_at)
        if not _concerns(rulebook, kind, step, miss, since):
            continue
        ending = _ending(rulebook, kind, step, miss, since, months)
        if ending.runs_on(as_at):
            key = f"{step.id}:{ending.last}"
            found[key] = _joined(found[key], ending) if key in found else ending
    return tuple(sorted(found.values(), key=lambda ending: str(ending.last)))


def _warned(
    rulebook: Rulebook, clocks: Iterable[Clock], lapses: Iterable[Lapse], as_at: date
) -> Iterator[tuple[BreachKind, RemedyStep, Miss]]:
    """Everything missed for which there is a step that is warned of."""
    for missed in without_parts(missed_of(rulebook, clocks, lapses, as_at)):
        steps = [rulebook.remedy_steps[name] for name in missed.kind.steps]
        for step in (step for step in steps if step.warned):
            yield from ((missed.kind, step, miss) for miss in missed.misses)


def _concerns(rulebook: Rulebook, kind: BreachKind, step: RemedyStep, miss: Miss, since: tuple[Event, ...]) -> bool:
    """Whether the step is still worth a warning: not taken, and the matter goes on or the family complained of it."""
    done = {event.kind for event in since}
    if done & set(step.done_by):
        return False
    others = [rulebook.remedy_steps[name] for name in kind.steps]
    complained = any(done & set(other.done_by) for other in others if not other.decision)
    covering = rulebook.remedy_steps[step.yields_to].done_by if step.yields_to else ()
    return complained or (miss.goes_on and not done & set(covering))


def _ending(
    rulebook: Rulebook, kind: BreachKind, step: RemedyStep, miss: Miss, since: tuple[Event, ...], months: int
) -> Ending:
    window = window_of(rulebook, step, miss.since, since)
    assert window and window.start.earliest and window.last.earliest  # noqa: S101, PT018 - a warned step has a time
    sure = miss.claim is None and not miss.unverified
    return Ending(step, window.last, window.last.earliest, add_months(window.start.earliest, months), (kind.id,), sure)


def _joined(one: Ending, other: Ending) -> Ending:
    """Two that end on the same day are told as one; a family hears of it if it is sure of either."""
    about = tuple(dict.fromkeys((*one.about, *other.about)))
    first = min(one.warned_from, other.warned_from)
    return replace(one, warned_from=first, about=about, sure=one.sure or other.sure)
