"""Single facts asked of many cases at once, without reading what happened in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import CaseRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees, visible


def birth_dates(session: Session, cipher: Cipher, case_ids: Iterable[int]) -> dict[int, date]:
    """The birth dates of the children or young people of some cases, where known."""
    question = select(CaseRow.id, CaseRow.birth_date_sealed).where(
        CaseRow.id.in_(list(case_ids)), CaseRow.birth_date_sealed.is_not(None)
    )
    return {id_: date.fromisoformat(cipher.open(sealed)) for id_, sealed in session.execute(question) if sealed}


def councils_of(session: Session, case_ids: Iterable[int]) -> dict[int, str | None]:
    """The council of each of some cases, by its code."""
    question = select(CaseRow.id, CaseRow.council_code).where(CaseRow.id.in_(list(case_ids)))
    return dict(session.execute(question).all())


def count_cases(session: Session, sees: Sees = EVERYTHING) -> int:
    """How many cases there are, of those that somebody may see."""
    return session.scalar(select(func.count()).select_from(CaseRow).where(visible(sees))) or 0


def anything_sealed(session: Session) -> bool:
    """Whether anything in the database needs the key."""
    return session.scalars(select(CaseRow.id).limit(1)).first() is not None
