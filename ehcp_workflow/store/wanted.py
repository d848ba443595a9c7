"""What somebody wants to see of the caseload, as conditions on cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, and_, literal_column, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from ehcp_workflow.cases.glance import DUE_WITHIN_DAYS, Flag
from ehcp_workflow.store.tables import CaseDeskRow, CaseFailureRow, CaseRow, NeedRow, NoticeRow, OutboxRow

NONE = "none"
"""Asks for the cases in which nothing is recorded: no council, nobody's, no team's, no need."""


@dataclass(frozen=True)
class Wanted:
    """Which cases are wanted; what is left empty may be anything.

    Attributes:
        council: a council's DfE number, or `none`.
        stage: the id of a stage; state: how that stage stands.
        adviser, team: the number of an account or a team, or `none`.
        need: the code of the primary need, or `none`.
        flag: why an adviser would look at it first.
    """

    council: str = ""
    stage: str = ""
    state: str = ""
    adviser: str = ""
    team: str = ""
    need: str = ""
    flag: Flag | None = None


def conditions(wanted: Wanted, day: date) -> Iterator[ColumnElement[bool]]:
    """The conditions on `CaseRow` of what is wanted on a day, from what was last worked out."""
    if wanted.council:
        yield CaseRow.council_code.is_(None) if wanted.council == NONE else CaseRow.council_code == wanted.council
    if wanted.stage:
        yield CaseRow.stage == wanted.stage
    if wanted.state:
        yield CaseRow.stage_state == wanted.state
    if wanted.adviser:
        yield _on_the_desk_of(CaseDeskRow.account_id, wanted.adviser)
    if wanted.team:
        yield _on_the_desk_of(CaseDeskRow.team_id, wanted.team)
    if wanted.need:
        yield _needs(wanted.need)
    if wanted.flag:
        yield has_flag(wanted.flag, day)


def has_flag(flag: Flag, day: date) -> ColumnElement[bool]:
    """The condition that a case has a flag on a day, as `Glance.flags` has it."""
    match flag:
        case Flag.LATE:
            return and_(CaseRow.late_from.is_not(None), CaseRow.late_from <= day)
        case Flag.DUE:
            return and_(CaseRow.ahead.is_not(None), CaseRow.ahead <= day + timedelta(days=DUE_WITHIN_DAYS))
        case Flag.SILENT:
            return CaseRow.silent_since.is_not(None)
        case Flag.LAPSED:
            return and_(CaseRow.lapsed.is_not(None), CaseRow.lapsed > 0)
        case Flag.HELD:
            return or_(CaseRow.quiet.is_not(None), CaseRow.id.in_(with_held_messages()))
        case Flag.FAILED:
            return CaseRow.id.in_(select(CaseFailureRow.case_id).scalar_subquery())


def with_held_messages() -> ScalarSelect[int]:
    """The cases of which something waits until a person releases it."""
    held: ColumnElement[str] = literal_column(
        "'held'"
    )  # written out, or SQLite would not use the index of held messages
    waiting = select(NoticeRow.case_id).join(OutboxRow, OutboxRow.id == NoticeRow.outbox_id)
    return waiting.where(OutboxRow.state == held, NoticeRow.state == "planned").scalar_subquery()


def primary_needs() -> tuple[ColumnElement[bool], ...]:
    """The conditions on `NeedRow` that it is a primary need which was neither corrected nor taken back."""
    newer = aliased(NeedRow)
    corrected = select(newer.id).where(newer.replaces == NeedRow.id).exists()
    return NeedRow.rank == 1, ~NeedRow.withdrawn, ~corrected


def _needs(code: str) -> ColumnElement[bool]:
    primary = select(NeedRow.case_id).where(*primary_needs())
    if code == NONE:
        return CaseRow.id.not_in(primary.scalar_subquery())
    return CaseRow.id.in_(primary.where(NeedRow.sen_type == code).scalar_subquery())


def _on_the_desk_of(column: InstrumentedAttribute[int | None], whose: str) -> ColumnElement[bool]:
    assigned = select(CaseDeskRow.case_id)
    if whose == NONE:
        return CaseRow.id.not_in(assigned.where(column.is_not(None)).scalar_subquery())
    return CaseRow.id.in_(assigned.where(column == int(whose)).scalar_subquery())
