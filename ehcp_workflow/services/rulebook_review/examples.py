"""A worked example of a rule, computed by the engine itself: a start on an ordinary day, and the steps to the date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.running import run_clocks
from ehcp_workflow.law.counting import Way, add_days
from ehcp_workflow.law.deadlines import Step
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule, Trigger
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.rulebook_review.sentences import trigger_in_words

ORDINARY_DAY = date(2026, 11, 23)
"""A Monday in no holiday."""
_FIRST_OF_SCHOOL_YEAR = date(2027, 9, 1)
_BETWEEN_STARTS = 28


@dataclass(frozen=True)
class Example:
    """What happened, and what the engine made of it."""

    happened: tuple[str, ...]
    due: When
    steps: tuple[Step, ...]


def example_of(rule: Rule, rulebook: Rulebook) -> Example | None:
    """A worked example; None for a condition, under which nothing runs."""
    version = _example_version(rule)
    events = starting_events(rule, rulebook, day_for(rule, version))
    course = run_clocks(rulebook, Case("EXAMPLE", events), proposed=not version.is_law)
    clock = next((clock for clock in course.clocks if clock.rule.id == rule.id), None)
    if clock is None:
        return None
    return Example(tuple(in_words(event, rulebook) for event in events), clock.due, clock.working)


def starting_events(rule: Rule, rulebook: Rulebook, day: date) -> tuple[Event, ...]:
    """What starts a rule on a day; for a choice between rules, one start of each, four weeks apart."""
    if rule.kind.never_runs:
        return ()
    if not rule.members:
        first = rule.starts[0]
        before = tuple(Event("before", kind, When.day(add_days(day, -_BETWEEN_STARTS))) for kind in first.after[:1])
        return (*before, _event("start", *_kind(first), day, (rule,)))
    members = [rulebook.rules[member] for member in rule.members]
    return tuple(
        _event(f"start {place}", kind, options, add_days(day, place * _BETWEEN_STARTS), members)
        for place, (kind, options) in enumerate(_different(rule, rulebook))
    )


def day_for(rule: Rule, version: Version) -> date:
    """An ordinary day on which a version applies."""
    before_date = version.period is not None and version.period.way is Way.BEFORE_DATE
    ordinary = _FIRST_OF_SCHOOL_YEAR if before_date else ORDINARY_DAY
    days = (ordinary, add_days(version.in_force_from, 14), version.in_force_from)
    return ordinary if rule.members else next(day for day in days if version.covers(day))


def in_words(event: Event, rulebook: Rulebook) -> str:
    """`Monday 23 November 2026: The council received a request for an assessment`."""
    trigger = Trigger(event=event.kind, where={key: (value,) for key, value in event.options.items()})
    day = day_in_words(event.on.earliest) if event.on.earliest else event.on.in_words()
    dates = "".join(f" ({which.replace('_', ' ')} {when.in_words()})" for which, when in event.dates.items())
    return f"{day}: {trigger_in_words(trigger, rulebook)}{dates}"


def _example_version(rule: Rule) -> Version:
    law = [version for version in rule.versions if version.is_law]
    return rule.version_on(ORDINARY_DAY) or (law or list(rule.versions))[-1]


def _different(rule: Rule, rulebook: Rulebook) -> list[tuple[str, dict[str, str]]]:
    """The first start of each rule a composite chooses from; one event where the same one starts several."""
    found: list[tuple[str, dict[str, str]]] = []
    for kind, options in (_kind(rulebook.rules[member].starts[0]) for member in rule.members):
        for known, said in found:
            if known == kind and all(said.get(key, value) == value for key, value in options.items()):
                said.update(options)
                break
        else:
            found.append((kind, options))
    return found


def _kind(trigger: Trigger) -> tuple[str, dict[str, str]]:
    return trigger.event, {option: values[0] for option, values in trigger.where.items()}


def _event(id_: str, kind: str, options: dict[str, str], day: date, rules: Sequence[Rule]) -> Event:
    """One starting event, with the dates of its own that some rule must have."""
    needed = {rule.counts_from: When.day(day) for rule in rules if rule.needs_date and kind == rule.starts[0].event}
    return Event(id_, kind, When.day(day), needed, options=options)
