"""What people of a case were told before, and which of its present clocks that was about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.alerts.alert import AlertKind
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class Told:
    """Something that an audience of a case was told: the subject, the form of it, and what was said."""

    audience: Audience
    subject: str
    version: str
    kind: AlertKind

    @property
    def rule(self) -> str | None:
        """The rule, when it was about a clock."""
        return self.subject.removeprefix("clock:").partition("@")[0] if self.subject.startswith("clock:") else None


def told_of_each(clocks: tuple[Clock, ...], told: Iterable[Told], today: date) -> Mapping[str, list[Told]]:
    """What was told of each clock, by its subject, oldest first: also what was told of it under another name.

    A corrected event starts a clock of another name. So does an event that was taken back and recorded anew; what was
    told of the former is taken to be about the latter when only one clock can be meant.
    """
    told = tuple(told)
    heirs = {f"clock:{c.rule.id}@{c.started_by.corrects}": subject_of(c) for c in clocks if c.started_by.corrects}
    names = heirs | {subject_of(clock): subject_of(clock) for clock in clocks}
    known = {names[one.subject] for one in told if one.subject in names}
    waiting = [c for c in clocks if subject_of(c) not in known and c.is_open(today, 0)]
    found: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        if subject := names.get(one.subject) or _only_heir(one, waiting):
            found[subject].append(one)
    return found


def subject_of(clock: Clock) -> str:
    """What alerts about a clock are about."""
    return f"clock:{clock.facts.key}"


def last_told(told: list[Told], audience: Audience) -> Told | None:
    """What an audience heard last."""
    return next((one for one in reversed(told) if one.audience is audience), None)


def times_overtaken(told: list[Told], audience: Audience, kind: AlertKind, version: str) -> int:
    """How often an audience heard the same before and something else since: then it must be said once more."""
    said = [(one.kind, one.version) for one in told if one.audience is audience]
    while said and said[-1] == (kind, version):
        said.pop()
    return said.count((kind, version))


def _only_heir(one: Told, waiting: list[Clock]) -> str | None:
    """The one open clock of the same rule that nobody was told of and that began before the day that was told.

    A clock that began after that day is another year's, not the same one moved.
    """
    said = When.parse(one.version) if one.rule else None
    heirs = [clock for clock in waiting if clock.rule.id == one.rule]
    if len(heirs) != 1 or said is None or not said.is_known:
        return None
    return subject_of(heirs[0]) if heirs[0].facts.started.may_precede(said) else None
