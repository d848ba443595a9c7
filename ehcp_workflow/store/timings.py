"""How timely councils were in the cases somebody may see: kept with each position, and counted by the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, null, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from ehcp_workflow.cases.timeliness import Step, Taken
from ehcp_workflow.law.verdict import Verdict
from ehcp_workflow.store.tables import CaseRow, TimingRow
from ehcp_workflow.store.visibility import Sees, visible


@dataclass(frozen=True)
class Done:
    """How many steps of one kind a council did in a year, with one verdict.

    Attributes:
        council: its code; None where a case has none, or where councils are not told apart.
        year: None where the record leaves it open.
        exception, disputed: as in `cases.timeliness.Taken`.
    """

    council: str | None
    step: Step
    year: int | None
    verdict: Verdict
    exception: bool
    disputed: bool
    number: int


@dataclass(frozen=True)
class Owed:
    """How many steps of one kind are owed.

    Attributes:
        late: how many of them are past their last day.
        since: the earliest day on which the time of one of them began, where it is known.
    """

    step: Step
    number: int
    late: int
    since: date | None


@dataclass(frozen=True)
class Stood:
    """How many cases of a council stand in a state of a stage, and how many of them are late in anything that binds.

    The stage and the state are None for cases that are not yet worked out.
    """

    council: str | None
    stage: str | None
    state: str | None
    number: int
    late: int


def save(session: Session, case_id: int, taken: Iterable[Taken]) -> None:
    """Keep the steps of a case, replacing those kept before."""
    session.execute(delete(TimingRow).where(TimingRow.case_id == case_id))
    if rows := [_row(case_id, one) for one in taken]:
        session.execute(insert(TimingRow), rows)


def done_by_council(session: Session, sees: Sees, step: Step, year: int) -> list[Done]:
    """One step of a year, counted by council and verdict."""
    return _done(session, CaseRow.council_code, visible(sees), TimingRow.step == step, TimingRow.year == year)


def done_of_year(session: Session, sees: Sees, year: int, council: str | None = None) -> list[Done]:
    """Every step of a year, counted by verdict, of one council or of all together."""
    return _done(session, None, _of(sees, council), TimingRow.step.in_(list(Step)), TimingRow.year == year)


def done_of_step(session: Session, sees: Sees, step: Step, council: str | None = None) -> list[Done]:
    """One step of every year, counted by verdict, of one council or of all together."""
    return _done(session, None, _of(sees, council), TimingRow.step == step)


def owed(session: Session, sees: Sees, today: date, council: str | None = None) -> list[Owed]:
    """What is owed now, counted by step, of one council or of all together."""
    late = func.count().filter(TimingRow.last_day < today)
    question = (
        select(TimingRow.step, func.count(), late, func.min(TimingRow.since))
        .join(CaseRow, CaseRow.id == TimingRow.case_id)
        .where(TimingRow.verdict.is_(None), _of(sees, council))
        .group_by(TimingRow.step)
    )
    return [Owed(Step(step), number, late_ones, since) for step, number, late_ones, since in session.execute(question)]


def stood(session: Session, sees: Sees, today: date, council: str | None = None) -> list[Stood]:
    """How cases stand, counted by council, stage and state."""
    what = (CaseRow.council_code, CaseRow.stage, CaseRow.stage_state)
    late = func.count().filter(CaseRow.late_from <= today)
    question = select(*what, func.count(), late).where(_of(sees, council)).group_by(*what)
    return [Stood(*row) for row in session.execute(question)]


def _of(sees: Sees, council: str | None) -> ColumnElement[bool]:
    return visible(sees) if council is None else and_(visible(sees), CaseRow.council_code == council)


def _done(session: Session, by: InstrumentedAttribute[str | None] | None, *which: ColumnElement[bool]) -> list[Done]:
    what = (TimingRow.step, TimingRow.year, TimingRow.verdict, TimingRow.exception, TimingRow.disputed)
    question = select(null() if by is None else by, *what, func.count()).join(CaseRow, CaseRow.id == TimingRow.case_id)
    question = question.where(TimingRow.verdict.is_not(None), *which).group_by(*what, *([] if by is None else [by]))
    rows: Iterable[Any] = session.execute(question)
    return [
        Done(code, Step(step), year, Verdict(verdict), exception, disputed, n)
        for code, step, year, verdict, exception, disputed, n in rows
    ]


def _row(case_id: int, taken: Taken) -> dict[str, object]:
    return {
        "case_id": case_id,
        "step": taken.step.value,
        "request": taken.request,
        "year": taken.year,
        "verdict": taken.verdict.value if taken.verdict else None,
        "exception": taken.exception,
        "disputed": taken.disputed,
        "since": taken.started.latest,
        "last_day": None if taken.waived else taken.due.latest,
    }
