"""What was missed in a case: limits that passed, and provision that is not delivered, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.law.remedies import breach_kind, lapse_kind
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.verdict import Verdict
from ehcp_workflow.law.vocabulary import BreachKind
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class Miss:
    """One thing that was missed.

    Attributes:
        title: what was owed; ref: the reference of its rule; citation: where it stands.
        since: the first day on which it was late, or not delivered.
        until: when it was done after all; None while it goes on.
        words: how late, in words.
        claim: the exemption claimed for it, to be checked first.
        unverified: whether its rule rests on memory alone.
        clock: the clock of a limit; line: the line of provision that is not delivered.
    """

    title: str
    ref: str
    citation: str
    since: When
    until: When | None
    words: str
    claim: str | None = None
    unverified: bool = False
    clock: Clock | None = None
    line: str | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it is still not done."""
        return self.until is None


@dataclass(frozen=True)
class Missed:
    """Everything missed of one kind: one complaint can be about all of it.

    Attributes:
        kind: the kind, with the steps that can be taken.
        misses: what was missed, the earliest first.
    """

    kind: BreachKind
    misses: tuple[Miss, ...]

    @property
    def goes_on(self) -> bool:
        """Whether any of it is still not done."""
        return any(miss.goes_on for miss in self.misses)

    @property
    def since(self) -> When:
        """The first late day of what goes on; of what is over, that of the latest."""
        return self.starts[0]

    @property
    def starts(self) -> tuple[When, ...]:
        """The days from which time for a step may count: the first late day of each that goes on, or of the latest."""
        return tuple(miss.since for miss in self.misses if miss.goes_on) or (self.misses[-1].since,)


def missed_of(rulebook: Rulebook, clocks: Iterable[Clock], lapses: Iterable[Lapse], as_at: date) -> tuple[Missed, ...]:
    """What was missed in a case up to the end of a day, by kind, in the order of the list of kinds.

    Whether it was a breach is for a person to say: an exemption may hold.

    Args:
        rulebook: the law.
        clocks: the clocks of the case.
        lapses: provision that is not, or was not, delivered.
        as_at: the day.
    """
    found: dict[str, list[Miss]] = {kind: [] for kind in rulebook.breaches}
    for clock in clocks:
        if _counts(clock) and (miss := _of_clock(clock, as_at)):
            found[breach_kind(rulebook, clock.rule.ref).id].append(miss)
    found[lapse_kind(rulebook).id] += _of_lapses(rulebook, lapses, as_at)
    return tuple(
        Missed(rulebook.breaches[kind], tuple(sorted(misses, key=lambda miss: str(miss.since))))
        for kind, misses in found.items()
        if misses
    )


def without_parts(missed: tuple[Missed, ...]) -> tuple[Missed, ...]:
    """What was missed, without that of which another says all and more: a late plan, and the refusal before it."""
    return tuple(one for one in missed if not any(_says_more(other, one) for other in missed))


def _says_more(other: Missed, one: Missed) -> bool:
    """Whether another became late after it and so is about the same request; an older one is about another."""
    if other.kind.id != one.kind.within:
        return False
    later = (miss for miss in other.misses if one.since.may_precede(miss.since))
    return any(miss.goes_on or not one.goes_on for miss in later)


def events_since(since: When, events: Iterable[Event], as_at: date) -> tuple[Event, ...]:
    """What may have happened from a day on, up to the end of another: what was done about something missed."""
    return tuple(
        event
        for event in events
        if since.may_precede(event.on) and (event.on.earliest is None or event.on.earliest <= as_at)
    )


def _counts(clock: Clock) -> bool:
    """Whether the limit binds somebody other than the family, is not a part of another, and has a day."""
    facts = clock.facts
    return (
        clock.rule.authority.binds
        and clock.rule.owed_by not in {"family", "both_sides", "system"}
        and facts.governed_by is None
        and not facts.undated
        and facts.due.is_known
    )


def _of_clock(clock: Clock, as_at: date) -> Miss | None:
    if clock.judgement(as_at).verdict is not Verdict.LATE or not clock.version.is_law:
        return None
    return Miss(
        title=clock.title_in_case,
        ref=clock.rule.ref,
        citation=clock.citation,
        since=clock.due.move(lambda day: date.fromordinal(day.toordinal() + 1)),
        until=clock.over,
        words=f"due {clock.due.in_words()}, {clock.judgement(as_at).in_words}",
        claim=clock.facts.claim,
        unverified=clock.is_unverified,
        clock=clock,
    )


def _of_lapses(rulebook: Rulebook, lapses: Iterable[Lapse], as_at: date) -> Iterator[Miss]:
    rule = rulebook.rule("ASM-12")
    version = rule.version_on(as_at) or rule.versions[-1]
    for lapse in (lapse for lapse in lapses if lapse.since.is_known):
        yield Miss(
            title=f"{rule.title} ({lapse.line})" if lapse.line else rule.title,
            ref=rule.ref,
            citation=str(version.citation),
            since=lapse.since,
            until=lapse.put_right,
            words=f"not delivered as specified since {lapse.since.in_words()}",
            unverified=version.confidence.value == "M",
            line=lapse.line,
        )
