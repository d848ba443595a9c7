"""Rules that choose between other rules: the earlier or the later of several clocks governs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ehcp_workflow.cases.clocks import Clock, lapses
from ehcp_workflow.law.deadlines import Deadline, Step, governing
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.when import UNKNOWN


def compose(rulebook: Rulebook, clocks: list[Clock]) -> Iterator[Clock]:
    """The clocks, in the order of the rulebook, with each composite rule's own clocks among them."""
    of_rule: dict[str, list[Clock]] = {}
    for clock in clocks:
        of_rule.setdefault(clock.rule.id, []).append(clock)
    for rule in rulebook.rules.values():
        members = [clock for member in rule.members for clock in of_rule.get(member, ())]
        if members:
            yield from (_combine(rule, occasion) for occasion in _occasions(rule, members))
        else:
            yield from of_rule.get(rule.id, ())


def _occasions(rule: Rule, clocks: list[Clock]) -> list[list[Clock]]:
    """Clocks that belong together: one of the first member, and those of the others that started while it was open.

    A review meeting and the notice that followed it are one occasion; so are a decision letter and the mediation
    certificate about it. A later letter, or a notice sent when no review is open, opens an occasion of its own.
    """
    first, *others = rule.members
    occasions = [[clock] for clock in clocks if clock.rule.id == first]
    for clock in (clock for clock in clocks if clock.rule.id in others):
        home = next((group for group in reversed(occasions) if _belongs(clock, group[0])), None)
        if home is not None:
            home.append(clock)
        elif rule.occasions == "any":
            occasions.append([clock])
    return occasions


def _belongs(clock: Clock, opener: Clock) -> bool:
    began = opener.started_by.on.may_precede(clock.started_by.on)
    return began and (opener.over is None or clock.started_by.on.may_precede(opener.over))


def _combine(rule: Rule, occasion: list[Clock]) -> Clock:
    version = rule.version_on(occasion[0].facts.started.earliest) or rule.versions[-1]
    deadline = governing(
        tuple(clock.deadline for clock in occasion), earliest=bool(rule.earliest_of), source=str(version.citation)
    )
    opener = occasion[0]
    if rule.latest_of and opener.rule.id != rule.latest_of[0]:
        # What the later date is chosen from began with something nobody recorded, so the choice cannot be made.
        says = "The later of two dates governs, and what the first runs from is not recorded."
        step = Step(says, str(version.citation), deadline.due, UNKNOWN)
        deadline = Deadline(UNKNOWN, (*deadline.working, step))
    met = next((clock for clock in occasion if clock.met_by), None)
    facts = replace(
        opener.facts,
        rule=rule.id,
        due=deadline.due,
        met=met.facts.met if met else None,
        ended=met is None and any(clock.facts.ended for clock in occasion),
        superseded=all(clock.facts.superseded for clock in occasion),
        lapses=lapses(rule, version),
        governed_by=None,
        undated=rule.kind.has_no_deadline,
        claim=next((clock.facts.claim for clock in occasion if clock.facts.claim), None),
    )
    return Clock(
        rule,
        facts,
        opener.started_by,
        met.met_by if met else None,
        deadline,
        version,
        ended_by=None if met else next((clock.ended_by for clock in occasion if clock.ended_by), None),
        closed=any(clock.closed for clock in occasion),
    )
