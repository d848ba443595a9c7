"""What somebody should know about a case today. The same day always gives the same alerts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.policy import Audience, Ladder, Policy
from ehcp_workflow.cases.stages import Stage
from ehcp_workflow.law.when import When


class AlertKind(StrEnum):
    """What the alert says."""

    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    STALLED = "stalled"


@dataclass(frozen=True)
class Alert:
    """One thing one audience should know.

    Attributes:
        kind: what it says.
        audience: who is told.
        subject: what it is about: `clock:<rule>@<event>` or `stage:<stage>`.
        version: the due date, or the day the silence began; when it moves, this is another alert.
        rung: days from the due date, or days of silence.
        missed: earlier rungs that came and went since the case was last looked at; kept for the record.
        rule: the rule, for alerts about a clock; stage: the stage, for alerts about one.
        due: the due date, for alerts about a clock.
    """

    kind: AlertKind
    audience: Audience
    subject: str
    version: str
    rung: int
    missed: tuple[int, ...] = ()
    rule: str | None = None
    stage: str | None = None
    due: When | None = None

    @property
    def key(self) -> str:
        """The same alert always has the same key; it holds no time of day and no number of attempts."""
        return f"{self.subject}:{self.version}:{self.rung}:{self.audience}"


def clock_alerts(clocks: tuple[Clock, ...], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that the open clocks give today: per clock and audience the latest rung that has come.

    A clock for which another speaks (the earlier of two limits) is silent.
    """
    for clock in clocks:
        if clock.facts.governed_by or not clock.is_open(today, policy.due_soon_days):
            continue
        for ladder in policy.ladders:
            if _speaks_of(ladder, clock) and (alert := _on_ladder(clock, ladder, today)):
                yield alert


def silence_alerts(stages: tuple[Stage, ...], policy: Policy, today: date) -> Iterator[Alert]:
    """The alerts that silent stages give today, one more each time the repeat interval has passed."""
    for stage in stages:
        if stage.silent_since is None:
            continue
        first = policy.silence.days[stage.id] + 1
        days = (today - stage.silent_since).days
        rung = first + (days - first) // policy.silence.repeat_days * policy.silence.repeat_days
        for audience in policy.silence.tells:
            version = stage.silent_since.isoformat()
            yield Alert(AlertKind.STALLED, audience, f"stage:{stage.id}", version, rung, stage=stage.id)


def next_rungs(clocks: tuple[Clock, ...], policy: Policy, today: date) -> Iterator[date]:
    """The days after today on which a clock's next alert comes."""
    for clock in clocks:
        if clock.facts.governed_by or not clock.is_open(today, policy.due_soon_days):
            continue
        for ladder in (ladder for ladder in policy.ladders if _speaks_of(ladder, clock)):
            for anchor in {clock.due.earliest, clock.due.latest} - {None}:
                assert anchor is not None  # noqa: S101 - narrows the type after the set difference
                if (rung := ladder.next_rung((today - anchor).days)) is not None:
                    yield date.fromordinal(anchor.toordinal() + rung)


def _speaks_of(ladder: Ladder, clock: Clock) -> bool:
    """Whether a ladder is for a clock; a family is told of nothing that rests on memory, a claim or a proposal."""
    unsure = clock.is_unverified or clock.facts.claim is not None or not clock.version.is_law
    return ladder.is_for(clock.rule) and not clock.facts.undated and not (unsure and ladder.audience is Audience.FAMILY)


def _on_ladder(clock: Clock, ladder: Ladder, today: date) -> Alert | None:
    """The latest rung: up to the due date counted from its earliest day, after it from its latest."""
    if clock.due.earliest is None or clock.due.latest is None:
        return None
    after = (today - clock.due.latest).days
    before = min(0, (today - clock.due.earliest).days)
    rungs = ladder.rungs_up_to(after if after > 0 else before)
    if not rungs:
        return None
    *missed, rung = rungs
    kind = AlertKind.OVERDUE if rung > 0 else AlertKind.DUE_SOON if today < clock.due.earliest else AlertKind.DUE_TODAY
    if kind is AlertKind.DUE_TODAY and today != clock.due.exact:
        return None
    return Alert(
        kind,
        ladder.audience,
        f"clock:{clock.facts.key}",
        str(clock.due),
        rung,
        tuple(missed),
        rule=clock.rule.id,
        due=clock.due,
    )
