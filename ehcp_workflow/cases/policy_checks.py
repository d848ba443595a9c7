"""House policy held against the law: it names what exists, and tells nothing twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import combinations
from math import gcd
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ehcp_workflow.cases.clocks import lapses
from ehcp_workflow.cases.ladders import Ladder, LadderOf
from ehcp_workflow.cases.policy import Policy, Reading, read_policy
from ehcp_workflow.cases.policy_problems import Files, Problem, meant, refused
from ehcp_workflow.cases.stall_rules import REVIEW_DUE, StallRule
from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule


def load_checked_policy(path: Path, override: Path, rulebook: Rulebook, channels: Collection[str]) -> Policy:
    """Read house policy and hold it against the law.

    Raises:
        BadConfiguration: either file is not understood, or names something that does not exist.
    """
    reading = read_checked_policy(path, override, rulebook, channels)
    if reading.policy is None:
        raise refused(reading.problems)
    return reading.policy


def read_checked_policy(path: Path, override: Path, rulebook: Rulebook, channels: Collection[str]) -> Reading:
    """Read house policy and find everything that is wrong with it.

    Raises:
        BadConfiguration: either file is missing or is not YAML.
    """
    reading = read_policy(path, override)
    problems = (*reading.problems, *_check_names(reading, rulebook, channels), *_check_ladders(reading, rulebook))
    return replace(reading, policy=None if problems else reading.policy, problems=problems)


def _check_names(reading: Reading, rulebook: Rulebook, channels: Collection[str]) -> Iterator[Problem]:
    """The stages and channels that a policy names and that do not exist; also where other things are wrong in it."""
    silence, files = reading.said.get("silence"), reading.files
    days = silence.get("days") if isinstance(silence, Mapping) else None
    for stage in days if isinstance(days, Mapping) else ():
        if stage not in rulebook.stages:
            says = f"there is no such stage.{meant(stage, rulebook.stages)} Stages: {', '.join(rulebook.stages)}."
            yield files.problem(("silence", "days", stage), f"{says} Correct it.")
    yield from _check_stall_rules(reading, rulebook)
    for place, channel in enumerate(_listed(reading.said.get("must_be_verified"))):
        if channel not in channels:
            near = meant(str(channel), channels)
            says = f"there is no such channel.{near} Channels: {', '.join(sorted(channels))}. Correct it."
            yield files.problem(("must_be_verified", place), says, channel)


def _check_stall_rules(reading: Reading, rulebook: Rulebook) -> Iterator[Problem]:
    """The stages and events that rules about stages name and that do not exist."""
    silence = reading.said.get("silence")
    rules = silence.get("rules") if isinstance(silence, Mapping) else None
    for name, said in rules.items() if isinstance(rules, Mapping) else ():
        with suppress(ValidationError):
            rule, place = StallRule.model_validate(said), ("silence", "rules", name)
            if rule.stage not in rulebook.stages:
                says = f"there is no such stage.{meant(rule.stage, rulebook.stages)}"
                says += f" Stages: {', '.join(rulebook.stages)}. Correct it."
                yield reading.files.problem((*place, "stage"), says, rule.stage)
            if rule.since not in {REVIEW_DUE, *rulebook.events}:
                yield _no_event(reading.files, (*place, "since"), rule.since, [REVIEW_DUE, *rulebook.events])
            for number, kind in enumerate(rule.answered_by):
                if kind not in rulebook.events:
                    yield _no_event(reading.files, (*place, "answered_by", number), kind, list(rulebook.events))


def _no_event(files: Files, place: tuple[str | int, ...], kind: str, known: list[str]) -> Problem:
    says = f"nobody can record this event.{meant(kind, known)} `ehcp case event --kinds` lists them. Correct it."
    return files.problem(place, says, kind)


def _check_ladders(reading: Reading, rulebook: Rulebook) -> Iterator[Problem]:
    """What ladders name that does not exist, and what two of them would tell the same people of the same thing."""
    ladders = list(_ladders(reading.said))
    for number, ladder in ladders:
        yield from _strangers(number, ladder, rulebook, reading.files)
    for (first, one), (second, other) in combinations(ladders, 2):
        if (rung := told_twice(one, other, rulebook)) is not None:
            says = (
                f"the {other.audience} would be told of the same thing twice, on day {rung}, by this ladder and "
                f"ladder {first + 1}. Take the day out of one, or let them be for different things."
            )
            yield reading.files.problem(("ladders", second), says)


def _ladders(said: Mapping[str, Any]) -> Iterator[tuple[int, Ladder]]:
    """The ladders that are understood, each with its place in the list."""
    for number, entry in enumerate(_listed(said.get("ladders"))):
        with suppress(ValidationError):
            yield number, Ladder.model_validate(entry)


def _listed(said: object) -> list[Any]:
    return said if isinstance(said, list) else []


def _strangers(number: int, ladder: Ladder, rulebook: Rulebook, files: Files) -> Iterator[Problem]:
    """The parties and rules a ladder names that do not exist, and the rules it names and is not for."""
    for place, party in enumerate(ladder.owed_by):
        if party not in rulebook.parties:
            says = f"there is no such party.{meant(party, rulebook.parties)} Parties: {', '.join(rulebook.parties)}."
            yield files.problem(("ladders", number, "owed_by", place), f"{says} Correct it.", party)
    for place, ref in enumerate(ladder.rules):
        where = ("ladders", number, "rules", place)
        try:
            rule = rulebook.rule(ref)
        except NotFound as error:
            refs = {rule.ref: rule for rule in rulebook.rules.values()}
            yield files.problem(where, f"{error}{meant(ref, refs)} Correct it.", ref)
            continue
        if rule.ref != ref:
            yield files.problem(where, f"rules are named by their reference here. Write {rule.ref}.", ref)
        elif not ladder.is_for(rule):
            binds = "binds" if rule.authority.binds else "is guidance"
            says = f"this ladder is not for it: it {binds} and is owed by {rule.owed_by}. Correct owed_by or guidance"
            yield files.problem(where, f"{says}, or take it out.", ref)


def told_twice(one: Ladder, other: Ladder, rulebook: Rulebook) -> int | None:
    """The first day on which two ladders tell one audience of the same thing; None when they never do."""
    if (one.audience, one.of) != (other.audience, other.of):
        return None
    rung = _common_rung(one, other)
    if rung is None or one.of is not LadderOf.DATES:
        return rung
    shared = [rule for rule in rulebook.rules.values() if one.is_for(rule) and other.is_for(rule)]
    return rung if any(_speaks(rule, rung, rulebook) for rule in shared) else None


def _speaks(rule: Rule, rung: int, rulebook: Rulebook) -> bool:
    """Whether somebody can be told of a rule so many days after its last day; a right not used is over by then."""
    dated = not rule.kind.has_no_deadline and not rule.kind.never_runs and rule.id not in rulebook.composites_of
    return dated and (rung <= 0 or any(not lapses(rule, version) for version in rule.versions))


def _common_rung(one: Ladder, other: Ladder) -> int | None:
    """The first rung of two ladders that is the same."""
    last = max(one.days[-1], other.days[-1])
    if shared := set(one.rungs_up_to(last)) & set(other.rungs_up_to(last)):
        return min(shared)
    if not one.then_every or not other.then_every:
        return None
    if (one.days[-1] - other.days[-1]) % gcd(one.then_every, other.then_every):
        return None
    every = one.then_every
    rung = one.next_rung(last) or last
    while other.next_rung(rung - 1) != rung:
        rung += every
    return rung
