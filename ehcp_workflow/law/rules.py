"""What a rule of law is, as data: one duty or right, its period in each version, and where it is written."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ehcp_workflow.law.counting import Adjustment, Way


class Strict(BaseModel):
    """Base of everything read from config: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(StrEnum):
    """What sort of rule it is."""

    LIMIT = "limit"
    WINDOW = "window"
    RIGHT = "right"
    RECURRING = "recurring"
    NOTICE_BEFORE = "notice_before"
    FIXED_DATE = "fixed_date"


class Authority(StrEnum):
    """How strong the rule is. Only some of these can be broken; guidance can only be departed from."""

    STATUTE = "statute"
    REGULATION = "regulation"
    TRIBUNAL_RULE = "tribunal_rule"
    CASE_LAW = "case_law"
    GUIDANCE = "guidance"
    OMBUDSMAN_PRACTICE = "ombudsman_practice"

    @property
    def binds(self) -> bool:
        """Whether missing it is a breach, rather than good practice missed."""
        return self not in {Authority.GUIDANCE, Authority.OMBUDSMAN_PRACTICE}


class Confidence(StrEnum):
    """How the words of the provision were checked."""

    READ = "V"
    READ_AS_QUOTED = "V~"
    SECONDARY = "S"
    MEMORY = "M"

    @property
    def in_words(self) -> str:
        """What a reader should know before relying on it."""
        return {
            "V": "the provision itself was read",
            "V~": "the provision was read as quoted, or in part",
            "S": "taken from secondary sources",
            "M": "not verified: check the provision before relying on it",
        }[self.value]


class Period(Strict):
    """A number of units and the way of counting them, written `{weeks: 6}`."""

    way: Way
    n: int = Field(ge=1)

    @model_validator(mode="before")
    @classmethod
    def _from_single_key(cls, value: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever the file holds
        if isinstance(value, dict) and len(value) == 1 and "way" not in value:
            ((way, n),) = value.items()
            return {"way": way, "n": n}
        return value


class Citation(Strict):
    """Where the rule is written: an instrument of `instruments.yaml`, the provision in it, and its address."""

    instrument: str
    provision: str
    url: str

    def __str__(self) -> str:
        return f"{self.instrument} {self.provision}"


class Then(Strict):
    """An adjustment made to a counted date, with its own authority."""

    adjust: Adjustment
    ref: str
    citation: Citation


class Version(Strict):
    """The rule as it stood from one day to another (both inclusive; no `to` means still in force)."""

    in_force_from: date
    in_force_to: date | None = None
    status: Literal["in_force", "proposed"] = "in_force"
    period: Period | None = None
    then: tuple[Then, ...] = ()
    citation: Citation
    confidence: Confidence

    def covers(self, day: date) -> bool:
        """Whether the version is law on a day. Proposed law never is."""
        started = self.in_force_from <= day
        return self.status == "in_force" and started and (self.in_force_to is None or day <= self.in_force_to)


def _from_name(value: Any) -> Any:  # noqa: ANN401 - as above
    return {"event": value} if isinstance(value, str) else value


class Trigger(Strict):
    """An event that starts, meets or ends a rule; `where` narrows it to some of the event's options."""

    event: str
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)


Triggers = tuple[Annotated[Trigger, BeforeValidator(_from_name)], ...]
CountsFrom = Literal["on", "sent_on", "served_on", "received_on", "issued_on"]


class Rule(Strict):
    """One duty or right.

    Attributes:
        id: short name, unique in the rulebook.
        ref: the rule's row in the project's table of time limits, for example `REQ-02`.
        title: what must or may be done, in plain English.
        plain: the same as one sentence for a family, without dates or names.
        kind: limit, window, right, recurring, notice before, or fixed date.
        owed_by, owed_to: who must act, and for whom; for a right, who holds it and against whom.
        stage: the stage of an application whose progress it governs, if any.
        starts: events that start it; counts_from: which of the event's dates is counted from.
        met_by, ended_by, resumed_by: events that meet it, end it unmet, and bring an ended one back.
        repeat: what a second starting event does while the first clock runs.
        pairs_by_about: whether an event meets only the clock of the same `about` (one adviser, one school).
        as_soon_as_practicable: whether a duty to act sooner runs beside the outer limit.
        exemptions: codes of the statutory reasons for which the limit need not be met.
        if_missed: codes of the remedies, in the order to try them.
        earliest_of, latest_of: rules of which the first or last date governs; such a rule has no period of its own.
        versions: the rule over time.
        note: disputes and readings, for lawyers.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    ref: str
    title: str
    plain: str
    kind: Kind
    owed_by: str
    owed_to: str
    authority: Authority
    stage: str | None = None
    starts: Triggers = ()
    counts_from: CountsFrom = "on"
    met_by: Triggers = ()
    ended_by: Triggers = ()
    resumed_by: Triggers = ()
    repeat: Literal["earliest_governs", "latest_governs", "each_counts"] = "each_counts"
    pairs_by_about: bool = False
    as_soon_as_practicable: bool = False
    exemptions: tuple[str, ...] = ()
    if_missed: tuple[str, ...] = ()
    earliest_of: tuple[str, ...] = ()
    latest_of: tuple[str, ...] = ()
    version_chosen_by: Literal["start"] = "start"
    versions: tuple[Version, ...] = Field(min_length=1)
    note: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """The rules a composite rule chooses from; empty for an ordinary rule."""
        return self.earliest_of or self.latest_of

    def version_on(self, day: date | None) -> Version | None:
        """The version in force on a day; for an unknown day the newest one in force."""
        if day is None:
            return next((v for v in reversed(self.versions) if v.status == "in_force"), None)
        return next((v for v in self.versions if v.covers(day)), None)
