"""House policy: how long a stage may be quiet, who is told of a date and when, and the hours for sending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator

from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml


class Audience(StrEnum):
    """Who is told: the family (parent or young person), the adviser, who answers for the adviser, who runs the system."""

    FAMILY = "family"
    ADVISER = "adviser"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


class LadderOf(StrEnum):
    """What a ladder counts from: a due date, a promised day, the day provision lapsed, the day a stage stalled."""

    DATES = "dates"
    PROMISES = "promises"
    PROVISION = "provision"
    STALLS = "stalls"


class Silence(Strict):
    """How many days without a record make a waiting stage stalled, by stage, and who is told how often."""

    days: dict[str, int]
    repeat_days: int = Field(ge=1)
    tells: tuple[Audience, ...]


class SendingHours(Strict):
    """The hours in which messages may leave, London time: from inclusive, to exclusive."""

    from_: time = Field(alias="from")
    to: time

    @model_validator(mode="after")
    def _in_order(self) -> SendingHours:
        if self.from_ >= self.to:
            raise ValueError("sending hours must begin before they end, on one day")
        return self


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

    audience: Audience
    of: LadderOf = LadderOf.DATES
    owed_by: tuple[str, ...] = ()
    guidance: bool = False
    rules: tuple[str, ...] = ()
    days: tuple[int, ...] = Field(min_length=1)
    then_every: int | None = Field(default=None, ge=1)
    urgent: tuple[int, ...] = ()
    must_ack: tuple[int, ...] = ()
    until_acknowledged: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Ladder:
        if self.audience is Audience.OPERATOR:
            raise ValueError("operators are told of the system, not of cases; use family, adviser or supervisor")
        if (self.of is LadderOf.DATES) != bool(self.owed_by):
            raise ValueError("a ladder of dates says whose they are in owed_by, and no other ladder does")
        if self.of is not LadderOf.DATES and (self.rules or self.guidance or min(self.days) < 0):
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
        rungs = [rung for rung in sorted(self.days) if rung <= days]
        last = max(self.days)
        if self.then_every and days > last:
            rungs += range(last + self.then_every, days + 1, self.then_every)
        return tuple(rungs)

    def next_rung(self, days: int) -> int | None:
        """The first rung still to come."""
        if later := [rung for rung in sorted(self.days) if rung > days]:
            return later[0]
        if self.then_every is None:
            return None
        last = max(self.days)
        return last + ((days - last) // self.then_every + 1) * self.then_every


class FollowUps(Strict):
    """Who is told how a date they had been told of went on, or that lapsed provision was put right."""

    met: tuple[Audience, ...] = ()
    moved: tuple[Audience, ...] = ()
    waived: tuple[Audience, ...] = ()
    put_right: tuple[Audience, ...] = ()


class Digest(Strict):
    """The one message a day to advisers and supervisors: from when on, how many lines at most, and on which days."""

    at: time
    most: int = Field(ge=1)
    working_days_only: bool = True


class Updates(Strict):
    """How often those who want it hear that nothing has changed, in days since they last heard anything."""

    every_days: int = Field(ge=1)


class Escalation(Strict):
    """After how many working days without an acknowledgement a supervisor is told, each time."""

    after_working_days: tuple[int, ...]


class Guard(Strict):
    """When a day's messages are too many to be right: more than `times` the median of `days` days, and `at_least`."""

    at_least: int = Field(ge=1)
    times: float = Field(gt=0)
    days: int = Field(ge=1)


class Policy(Strict):
    """The whole of house policy."""

    due_soon_days: int = Field(ge=0)
    silence: Silence
    sending_hours: SendingHours
    digest: Digest
    updates: Updates
    escalation: Escalation
    guard: Guard
    must_be_verified: tuple[str, ...]
    follow_ups: FollowUps
    ladders: tuple[Ladder, ...]

    def ladders_of(self, of: LadderOf) -> tuple[Ladder, ...]:
        """The ladders that count from one kind of day."""
        return tuple(ladder for ladder in self.ladders if ladder.of is of)


def load_policy(path: Path, override: Path | None = None) -> Policy:
    """Read house policy, with an organisation's own values over it where it has any.

    Raises:
        BadConfiguration: either file is not understood; names the file and the key.
    """
    said: dict[str, Any] = dict(read_yaml(path))
    if override and override.exists():
        said = _overlaid(said, read_yaml(override))
    try:
        return Policy.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        files = path.name if not override or not override.exists() else f"{path.name} with {override}"
        raise BadConfiguration(f"{files}: {key}: {first['msg']}.") from None


def _overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _overlaid(merged[key], value) if both else value
    return merged
