"""Reading the worked cases: law as given and expected, in sentences, with every weekday checked."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.law.yaml_source import read_yaml

FOLDER = Path(__file__).parent / "worked_cases"
_DAY = re.compile(r"(?P<weekday>[A-Z][a-z]+day) (?P<rest>\d{1,2} [A-Z][a-z]+ \d{4})")
_MONTH = re.compile(r"[A-Z][a-z]+ \d{4}")

Shows = Literal[
    "ordinary day",
    "last day",
    "day after",
    "weekend",
    "bank holiday",
    "month end",
    "leap year",
    "month known",
    "range known",
    "unknown date",
    "open",
    "done",
    "before the change",
    "after the change",
]


def read_date(text: object) -> date:
    """`Monday 4 January 2027`, refused when 4 January 2027 is another day of the week."""
    if not (match := _DAY.fullmatch(str(text))):
        raise ValueError(f"'{text}' is not written like 'Monday 4 January 2027'")
    day = datetime.strptime(match["rest"], "%d %B %Y").date()  # noqa: DTZ007 - a date without a time has no zone
    if f"{day:%A}" != match["weekday"]:
        raise ValueError(f"'{text}': that day is a {day:%A}")
    return day


def read_when(text: object) -> When:
    """A day, `Monday … to Tuesday …`, `November 2026`, or `unknown`."""
    said = str(text)
    if said == "unknown":
        return UNKNOWN
    if _MONTH.fullmatch(said):
        first = datetime.strptime(said, "%B %Y")  # noqa: DTZ007 - as above
        return When.month(first.year, first.month)
    first_day, _, last_day = said.partition(" to ")
    return When(read_date(first_day), read_date(last_day or first_day))


Day = Annotated[date, BeforeValidator(read_date)]
Dated = Annotated[When, BeforeValidator(read_when)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class GivenEvent(_Strict):
    """Something that happened."""

    kind: str
    on: Dated
    dates: dict[CountsFrom, Dated] = Field(default_factory=dict)
    options: dict[str, str] = Field(default_factory=dict)
    about: str | None = None


class Expectation(_Strict):
    """What one clock must say. `about` and `started` choose one of several; an ended clock needs no verdict."""

    rule: str
    about: str | None = None
    started: Dated | None = None
    due: Dated
    safe: Dated | None = None
    state: ClockState
    verdict: Literal["on_time", "late", "cannot_tell", "not_yet"] | None = None
    days_late: tuple[int, int] | None = None
    shows: tuple[Shows, ...] = ()


class WorkedCase(_Strict):
    """One situation, in a sentence, with what the law makes of it."""

    id: str
    says: str = Field(min_length=20)
    example: str | None = None
    source: str | None = None
    events: tuple[GivenEvent, ...]
    as_at: Day
    expect: tuple[Expectation, ...] = ()
    no_clock: tuple[str, ...] = ()
    stages: dict[str, str] = Field(default_factory=dict)
    finding: str | None = None

    def case(self) -> Case:
        """The case these events make; the number of an event in the list is its id."""
        events = (
            Event(str(number), e.kind, e.on, e.dates, e.about, e.options) for number, e in enumerate(self.events, 1)
        )
        return Case("EHC-2026-0001", tuple(events))


class Theme(_Strict):
    """One file of worked cases."""

    theme: str
    cases: tuple[WorkedCase, ...]


def worked_cases(folder: Path = FOLDER) -> list[WorkedCase]:
    """Every worked case of this repository; `published.yaml` has a form of its own."""
    files = sorted(path for path in folder.glob("*.yaml") if path.name != "published.yaml")
    return [case for path in files for case in Theme.model_validate(read_yaml(path)).cases]


def find_clock(expected: Expectation, position: Position) -> tuple[Clock, ClockState]:
    """The one clock an expectation is about."""
    found = [
        (clock, state)
        for clock, state in zip(position.clocks, position.states, strict=True)
        if clock.rule.ref == expected.rule
        and (expected.about is None or clock.started_by.about == expected.about)
        and (expected.started is None or clock.facts.started == expected.started)
    ]
    assert len(found) == 1, f"{expected.rule}: {len(found)} clocks fit"
    return found[0]
