"""What can be done in a case now."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class DateToWatch(BaseModel):
    """A date that runs: who must or may do what, by when."""

    who: str
    what: str
    due: str
    state: str
    citation: str


class MissedAt(BaseModel):
    """Something that was missed."""

    ref: str
    title: str
    words: str
    until: str | None
    citation: str
    claim: str | None
    unverified: bool


class StepOut(BaseModel):
    """A step that can be taken about what was missed."""

    step: str
    title: str
    plain: str = Field(description="The same in words for the family.")
    remedy: str | None
    state: str
    by: str | None
    safe: str | None
    estimated: bool
    reply_by: str | None
    done: str | None
    why: str | None
    unverified: bool
    provision: str


class RemedyOut(BaseModel):
    """What was missed in one way, and the steps about it in order."""

    about: str
    title: str
    letter: str | None = Field(description="The kind of letter that fits.")
    goes_on: bool
    since: str
    missed: list[MissedAt]
    next: str | None
    steps: list[StepOut]


class NextOut(BaseModel):
    """What can be done in a case on a day."""

    reference: str
    as_at: date
    dates: list[DateToWatch]
    remedies: list[RemedyOut]
    information: str
