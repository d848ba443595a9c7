"""Where a case stands: its stages, its dates with their working, promises and lapses. No names."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from ehcp_workflow.web.api.models.shared import Span


class Signed(BaseModel):
    """Whether a lawyer stands behind a rule."""

    valid: bool = Field(description="Whether a signature holds for the rule as it is now.")
    state: str
    by: str | None
    on: date | None
    words: str


class Happened(BaseModel):
    """An event that started or met a date."""

    kind: str
    on: str


class Step(BaseModel):
    """One step of how a date was worked out."""

    says: str = Field(description="What was counted, in words.")
    source: str = Field(description="The provision that says so.")
    before: str
    after: str


class DaysLate(BaseModel):
    """How many days late: between the two, where the dates are not exact."""

    least: int
    most: int


class Clock(BaseModel):
    """One date of a case: a limit, a right or a recurring duty that runs in it."""

    rule: str
    ref: str
    title: str
    authority: str
    citation: str
    confidence: str = Field(description="How far the provision was checked.")
    unverified: bool
    signed: Signed
    governed_by: str | None = Field(description="The rule that chose another date instead of this one.")
    claim: str | None = Field(description="The exemption that is claimed.")
    started_by: Happened
    due: Span | None = Field(description="The last day, inclusive.")
    safe: Span | None = Field(description="One day before.")
    state: str
    met_by: Happened | None
    verdict: str
    days_late: DaysLate | None
    working: list[Step]


class StageAt(BaseModel):
    """One of the stages of an application, and how it stands."""

    number: int
    stage: str
    title: str
    state: str
    words: str


class FindingAt(BaseModel):
    """Something odd in what is recorded."""

    severity: str
    message: str


class PromiseAt(BaseModel):
    """Something the council promised, beside the date of law that it never replaces."""

    of: str
    made: str
    by: Span | None
    kept: str | None
    state: str
    drift: int | None = Field(description="By how many days it differs from the date of law.")


class LapseAt(BaseModel):
    """A line of provision of which less was delivered than was specified."""

    line: str
    since: str
    grew: list[str]
    put_right: str | None


class LineState(BaseModel):
    """A line of Section F and how it stands."""

    line: str
    state: str


class EventAt(BaseModel):
    """An event that counts on the day."""

    id: str
    kind: str
    on: str
    about: str | None
    options: dict[str, str]


class PositionOut(BaseModel):
    """Where a case stands at the end of a day."""

    reference: str
    as_at: date
    rights_of: str = Field(description="Whose the family's rights are: the parent's or the young person's.")
    stages: list[StageAt]
    findings: list[FindingAt]
    clocks: list[Clock]
    promises: list[PromiseAt]
    lapses: list[LapseAt]
    provision: list[LineState]
    events: list[EventAt]
