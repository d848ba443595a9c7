"""Reading the worked ledgers: a plan and a log as given, and sums worked out by hand, with every weekday checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind
from ehcp_workflow.cases.section_f.ledger import Ledger, LineLedger, State, ledger
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.cases.section_f.terms_reading import read_terms
from ehcp_workflow.law.yaml_source import read_yaml

from stories import CONFIG, the_policy, the_rulebook
from worked_cases_loader import Dated, Day, read_date

FOLDER = Path(__file__).parent / "worked_ledgers"
SOLIHULL = "334"
BIRMINGHAM = "330"
MaybeDay = Annotated[date | None, BeforeValidator(lambda said: None if said is None else read_date(said))]
Amount = Annotated[Fraction, BeforeValidator(lambda said: Fraction(str(said)))]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class GivenEvent(_Strict):
    """Something that happened; its number in the list is its id, and the `plan` of lines."""

    kind: str
    on: Dated


class GivenLine(_Strict):
    """A line of one version of the plan; without `amount` it cannot be measured."""

    code: str = "F1"
    plan: int = 1
    strand: str = "teaching_assistant"
    amount: Amount | None = None
    unit: Unit | None = None
    per: Per | None = None
    term_time: bool = True
    starts: MaybeDay = None
    ends: MaybeDay = None


class GivenEntry(_Strict):
    """One entry of the log."""

    line: str = "F1"
    kind: EntryKind
    days: Dated
    amount: Amount | None = None
    by: By = By.NOT_SAID
    equivalent: bool | None = None


class ExpectedTerm(_Strict):
    """What one term must say; what is left out must be nothing."""

    owed: Amount
    delivered: Amount = Fraction(0)
    catch_up: Amount = Fraction(0)
    agreed: Amount = Fraction(0)
    shortfall: Amount = Fraction(0)
    not_reported: Amount = Fraction(0)


class ExpectedLapse(_Strict):
    """The latest lapse of a line."""

    since: Day
    grew: tuple[Day, ...] = ()
    put_right: MaybeDay = None


class ExpectedLine(_Strict):
    """What the ledger of one line must say; what is left out must be nothing."""

    code: str = "F1"
    specified: str
    before: dict[str, Day] = Field(default_factory=dict)
    owed: Amount
    delivered: Amount = Fraction(0)
    over: Amount = Fraction(0)
    catch_up: Amount = Fraction(0)
    not_equivalent: Amount = Fraction(0)
    agreed: Amount = Fraction(0)
    shortfall: Amount = Fraction(0)
    by_family: Amount = Fraction(0)
    not_reported: Amount = Fraction(0)
    unknown: Amount = Fraction(0)
    first_lapse: MaybeDay = None
    longest_gap_days: int = 0
    unreported_weeks: int = 0
    state: State
    lapse: ExpectedLapse | None = None
    appeal_overlap: int = 0
    by_term: dict[str, ExpectedTerm] = Field(default_factory=dict)


class WorkedLedger(_Strict):
    """One situation with its sums, worked out by hand in the comments of its file."""

    id: str
    says: str = Field(min_length=20)
    source: str | None = None
    in_brief: bool = False
    council: str = SOLIHULL
    events: tuple[GivenEvent, ...]
    lines: tuple[GivenLine, ...]
    log: tuple[GivenEntry, ...] = ()
    as_at: Day
    counted_to: Day
    expect: tuple[ExpectedLine, ...]
    findings: tuple[str, ...] = ()

    def record(self) -> SectionF:
        """Section F as it is recorded."""
        lines = (
            Line(
                f"line {n}", g.code, str(g.plan), g.strand, g.amount, g.unit, g.per, g.term_time, None, g.starts, g.ends
            )
            for n, g in enumerate(self.lines)
        )
        entries = (
            Entry(f"entry {n}", e.line, e.kind, _first(e), _last(e), e.amount, e.equivalent, e.by)
            for n, e in enumerate(self.log)
        )
        return SectionF(tuple(lines), tuple(entries), self.council, known())

    def happened(self) -> tuple[Event, ...]:
        """The events of the case."""
        return tuple(Event(str(n), e.kind, e.on) for n, e in enumerate(self.events, 1))

    def ledger(self) -> Ledger:
        """What our ledger says."""
        return ledger(self.record(), self.happened(), the_policy().provision, self.as_at)


class Theme(_Strict):
    """One file of worked ledgers."""

    theme: str
    ledgers: tuple[WorkedLedger, ...]


def worked_ledgers(folder: Path = FOLDER) -> list[WorkedLedger]:
    """Every worked ledger of this repository."""
    files = sorted(folder.glob("*.yaml"))
    return [one for path in files for one in Theme.model_validate(read_yaml(path)).ledgers]


def shipped(file: str) -> TermCalendar:
    """The term dates in a shipped file, such as `334.yaml`."""
    said_there = read_yaml(CONFIG / "calendars" / "terms" / file)
    return read_terms(said_there, the_rulebook().calendar.holidays, file)


@cache
def known() -> dict[str, TermCalendar]:
    """The term dates that worked ledgers count by, by council."""
    return {SOLIHULL: solihull(), BIRMINGHAM: shipped(f"{BIRMINGHAM}.yaml")}


@cache
def solihull() -> TermCalendar:
    """Three school years of Solihull from September 2023, the first as one of its schools had it, training days too."""
    school, council = (shipped(f"{name}.yaml") for name in ("school_meridence", SOLIHULL))
    return replace(
        council,
        terms=(*school.terms, *council.terms),
        inset=school.inset,
        known_from=school.known_from,
    )


def said(line: LineLedger, in_brief: bool) -> ExpectedLine:
    """A ledger in the form of an expectation, so that the two can be compared whole.

    Args:
        line: the ledger.
        in_brief: whether its terms and its lapse are not looked at.
    """
    lapse, terms = (None, ()) if in_brief else (line.lapse, line.by_term)
    return ExpectedLine(
        code=line.code,
        specified=line.specified,
        before={one.specified: _words(one.until) for one in line.before},
        **{name: getattr(line.sums, name) for name in vars(line.sums)},
        first_lapse=_words(line.first_lapse),
        longest_gap_days=line.longest_gap_days,
        unreported_weeks=line.unreported_weeks,
        state=line.state,
        lapse=lapse
        and ExpectedLapse(
            since=_words(lapse.since),
            grew=tuple(_words(day) for day in lapse.grew),
            put_right=_words(lapse.put_right),
        ),
        appeal_overlap=line.appeal_overlap,
        by_term={
            term.name: ExpectedTerm(**{name: getattr(term.sums, name) for name in ExpectedTerm.model_fields})
            for term in terms
        },
    )


def _words(day: date | None) -> str | None:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else None


def _first(entry: GivenEntry) -> date:
    assert entry.days.earliest
    return entry.days.earliest


def _last(entry: GivenEntry) -> date:
    assert entry.days.latest
    return entry.days.latest
