"""Which cases have lines of Section F."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import ProvisionLineRow


def cases_with_lines(session: Session, after: int = 0, limit: int = 200) -> list[int]:
    """The next cases of which at least one line was ever recorded, by id."""
    question = select(ProvisionLineRow.case_id).where(ProvisionLineRow.case_id > after).distinct()
    return list(session.scalars(question.order_by(ProvisionLineRow.case_id).limit(limit)))
