"""What can be done about a missed limit: finding the kind of breach, and checking the lists as a whole."""

from __future__ import annotations

from collections import Counter
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
            raise BadConfiguration(f"remedies.yaml: step {step.id}: {problem} Correct it.")
    if OTHER not in rulebook.breaches:
        raise BadConfiguration(f"remedies.yaml: no entry '{OTHER}' for limits without one of their own. Add it.")
    for kind in rulebook.breaches.values():
        for problem in _unknown("step", kind.steps, rulebook.remedy_steps), _unknown("rule", kind.rules, refs):
            if problem:
                raise BadConfiguration(f"remedies.yaml: breach {kind.id}: {problem} Correct it.")
    times = Counter(ref for kind in rulebook.breaches.values() for ref in kind.rules)
    if twice := sorted(ref for ref, n in times.items() if n > 1):
        raise BadConfiguration(f"remedies.yaml: {twice[0]} stands in two breaches. Keep it in one.")


def _step_problems(step: RemedyStep, rulebook: Rulebook, refs: set[str]) -> Iterator[str]:
    found = (
        _unknown("remedy", [step.code], rulebook.remedies),
        _unknown("event", [*step.done_by, *step.answered_by, *step.known_by], rulebook.events),
        _unknown("step", step.after, rulebook.remedy_steps),
        _unknown("rule", [*step.reply, *([step.right] if step.right else [])], refs),
    )
    yield from (problem for problem in found if problem)


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> str:
    missing = sorted(set(named) - set(known))
    return f"there is no {what} '{missing[0]}'." if missing else ""
