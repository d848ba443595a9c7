"""Who is in a case, as programs are told."""

from __future__ import annotations

from pydantic import BaseModel, Field


class PointOut(BaseModel):
    """One way to reach somebody."""

    number: int
    channel: str
    address: str | None = Field(description="Given with `addresses=true`.")
    purposes: list[str] = Field(description="What its owner agreed to be written to for.")
    verified: bool
    do_not_use: bool
    hours: str | None = Field(description="The only hours it may be used in, London time.")
    no_voicemail: bool
    stopped: str | None = Field(description="Why it stopped being used.")
    suppressed: bool


class PersonOut(BaseModel):
    """Somebody in a case."""

    person: int
    role: str
    name: str | None = Field(description="Given with `addresses=true`.")
    language: str
    format: str
    neutral: bool = Field(description="Whether messages may say only that there is something to read.")
    never: list[str] = Field(description="Channels that are never used.")
    contact_points: list[PointOut]


class PeopleOut(BaseModel):
    """Who is in a case."""

    reference: str
    people: list[PersonOut]
