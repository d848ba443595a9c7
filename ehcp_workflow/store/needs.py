"""Needs of children: adding records and reading them; nothing is ever changed or removed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.cases.needs import Diagnosis, Need
from ehcp_workflow.store.tables import NeedRow


def add_need(session: Session, case_id: int, need: Need, by: str) -> None:
    """Add a need to a case, or a correction of one."""
    session.add(
        NeedRow(
            id=need.id,
            case_id=case_id,
            sen_type=need.sen_type,
            rank=need.rank,
            diagnosis=need.diagnosis,
            replaces=need.replaces,
            withdrawn=need.withdrawn,
            recorded_at=need.recorded_at,
            recorded_by=by,
        )
    )
    session.flush()


def read_needs(session: Session, case_id: int) -> tuple[Need, ...]:
    """Every record of a need of a case in the order of recording, corrections and corrected ones included."""
    question = select(NeedRow).where(NeedRow.case_id == case_id).order_by(NeedRow.recorded_at, NeedRow.id)
    return tuple(_need(row) for row in session.scalars(question))


def _need(row: NeedRow) -> Need:
    return Need(
        id=row.id,
        sen_type=row.sen_type,
        rank=row.rank,
        diagnosis=Diagnosis(row.diagnosis) if row.diagnosis else None,
        replaces=row.replaces,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
    )
