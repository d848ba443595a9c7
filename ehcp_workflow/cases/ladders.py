"""Ladders: when somebody is told of one kind of thing, in days before or after it."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Strict


class Audience(StrEnum):
    """Who is told: the family (parent or young person), the adviser, their supervisor, who runs the system."""

    FAMILY = "family"
    ADVISER = "adviser"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class LadderOf(StrEnum):
    """What a ladder counts from: a due date, a promised day, the day provision lapsed, the day a stage stalled.

    Of remedies: the day from which house policy warns that the time for one ends.
    """

    DATES = "dates"
    PROMISES = "promises"
    PROVISION = "provision"
    STALLS = "stalls"
    REMEDIES = "remedies"


def _of_cases(audience: Audience) -> Audience:
    if audience is Audience.OPERATOR:
        raise ValueError("operators are told of the system, not of cases; use family, adviser or supervisor")
    return audience


def _each_once(audiences: tuple[Audience, ...]) -> tuple[Audience, ...]:
    if len(set(audiences)) < len(audiences):
        raise ValueError("somebody is named twice; keep one of the two")
    return audiences


def _rising(days: tuple[int, ...]) -> tuple[int, ...]:
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("the days must rise and none may stand twice; put them in order")
    return days


CaseAudience = Annotated[Audience, AfterValidator(_of_cases)]
CaseAudiences = Annotated[tuple[CaseAudience, ...], AfterValidator(_each_once)]
Rising = Annotated[tuple[int, ...], AfterValidator(_rising)]
LONGEST = 3653
"""No interval of house policy is longer than ten years, in days."""


class Ladder(Strict):
    """When one audience is told of one kind of thing.

    Attributes:
        audience: who is told.
        of: what its rungs are counted from.
        owed_by: for dates, whose dates the ladder is for.
        guidance: for dates, whether it is for guidance; otherwise it is for what binds.
        rules: for dates, the rules it is for, by their references; empty for all.
        days: the rungs, in days before (negative) or after the day counted from.
        then_every: after the last rung, again every so many days while it stays open.
        urgent: the rungs that do not wait for the day's digest.
        must_ack: the rungs that are escalated when nobody acknowledges them.
        until_acknowledged: whether an acknowledgement ends the rungs that follow.
    """

    audience: CaseAudience
    of: LadderOf = LadderOf.DATES
    owed_by: tuple[str, ...] = ()
    guidance: bool = False
    rules: tuple[str, ...] = ()
    days: Rising = Field(min_length=1)
    then_every: int | None = Field(default=None, ge=1, le=LONGEST)
    urgent: tuple[int, ...] = ()
    must_ack: tuple[int, ...] = ()
    until_acknowledged: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Ladder:
        if (self.of is LadderOf.DATES) != bool(self.owed_by):
            raise ValueError("a ladder of dates says whose they are in owed_by, and no other ladder does")
        if self.of is not LadderOf.DATES and (self.rules or self.guidance or self.days[0] < 0):
            raise ValueError("only a ladder of dates has rules, guidance or days before (negative days)")
        if stray := {*self.urgent, *self.must_ack} - set(self.days):
            raise ValueError(f"{min(stray)} is in urgent or must_ack but not in days; add it there")
        return self

    def is_for(self, rule: Rule) -> bool:
        """Whether the ladder is for the dates of a rule."""
        listed = not self.rules or rule.ref in self.rules
        return listed and rule.owed_by in self.owed_by and rule.authority.binds != self.guidance

    def rungs_up_to(self, days: int) -> tuple[int, ...]:
        """The rungs that have come when the last day is `-days` away (negative) or `days` past, oldest first."""
        rungs = [rung for rung in self.days if rung <= days]
        last = self.days[-1]
        if self.then_every and days > last:
            rungs += range(last + self.then_every, days + 1, self.then_every)
        return tuple(rungs)

    def next_rung(self, days: int) -> int | None:
        """The first rung still to come."""
        if later := [rung for rung in self.days if rung > days]:
            return later[0]
        if self.then_every is None:
            return None
        last = self.days[-1]
        return last + ((days - last) // self.then_every + 1) * self.then_every
