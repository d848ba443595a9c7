"""What would change in a case if something were recorded, as programs are told."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field

from ehcp_workflow.web.api.models.shared import Span


class DateTurn(BaseModel):
    """One date of a case and what becomes of it."""

    ref: str
    title: str
    what: str = Field(description="`new`, `moved`, `met`, `otherwise` or `gone`.")
    before: Span | None = Field(description="The last day it had.")
    after: Span | None
    was: str | None = Field(description="How it stood.")
    now: str | None


class StageTurned(BaseModel):
    """One stage that would stand otherwise."""

    stage: str
    was: str
    now: str


class Told(BaseModel):
    """What somebody would be told, or not any more. No address and no words."""

    at: datetime
    role: str
    channel: str | None
    what: str
    why: str


class ForesightOut(BaseModel):
    """What would change. Nothing was recorded and nobody is told."""

    reference: str
    until: date = Field(description="The last day that was looked at, inclusive.")
    nothing: bool = Field(description="Whether nothing would become different but the record itself.")
    dates: list[DateTurn]
    stages: list[StageTurned]
    findings: list[str] = Field(description="Findings that would be new.")
    told: list[Told] = Field(description="What people would be told in the next days that they would not be otherwise.")
    not_told: list[Told] = Field(description="What they would be told otherwise, and would not be.")
