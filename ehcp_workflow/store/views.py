"""Views of the caseload that people keep for themselves; each is its owner's alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import SavedViewRow


@dataclass(frozen=True)
class SavedView:
    """A view: its name, and what it asks, as the query of an address."""

    id: int
    name: str
    asked: str


def views_of(session: Session, account_id: int) -> tuple[SavedView, ...]:
    """The views of an account, by name."""
    question = select(SavedViewRow).where(SavedViewRow.account_id == account_id)
    rows = session.scalars(question.order_by(func.lower(SavedViewRow.name), SavedViewRow.id))
    return tuple(SavedView(row.id, row.name, row.asked) for row in rows)


def add_view(session: Session, account_id: int, name: str, asked: str, now: datetime) -> None:
    """Keep a view for an account, which has none of that name."""
    session.add(SavedViewRow(account_id=account_id, name=name, asked=asked, made_at=now))
    session.flush()


def rename_view(session: Session, account_id: int, view_id: int, name: str) -> bool:
    """Give a view of an account another name; whether it has such a view."""
    whose = (SavedViewRow.id == view_id, SavedViewRow.account_id == account_id)
    question = update(SavedViewRow).where(*whose).values(name=name).returning(SavedViewRow.id)
    return bool(session.scalars(question).all())


def remove_view(session: Session, account_id: int, view_id: int) -> bool:
    """Remove a view of an account; whether it had one."""
    whose = (SavedViewRow.id == view_id, SavedViewRow.account_id == account_id)
    return bool(session.scalars(delete(SavedViewRow).where(*whose).returning(SavedViewRow.id)).all())
