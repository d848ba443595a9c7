"""What can be done about a missed limit: finding the kind of breach, and checking the lists as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import BreachKind, RemedyStep

OTHER = "other"
"""The entry for a missed limit that has none of its own."""


def breach_kind(rulebook: Rulebook, ref: str) -> BreachKind:
    """What kind of breach a missed limit is, by the reference of its rule."""
    return next((kind for kind in rulebook.breaches.values() if ref in kind.rules), rulebook.breaches[OTHER])


def lapse_kind(rulebook: Rulebook) -> BreachKind:
    """The kind of breach that provision is when it is not delivered."""
    return next((kind for kind in rulebook.breaches.values() if kind.lapse), rulebook.breaches[OTHER])


def check_remedies(rulebook: Rulebook) -> None:
    """Check that steps and breaches name only what there is, and each limit once.

    Raises:
        BadConfiguration: on the first thing that is wrong.
    """
    refs = {rule.ref for rule in rulebook.rules.values()}
    for step in rulebook.remedy_steps.values():
        for problem in _step_problems(step, rulebook, refs):
            place = rulebook.listed[f"remedy_steps:{step.id}"]
            raise BadConfiguration(f"{place}: step {step.id}: {problem} Correct it.")
    if OTHER not in rulebook.breaches:
        raise BadConfiguration(f"remedies.yaml: no entry '{OTHER}' for limits without one of their own. Add it.")
    for kind in rulebook.breaches.values():
        within = filter(None, [kind.within])
        found = _unknown("step", kind.steps, rulebook.remedy_steps), _unknown("rule", kind.rules, refs)
        for problem in (*found, _unknown("breach", within, rulebook.breaches)):
            if problem:
                place = rulebook.listed[f"breaches:{kind.id}"]
                raise BadConfiguration(f"{place}: breach {kind.id}: {problem} Correct it.")
    _check_each_once(rulebook)


def _check_each_once(rulebook: Rulebook) -> None:
    named: dict[str, str] = {}
    for kind in rulebook.breaches.values():
        for ref in kind.rules:
            if ref in named:
                place = rulebook.listed[f"breaches:{kind.id}"]
                raise BadConfiguration(f"{place}: {ref} stands in two breaches, {named[ref]} too. Keep it in one.")
            named[ref] = kind.id


def _step_problems(step: RemedyStep, rulebook: Rulebook, refs: set[str]) -> Iterator[str]:
    found = (
        _unknown("remedy", [step.code], rulebook.remedies),
        _unknown("event", [*step.done_by, *step.answered_by, *step.known_by], rulebook.events),
        _unknown("step", [*step.after, *filter(None, [step.yields_to])], rulebook.remedy_steps),
        _unknown("rule", [*step.reply, *filter(None, [step.right, step.yields_by])], refs),
    )
    yield from (problem for problem in found if problem)
    if step.warned and (step.right is None or step.decision):
        yield "only a step with a time of its own (right, and no decision) can be warned of."
    if bool(step.yields_to) != bool(step.yields_by):
        yield "yields_to and yields_by go together."


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> str:
    missing = sorted(set(named) - set(known))
    return f"there is no {what} '{missing[0]}'." if missing else ""
