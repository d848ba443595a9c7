"""Section F as programs send it and are answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.web.api.models.shared import Code, LineCode, Shape, Short, Words

Amount = Annotated[
    str,
    StringConstraints(pattern=r"^(\d{1,5}(\.\d{1,4})?|(\d{1,5} )?\d{1,5}/[1-9]\d{0,3})$"),
    Field(description="How much, exactly: `1`, `1.5` or `1 1/2`.", examples=["1.5"]),
]


class LineIn(Shape):
    """A line of Section F; amount, unit and period belong together."""

    code: LineCode = Field(examples=["F1"])
    strand: Code = Field(description="What kind of provision; never a name.", examples=["speech_and_language"])
    amount: Amount | None = None
    unit: Unit | None = None
    per: Per | None = None
    term_time: bool = Field(True, description="Whether it is owed in weeks of school term only.")
    calendar: Short | None = Field(None, description="Whose term dates count; the council's if none is given.")
    starts: date | None = None
    ends: date | None = None
    wording: Words | None = Field(None, description="The plan's own words; kept sealed.")
    who: Short | None = Field(None, description="Who gives it; kept sealed.")
    where: Short | None = Field(None, description="Where; kept sealed.")
    plan: Short | None = Field(None, description="The version of the plan: its number, or its day. The newest if none.")


class EntryIn(Shape):
    """What was delivered of a line, or was not; both ends of its days belong to it."""

    line: LineCode
    kind: EntryKind
    first: date
    last: date
    amount: Amount | None = None
    unit: Unit | None = None
    equivalent: bool | None = Field(None, description="For catch-up: whether it is as good as what was missed.")
    by: By = By.NOT_SAID
    source: Source | None = None
    note: Words | None = Field(None, description="Kept sealed.")


class LineOut(BaseModel):
    """A line of Section F that counts."""

    id: str
    code: str
    version: int = Field(description="The version of the plan it is in, counted from 1.")
    strand: str
    amount: str | None
    unit: Unit | None
    per: Per | None
    term_time: bool
    calendar: str | None
    starts: date | None
    ends: date | None
    wording: str | None
    who: str | None
    where: str | None


class EntryOut(BaseModel):
    """An entry of the delivery log that counts."""

    id: str
    line: str
    kind: EntryKind
    first: date
    last: date
    amount: str | None
    equivalent: bool | None
    by: By
    source: Source
    note: str | None


class SectionFOut(BaseModel):
    """Everything that counts of Section F of a case."""

    reference: str
    lines: list[LineOut]
    entries: list[EntryOut]


class SumsOut(BaseModel):
    """What became of what was owed, with at most two decimals.

    Owed is delivered, less what was over, with catch-up, shortfall, not reported and unknown.
    """

    owed: float
    delivered: float
    over: float = Field(description="Above what a period owed; it makes up for nothing.")
    catch_up: float = Field(description="Given later, as good as what was missed.")
    not_equivalent: float = Field(description="Given later and not as good, or nobody said.")
    agreed: float = Field(description="The family agreed that it is not owed.")
    shortfall: float = Field(description="Reported not to have been given, and not made up for.")
    by_family: float = Field(description="The part of it missed because of the child or family.")
    not_reported: float = Field(description="Owed in weeks of which nobody said anything; never part of the shortfall.")
    unknown: float = Field(description="Owed in weeks of which is said only that a part was given.")


class TermSums(SumsOut):
    """The same for one school term."""

    term: str
    first: date | None
    last: date | None


class Specified(BaseModel):
    """What an earlier version of the plan specified, and until when."""

    specified: str
    until: date


class LineLedgerOut(SumsOut):
    """One line of the ledger."""

    line: str
    strand: str
    specified: str
    unit: str | None
    period: str | None
    owed_exact: str
    shortfall_exact: str
    first_lapse: date | None
    longest_gap_days: int
    last_report: date | None
    unreported_weeks: int
    state: str
    before: list[Specified]
    appeal_overlap: int
    by_term: list[TermSums]


class LedgerFinding(BaseModel):
    """Something odd in what is recorded."""

    severity: str
    message: str


class LedgerOut(BaseModel):
    """What was owed of Section F up to a day, what was given, and what is missing."""

    as_at: date
    counted_to: date
    lines: list[LineLedgerOut]
    findings: list[LedgerFinding]
