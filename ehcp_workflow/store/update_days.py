"""When each person who wants to hear that nothing has changed is to hear it next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CasePersonRow, PersonRow


@dataclass(frozen=True)
class UpdateDue:
    """A person whose update is due, and a case of theirs; None when they have none."""

    person_id: int
    case_id: int | None
    due_on: date


def due(session: Session, today: date, limit: int) -> list[UpdateDue]:
    """Who is due an update today or before, with each of their cases; at most `limit` people."""
    people = (
        select(PersonRow.id, PersonRow.next_update_on)
        .where(PersonRow.next_update_on <= today)
        .order_by(PersonRow.id)
        .limit(limit)
        .with_for_update()
    )
    found: list[UpdateDue] = []
    for person_id, due_on in session.execute(people).all():
        if due_on is None:
            continue
        question = select(CasePersonRow.case_id).where(
            CasePersonRow.person_id == person_id, CasePersonRow.ended_at.is_(None)
        )
        cases: list[int | None] = list(session.scalars(question.order_by(CasePersonRow.case_id).distinct()))
        found += [UpdateDue(person_id, case_id, due_on) for case_id in cases or [None]]
    return found


def put_off(session: Session, person_ids: Collection[int], next_on: date) -> None:
    """Set the next day for people who want updates; the others have none."""
    wanting = update(PersonRow).where(PersonRow.id.in_(person_ids), PersonRow.next_update_on.is_not(None))
    session.execute(wanting.values(next_update_on=next_on))


def begin(session: Session, person_id: int, first_on: date | None) -> None:
    """Begin updates for a person who agreed to them, or end them (None)."""
    session.execute(update(PersonRow).where(PersonRow.id == person_id).values(next_update_on=first_on))
