"""Finding cases by a reference, among those somebody may see."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import CaseRow
from ehcp_workflow.store.visibility import Sees, visible


def which_exist(session: Session, sees: Sees, references: Collection[str]) -> tuple[str, ...]:
    """Those of some references that name a case somebody may see, in order."""
    question = select(CaseRow.reference).where(CaseRow.reference.in_(references), visible(sees))
    return tuple(session.scalars(question.order_by(CaseRow.reference)))


def by_their_reference(session: Session, cipher: Cipher, sees: Sees, theirs: str) -> tuple[str, ...]:
    """The reference of the case that an adviser knows under one of their own, if somebody may see it."""
    question = select(CaseRow.reference).where(CaseRow.their_reference_lookup == cipher.lookup(theirs), visible(sees))
    return tuple(session.scalars(question))
