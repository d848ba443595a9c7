"""House policy: how long a stage may be quiet, who is told of a date and when, and the hours for sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, model_validator

from ehcp_workflow.cases.ladders import LONGEST, Audience, CaseAudiences, Ladder, LadderOf, Rising
from ehcp_workflow.cases.policy_problems import Files, Problem, in_plain_words, refused
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy
from ehcp_workflow.cases.stall_rules import StallRule, short_codes
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml

__all__ = ["Audience", "Ladder", "LadderOf", "Policy", "Reading", "load_policy", "read_policy"]


class Silence(Strict):
    """How many days without a record make a waiting stage stalled, by stage, and who is told how often.

    Attributes:
        days: how many days, by stage.
        rules: what else makes a stage stalled, by name; a rule an organisation does not want is `null` in its own file.
        repeat_days: after how many days more it is told again; tells: who is told.
    """

    days: dict[str, Annotated[int, Field(ge=1, le=LONGEST)]]
    rules: Annotated[dict[str, StallRule | None], AfterValidator(short_codes)] = Field(default_factory=dict)
    repeat_days: int = Field(ge=1, le=LONGEST)
    tells: CaseAudiences


class SendingHours(Strict):
    """The hours in which messages may leave, London time: from inclusive, to exclusive."""

    from_: time = Field(alias="from")
    to: time

    @model_validator(mode="after")
    def _in_order(self) -> SendingHours:
        if self.from_ >= self.to:
            raise ValueError("sending hours must begin before they end, on one day; correct one of them")
        return self

    @property
    def in_words(self) -> str:
        """The hours as a person reads them: `08:00 to 20:00`."""
        return f"{self.from_:%H:%M} to {self.to:%H:%M}"


class FollowUps(Strict):
    """Who is told how a date they had been told of went on, or that lapsed provision was put right."""

    met: CaseAudiences = ()
    moved: CaseAudiences = ()
    waived: CaseAudiences = ()
    put_right: CaseAudiences = ()


class RemedyWarnings(Strict):
    """After how many months since the family knew of something missed it is warned that its time to complain ends."""

    warn_after_months: int = Field(ge=1, le=120)


class Digest(Strict):
    """The one message a day to advisers and supervisors: from when on, how many lines at most, and on which days."""

    at: time
    most: int = Field(ge=1)
    working_days_only: bool = True


class Updates(Strict):
    """How often those who want it hear that nothing has changed, in days since they last heard anything."""

    every_days: int = Field(ge=1)


def _after_today(days: tuple[int, ...]) -> tuple[int, ...]:
    if days and days[0] < 1:
        raise ValueError("nobody can answer within no working day; begin with 1 or more")
    return days


class Escalation(Strict):
    """After how many working days without an acknowledgement a supervisor is told, each time."""

    after_working_days: Annotated[Rising, AfterValidator(_after_today)]


class Guard(Strict):
    """When a day's messages are too many to be right: more than `times` the median of `days` days, and `at_least`."""

    at_least: int = Field(ge=1)
    times: float = Field(gt=0)
    days: int = Field(ge=1)


class Policy(Strict):
    """The whole of house policy."""

    due_soon_days: int = Field(ge=0)
    silence: Silence
    provision: ProvisionPolicy
    remedies: RemedyWarnings
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


@dataclass(frozen=True)
class Reading:
    """What became of reading house policy: the policy, or else everything that is wrong with it.

    Attributes:
        policy: the policy; None when something is wrong.
        problems: what is wrong.
        files: where it stands; said: both files together, as they are written.
    """

    policy: Policy | None
    problems: tuple[Problem, ...]
    files: Files
    said: Mapping[str, Any]


def load_policy(path: Path, override: Path | None = None) -> Policy:
    """Read house policy, with an organisation's own values over it where it has any.

    Raises:
        BadConfiguration: either file is not understood; names the file and the key.
    """
    reading = read_policy(path, override)
    if reading.policy is None:
        raise refused(reading.problems)
    return reading.policy


def read_policy(path: Path, override: Path | None = None) -> Reading:
    """Read house policy as `load_policy` does, and find everything that is wrong instead of the first thing.

    Raises:
        BadConfiguration: either file is missing or is not YAML.
    """
    said: dict[str, Any] = dict(read_yaml(path))
    files = Files(path.name)
    if override and override.exists():
        files = Files(path.name, str(override), read_yaml(override))
        said = _overlaid(said, files.override)
    try:
        policy = Policy.model_validate(said)
    except ValidationError as error:
        return Reading(None, in_plain_words(error, Policy, files), files, said)
    if not policy.sending_hours.from_ <= policy.digest.at < policy.sending_hours.to:
        says = f"the digest must leave within the sending hours, {policy.sending_hours.in_words}. Correct one of them."
        return Reading(None, (files.problem(("digest", "at"), says, f"{policy.digest.at:%H:%M}"),), files, said)
    return Reading(policy, (), files, said)


def _overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _overlaid(merged[key], value) if both else value
    return merged
