"""The browsers in which somebody of a family gave the right answer a short while ago."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.sessions import hash_of
from ehcp_workflow.store.tables import FamilyVisitRow


def add_visit(session: Session, link_id: int, secret: str, csrf: str, *, now: datetime, ends: datetime) -> None:
    """Keep a new visit."""
    row = FamilyVisitRow(link_id=link_id, secret_hash=hash_of(secret), csrf=csrf, began_at=now, ends_at=ends)
    session.add(row)


def forget_over(session: Session, now: datetime) -> int:
    """Delete every visit that is over; how many."""
    over = delete(FamilyVisitRow).where(FamilyVisitRow.ends_at < now)
    return len(session.execute(over.returning(FamilyVisitRow.id)).all())


def find_visit(session: Session, link_id: int, secret: str, now: datetime) -> str | None:
    """What the forms of the visit of a secret to the page of one link carry, while it holds."""
    holds = (FamilyVisitRow.link_id == link_id, FamilyVisitRow.ended_at.is_(None), FamilyVisitRow.ends_at > now)
    return session.scalar(select(FamilyVisitRow.csrf).where(FamilyVisitRow.secret_hash == hash_of(secret), *holds))


def end_visit(session: Session, secret: str, now: datetime) -> None:
    """End a visit; doing so again changes nothing."""
    running = (FamilyVisitRow.secret_hash == hash_of(secret), FamilyVisitRow.ended_at.is_(None))
    session.execute(update(FamilyVisitRow).where(*running).values(ended_at=now))
