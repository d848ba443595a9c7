"""Cases and their events as programs send them and are answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from ehcp_workflow.web.api.models.position import PositionOut
from ehcp_workflow.web.api.models.shared import Code, Shape, Short, WhenText, Words

DateName = Literal["sent_on", "served_on", "received_on", "issued_on", "from", "to"]


class NewCaseIn(Shape):
    """A case to be opened; all of it may be missing."""

    council: Short | None = Field(None, description="The council: its name, or its DfE number.", examples=["383"])
    child_name: Short | None = Field(None, description="Kept sealed; shown on the case page only.")
    birth_date: date | None = Field(None, description="Kept sealed.")
    requested_by: Literal["parent", "young_person", "school", "other"] | None = None
    your_reference: Short | None = Field(None, description="Your own reference; kept sealed.")


class CaseOpened(BaseModel):
    """A case that was opened."""

    reference: str


class Who(BaseModel):
    """Whom a case is about. Given only where it is asked for."""

    child_name: str | None
    birth_date: date | None
    your_reference: str | None


class CaseOut(BaseModel):
    """A case and where it stands."""

    reference: str
    council: str | None
    who: Who | None = Field(description="Given with `names=true`.")
    position: PositionOut


class EventIn(Shape):
    """Something that happened in a case."""

    kind: Code = Field(description="What happened; `/events/kinds` lists them.", examples=["request_received"])
    on: WhenText
    dates: dict[DateName, WhenText] = Field(default_factory=dict, description="Other dates of it, such as `sent_on`.")
    about: Code | None = Field(None, description="Which of several: a code, never a name.")
    options: dict[str, Short] = Field(default_factory=dict, description="What else is said of it.")
    note: Words | None = Field(None, description="Kept sealed.")
    source: Short | None = Field(None, description="Where it is known from; kept in clear, so no names.")


class CorrectionIn(Shape):
    """What was wrong in an event: the right date and more, or nothing but `withdraw`."""

    on: WhenText | None = None
    dates: dict[DateName, WhenText] = Field(default_factory=dict)
    options: dict[str, Short] = Field(default_factory=dict)
    withdraw: bool = Field(False, description="It never happened: it is taken back. The old record is kept.")
    note: Words | None = None


class RecordOut(BaseModel):
    """One record of the history: an event, a correction, or the taking back of one."""

    id: str
    kind: str
    on: str
    dates: dict[str, str]
    about: str | None
    options: dict[str, str]
    corrects: str | None
    withdrawn: bool
    recorded_at: datetime | None
    recorded_by: str
    source: str | None
    note: str | None


class HistoryOut(BaseModel):
    """Everything recorded in a case, in the order of recording; nothing is ever left out of it."""

    reference: str
    records: list[RecordOut]


class KindOut(BaseModel):
    """A kind of event that can be recorded."""

    kind: str
    title: str
    dates: list[str]
    options: dict[str, list[str]]
    about: bool
    needs: list[str]
