"""Rules, councils, reviews, checks and the outbox as programs are told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from ehcp_workflow.web.api.models.cases import DateName
from ehcp_workflow.web.api.models.shared import Code, Shape, Short, WhenText


class CouncilOut(BaseModel):
    """A council of England that keeps EHC plans."""

    code: str = Field(description="The three-digit number the Department for Education knows it by.")
    name: str
    region: str


class RuleLine(BaseModel):
    """A rule in a list."""

    rule: str
    ref: str
    title: str
    part: str
    who: str
    time: str
    kind: str
    authority: str
    citation: str
    unverified: bool
    signed: str


class ReviewOut(BaseModel):
    """A review in the caseload."""

    reference: str
    council: str | None
    last_meeting: str
    safe_meeting: str
    because: list[str]
    meeting: str | None
    meeting_is: str
    done: list[str]
    next_step: str
    next_by: str
    too_late: bool
    this_term: bool | None


class ReviewsOut(BaseModel):
    """The reviews of the caseload, the one with the soonest next step first."""

    as_at: date
    too_late: int
    this_term: int
    reviews: list[ReviewOut]
    undated: list[str] = Field(description="Cases whose dates cannot be planned, because a day is not recorded.")
    failed: list[str]


class CheckOut(BaseModel):
    """The last run of a check that came to its end."""

    as_at: date
    started_at: datetime
    finished_at: datetime | None
    looked_at: int
    changed: int
    planned: int
    failed: int


class ChecksOut(BaseModel):
    """Whether the daily checks are alive."""

    today: date
    well: bool = Field(description="Whether both have run today and no case failed.")
    words: str
    deadlines: CheckOut | None
    silence: CheckOut | None
    delivered_at: datetime | None
    failing: list[str] = Field(description="The cases that could not be worked out.")


class TellingOut(BaseModel):
    """One thing a message tells, or was to tell."""

    reference: str | None = Field(description="The case; null for what is about the system itself.")
    audience: str
    kind: str
    state: str


class MessageOut(BaseModel):
    """A message in the outbox: no address, no words."""

    id: int
    channel: str
    message: str
    london_date: date
    state: str
    held_why: str | None
    attempts: int
    next_at: datetime
    outcome: str | None = Field(description="How the last attempt ended.")
    code: str | None
    finished_at: datetime | None
    tells: list[TellingOut]


class MessagesOut(BaseModel):
    """Messages, the newest first."""

    messages: list[MessageOut]
    next: int | None = Field(description="Ask with `before` for the following; null where there are no more.")


class HeldNotices(BaseModel):
    """How many notices of a kind wait for an audience."""

    audience: str
    kind: str
    count: int


class HeldOut(BaseModel):
    """What waits for one cause until somebody releases it."""

    why: str
    messages: int
    cases: int = Field(description="Cases that nobody has accepted yet: whatever they tell waits, also later.")
    notices: list[HeldNotices]


class ReleaseIn(Shape):
    """What is let go."""

    why: Short | None = Field(None, description="Only what is held for this cause.")
    most: int | None = Field(None, ge=1, le=100_000, description="At most so many, the most urgent first.")


class Released(BaseModel):
    """How many messages go with the next delivery."""

    released: int


class TriedEvent(Shape):
    """An event of a situation that is tried out."""

    kind: Code
    on: WhenText
    about: Code | None = None
    dates: dict[DateName, WhenText] = Field(default_factory=dict)
    options: dict[Code, Short] = Field(default_factory=dict)


class ClosureIn(Shape):
    """Days on which a school is closed, both inclusive."""

    first: date
    last: date


class SituationIn(Shape):
    """A situation to try out. Nothing is stored and nobody is told."""

    events: list[TriedEvent] = Field(max_length=200)
    council: Short | None = None
    date_of_birth: date | None = None
    school_closures: list[ClosureIn] = Field(default_factory=list, max_length=100)
    as_at: date | None = Field(None, ge=date(2000, 1, 1), le=date(2099, 12, 31))
    proposed: bool = Field(False, description="Whether law that is only proposed is previewed, too.")


RuleOut = dict[str, Any]
