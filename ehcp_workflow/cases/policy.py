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
    """Who is told: the family (parent or young person) or the adviser."""

    FAMILY = "family"
    ADVISER = "adviser"


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
    """When one audience is told of one kind of date.

    Attributes:
        audience: who is told.
        owed_by: whose dates the ladder is for.
        guidance: whether it is for guidance; otherwise it is for what binds.
        rules: the rules it is for, by their references; empty for all.
        days: the rungs, in days before (negative) or after the last day.
        then_every: after the last rung, again every so many days while it stays open.
    """

    audience: Audience
    owed_by: tuple[str, ...]
    guidance: bool = False
    rules: tuple[str, ...] = ()
    days: tuple[int, ...] = Field(min_length=1)
    then_every: int | None = Field(default=None, ge=1)

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


class Policy(Strict):
    """The whole of house policy."""

    due_soon_days: int = Field(ge=0)
    silence: Silence
    sending_hours: SendingHours
    ladders: tuple[Ladder, ...]


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
