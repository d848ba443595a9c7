"""The caseload as programs are given it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from ehcp_workflow.cases.glance import Flag
from ehcp_workflow.web.api.models.shared import Shape, Span
from ehcp_workflow.web.asking import EARLIEST, LATEST

_Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_ ]*$")]


class CaseloadQuery(Shape):
    """Which cases are wanted; what is left out may be anything."""

    council: _Code = Field("", description="A council's DfE number, or `none`.")
    stage: _Code = Field("", description="The id of a stage.")
    state: _Code = Field("", description="How that stage stands.")
    adviser: _Code = Field("", description="`me`, the number of an account, or `none`.")
    team: _Code = Field("", description="The number of a team, or `none`.")
    need: _Code = Field("", description="The SEN2 code of the primary need, or `none`.")
    flag: Flag | None = Field(None, description="Why an adviser would look at it first.")
    as_at: date | None = Field(None, ge=EARLIEST, le=LATEST, description="Another day than today, in London.")
    after: str | None = Field(
        None, pattern=r"^(none|\d{4}-\d{2}-\d{2})_EHC-\d{4}-\d{4,9}$", description="`next` of the page before."
    )
    limit: int = Field(100, ge=1, le=500, description="How many cases at most.")

    @property
    def said(self) -> dict[str, str]:
        """The same as the page of the caseload has it in its address."""
        asked = self.model_dump(exclude={"as_at", "after", "limit", "flag"})
        return asked | {"flag": self.flag.value if self.flag else ""}


class CaseLine(BaseModel):
    """A case in the caseload, without names."""

    reference: str
    council: str | None
    stage: str
    stage_state: str
    next_rule: str | None = Field(description="The rule of the soonest open date.")
    next_title: str | None
    due: Span | None = Field(description="That date.")
    state: str | None
    days: int | None = Field(description="Days until its earliest day; negative when it has passed.")
    late: int = Field(description="How many open limits that bind have passed.")
    needs: list[str] = Field(description="The SEN2 code of the primary need, where recorded.")
    flags: list[str] = Field(description="Why an adviser would look at it first.")


class Caseload(BaseModel):
    """A page of the caseload."""

    as_at: date
    found: int = Field(description="How many cases are wanted in all.")
    not_anew: int = Field(description="How many were not worked out since something may have changed.")
    cases: list[CaseLine]
    next: str | None = Field(description="Ask with `after` for the following page; null on the last.")
