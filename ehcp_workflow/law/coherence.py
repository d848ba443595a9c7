"""Checks on the rulebook as a whole: nothing named that does not exist, nothing that can never happen."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Kind, Rule, Trigger
from ehcp_workflow.law.vocabulary import EventKind


def check_rulebook(rulebook: Rulebook) -> None:
    """Check that every rule can start, be met, and is made of known things.

    Raises:
        BadConfiguration: on the first thing that is wrong, with its file, line and rule.
    """
    for stage in rulebook.stages.values():
        moved_by = (*stage.begun_by, *stage.done_by, *stage.refused_by, *stage.withdrawn_by, *stage.reopened_by)
        if unknown := set(moved_by) - set(rulebook.events):
            raise BadConfiguration(f"stage {stage.id}: nobody can record the event '{min(unknown)}'. Correct it.")
    for kind in rulebook.events.values():
        if unknown := {*kind.follows, *kind.contradicts, *kind.unless} - set(rulebook.events):
            raise BadConfiguration(f"event {kind.kind}: nobody can record the event '{min(unknown)}'. Correct it.")
        if stray := set(kind.needs) - _carried(kind):
            raise BadConfiguration(
                f"event {kind.kind}: it needs '{min(stray)}' and cannot carry it. "
                f"Add it to its dates or options (or `about: true`), or correct `needs`."
            )
    _check_promises(rulebook)
    refs: dict[str, str] = {}
    for rule in rulebook.rules.values():
        if refs.setdefault(rule.ref, rule.id) != rule.id:
            place = rulebook.places[rule.id]
            raise BadConfiguration(f"{place}: rule {rule.id}: the ref {rule.ref} is that of {refs[rule.ref]} too.")
    for rule in rulebook.rules.values():
        for problem in _problems(rule, rulebook):
            raise BadConfiguration(f"{rulebook.places[rule.id]}: rule {rule.id} ({rule.ref}): {problem}")


def _carried(kind: EventKind) -> set[str]:
    """What a record of a kind can say beside what happened."""
    return {"on", *kind.dates, *kind.options, *(["about"] if kind.about else [])}


def _check_promises(rulebook: Rulebook) -> None:
    """What may be promised is the same list in the events and in the promises, and real events keep or end it."""
    ahead = {kind.kind for kind in rulebook.events.values() if kind.ahead}
    for promise in rulebook.promises.values():
        moved_by = {*promise.kept_by, *promise.ended_by}
        if unknown := moved_by - set(rulebook.events):
            raise BadConfiguration(f"promise {promise.code}: nobody can record the event '{min(unknown)}'. Correct it.")
        if early := moved_by & ahead:
            raise BadConfiguration(
                f"promise {promise.code}: '{min(early)}' may be known before it happens, so it cannot keep or end one. "
                f"Name another event."
            )
        if both := set(promise.kept_by) & set(promise.ended_by):
            raise BadConfiguration(f"promise {promise.code}: '{min(both)}' both keeps and ends it. Remove one.")
    for kind in (kind for kind in rulebook.events.values() if kind.kind in {"promise_made", "promise_kept"}):
        if stray := set(kind.options.get("of", ())) ^ set(rulebook.promises):
            raise BadConfiguration(
                f"event {kind.kind}: '{min(stray)}' is in its option `of` or in the promises, not in both. Add it."
            )


def _problems(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    yield from _unknown_names(rule, rulebook)
    yield from _unknown_events(rule, rulebook)
    yield from _overlapping_versions(rule)
    if rule.members:
        yield from _never_composed(rule, rulebook)
    elif rule.kind.never_runs:
        yield from _runs_after_all(rule)
    else:
        yield from _never_happens(rule)


def _unknown_names(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    stages = [] if rule.stage is None else [rule.stage]
    citations = [c for v in rule.versions for c in (v.citation, *(then.citation for then in v.then))]
    named: list[tuple[str, Iterable[str], Container[str]]] = [
        ("parties", (rule.owed_by, rule.owed_to), rulebook.parties),
        ("stages", stages, rulebook.stages),
        ("exemptions", rule.exemptions, rulebook.exemptions),
        ("remedies", rule.if_missed, rulebook.remedies),
        ("instruments", (citation.instrument for citation in citations), rulebook.instruments),
    ]
    for closed_list, names, known in named:
        for name in names:
            if name not in known:
                yield f"'{name}' is not in the list of {closed_list}. Add it there, or correct it."


def _unknown_events(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    for name in (name for trigger in rule.triggers for name in trigger.after if name not in rulebook.events):
        yield f"nobody can record the event '{name}'. Add it to events, or correct it."
    for trigger in rule.triggers:
        kind = rulebook.events.get(trigger.event)
        if kind is None:
            yield f"nobody can record the event '{trigger.event}'. Add it to events, or correct it."
        else:
            yield from _unfit_event(rule, trigger, kind)
    if rule.counts_from != "on":
        kinds = [rulebook.events[t.event] for t in rule.starts if t.event in rulebook.events]
        if kinds and not any(rule.counts_from in kind.dates for kind in kinds):
            yield f"none of its starting events has the date '{rule.counts_from}'. Correct counts_from."


def _unfit_event(rule: Rule, trigger: Trigger, kind: EventKind) -> Iterator[str]:
    for option, values in trigger.where.items():
        if unknown := set(values) - set(kind.options.get(option, ())):
            yield f"'{trigger.event}' has no {option} '{min(unknown)}'. Correct it."
    if rule.pairs_by_about and trigger in (*rule.starts, *rule.met_by) and not kind.about:
        yield f"'{trigger.event}' does not say what it is about, so it cannot be paired. Mark it `about: true`."


def _overlapping_versions(rule: Rule) -> Iterator[str]:
    law = [version for version in rule.versions if version.is_law]
    for older, newer in pairwise(law):
        if older.in_force_to is None or newer.in_force_from <= older.in_force_to:
            yield f"two versions are in force on {newer.in_force_from}. End the older one the day before."
        elif newer.in_force_from.toordinal() > older.in_force_to.toordinal() + 1 and not newer.gap:
            yield f"no version is in force between {older.in_force_to} and {newer.in_force_from}. Say why in `gap`."
    if len(law) > 1 and rule.version_chosen_by is None:
        yield "it has several versions. Say which date chooses between them, in `version_chosen_by`."


def _never_happens(rule: Rule) -> Iterator[str]:
    if not rule.starts:
        yield "no event starts it, so it can never fire. Add `starts`."
    if not rule.met_by and rule.kind is not Kind.STANDING:
        yield "no event meets it, so it could never be kept. Add `met_by`."
    dated = [version for version in rule.versions if version.period]
    if rule.kind.sets_no_date and dated:
        yield f"a rule that is {rule.kind.value} names no day. Remove its period, or correct its kind."
    if not rule.kind.sets_no_date and len(dated) < len(rule.versions):
        yield "a version has no period. Add one, for example `period: {weeks: 6}`."
    if _same(rule.starts, rule.ended_by):
        yield "the same event starts it and ends it. Remove one."


def _runs_after_all(rule: Rule) -> Iterator[str]:
    if rule.starts or rule.met_by or any(version.period for version in rule.versions):
        yield "a condition never runs, so it has no events and no period. Remove them, or correct its kind."


def _never_composed(rule: Rule, rulebook: Rulebook) -> Iterator[str]:
    if rule.earliest_of and rule.latest_of:
        yield "it is both earliest_of and latest_of. Keep one."
    for member in rule.members:
        if member not in rulebook.rules:
            yield f"it chooses from '{member}', which is not a rule. Correct it."
        elif rulebook.rules[member].members:
            yield f"it chooses from '{member}', which itself chooses. Name ordinary rules."
    if rule.starts or any(version.period for version in rule.versions):
        yield "it chooses between rules, so it has no start and no period of its own. Remove them."


def _same(some: tuple[Trigger, ...], others: tuple[Trigger, ...]) -> bool:
    return any(trigger in others for trigger in some)
