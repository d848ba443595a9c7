"""A rule as it stood for a time: its period, its provision, and how sure we are of its words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ehcp_workflow.law.counting import Adjustment, Way


class Strict(BaseModel):
    """Base of everything read from config: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
    """A number of units and the way of counting them, written `{weeks: 6}`; a date as `{before_date: 02-15}`."""

    way: Way
    n: int = Field(ge=0, le=1300)

    @model_validator(mode="before")
    @classmethod
    def _from_single_key(cls, value: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever the file holds
        if isinstance(value, dict) and len(value) == 1 and "way" not in value:
            ((way, n),) = value.items()
            return {"way": way, "n": _day_of_year(n) if way == Way.BEFORE_DATE else n}
        return value

    @model_validator(mode="after")
    def _some_units(self) -> Period:
        if self.n == 0 and self.way is not Way.DAYS:
            raise ValueError("only {days: 0}, the same day, may have no units")
        return self


def _day_of_year(value: Any) -> int:  # noqa: ANN401 - as above
    """`02-15` as 215; a day that every year has."""
    try:
        day = date.fromisoformat(f"2023-{value}")
    except ValueError:
        raise ValueError(f"'{value}' is not a day of the year; write it like 02-15") from None
    return day.month * 100 + day.day


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
    """The rule as it stood from one day to another (both inclusive; no `to` means still in force).

    Attributes:
        gap: why no version was in force in the days before this one, where there are such days.
        plain: what this version says, where it says something else than the rule's own sentence.
    """

    in_force_from: date
    in_force_to: date | None = None
    gap: str = ""
    plain: str = ""
    status: Literal["in_force", "proposed"] = "in_force"
    period: Period | None = None
    then: tuple[Then, ...] = ()
    citation: Citation
    confidence: Confidence

    @property
    def is_law(self) -> bool:
        """Whether it is or was in force; proposed law is not."""
        return self.status == "in_force"

    def covers(self, day: date) -> bool:
        """Whether a day lies in the days of the version."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)
