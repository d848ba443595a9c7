"""The rulebook: every rule and closed list of the law as one thing, with a fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.vocabulary import (
    BreachKind,
    EventKind,
    Exemption,
    Instrument,
    Party,
    PromiseKind,
    Remedy,
    RemedyStep,
    StageKind,
)
from ehcp_workflow.law.working_days import WorkingDays


@dataclass(frozen=True)
class Rulebook:
    """The law as this installation reads it.

    Attributes:
        rules: rules by id, in the order of their files.
        events: kinds of event by name, in the order in which they usually happen.
        instruments, remedies, exemptions, parties, promises: the other closed lists, by code.
        stages: the stages of an application, in order.
        remedy_steps, breaches: what can be done when a limit was missed, and about which.
        calendar: the working days.
        places: the file and line of each rule, by id; listed: of each step and breach, by `list:id`.
    """

    rules: dict[str, Rule]
    events: dict[str, EventKind]
    instruments: dict[str, Instrument]
    remedies: dict[str, Remedy]
    exemptions: dict[str, Exemption]
    parties: dict[str, Party]
    promises: dict[str, PromiseKind]
    stages: dict[str, StageKind]
    remedy_steps: dict[str, RemedyStep]
    breaches: dict[str, BreachKind]
    calendar: WorkingDays
    places: dict[str, str]
    listed: dict[str, str]

    @cached_property
    def fingerprint(self) -> str:
        """Changes when any rule, event or bank holiday changes, so that stale dates are found."""
        said = {
            "rules": [rule.model_dump(mode="json") for rule in self.rules.values()],
            "events": [kind.model_dump(mode="json") for kind in self.events.values()],
            "stages": [stage.model_dump(mode="json") for stage in self.stages.values()],
            "exemptions": [exemption.model_dump(mode="json") for exemption in self.exemptions.values()],
            "promises": [promise.model_dump(mode="json") for promise in self.promises.values()],
            "steps": [step.model_dump(mode="json") for step in self.remedy_steps.values()],
            "breaches": [breach.model_dump(mode="json") for breach in self.breaches.values()],
            "calendar": [str(day) for day in sorted(self.calendar.holidays)]
            + [str(self.calendar.known_from), str(self.calendar.known_to)],
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @cached_property
    def event_order(self) -> dict[str, int]:
        """Place of each kind of event in the usual order of things."""
        return {kind: place for place, kind in enumerate(self.events)}

    @cached_property
    def composites_of(self) -> dict[str, str]:
        """For each rule that a composite rule chooses from, the id of that composite rule."""
        return {member: rule.id for rule in self.rules.values() for member in rule.members}

    @cached_property
    def starting(self) -> dict[str, frozenset[str]]:
        """For each rule that runs by itself, the kinds of event that start it: most cases touch few of the rules."""
        return {
            rule.id: frozenset(trigger.event for trigger in rule.starts)
            for rule in self.rules.values()
            if not rule.members and not rule.kind.never_runs
        }

    @cached_property
    def ahead(self) -> frozenset[str]:
        """Kinds of event that may be known before they happen."""
        return frozenset(kind.kind for kind in self.events.values() if kind.ahead)

    @cached_property
    def closing(self) -> frozenset[str]:
        """Kinds of event that end things from outside and answer nothing."""
        return frozenset(kind.kind for kind in self.events.values() if kind.closes)

    @cached_property
    def deciding_options(self) -> frozenset[tuple[str, str]]:
        """Pairs of event and option on which some rule depends, so that it matters when the option is not recorded."""
        triggers = (trigger for rule in self.rules.values() for trigger in rule.triggers)
        return frozenset((trigger.event, option) for trigger in triggers for option in trigger.where)

    def rule(self, name: str) -> Rule:
        """The rule with an id or a ref.

        Raises:
            NotFound: there is no such rule.
        """
        for rule in self.rules.values():
            if name.lower() in {rule.id, rule.ref.lower()}:
                return rule
        raise NotFound(f"There is no rule '{name}'. `ehcp rules list` shows them all.")
