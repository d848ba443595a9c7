"""The browsers in which somebody of a family gave the right answer a short while ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.sessions import hash_of
from ehcp_workflow.store.tables import FamilyVisitRow


@dataclass(frozen=True)
class FamilyVisit:
    """A browser that may show the page of one link; `csrf` is what its forms carry."""

    id: int
    link_id: int
    csrf: str
    ends_at: datetime


def add_visit(session: Session, link_id: int, secret: str, csrf: str, *, now: datetime, ends: datetime) -> None:
    """Keep a new visit."""
    row = FamilyVisitRow(link_id=link_id, secret_hash=hash_of(secret), csrf=csrf, began_at=now, ends_at=ends)
    session.add(row)


def forget_visits(session: Session, link_id: int, before: datetime) -> None:
    """Delete the visits to the page of a link that ended before an instant: nobody needs them any more."""
    session.execute(delete(FamilyVisitRow).where(FamilyVisitRow.link_id == link_id, FamilyVisitRow.ends_at < before))


def find_visit(session: Session, link_id: int, secret: str, now: datetime) -> FamilyVisit | None:
    """The visit of a secret to the page of one link, while it holds."""
    holds = (FamilyVisitRow.link_id == link_id, FamilyVisitRow.ended_at.is_(None), FamilyVisitRow.ends_at > now)
    row = session.scalar(select(FamilyVisitRow).where(FamilyVisitRow.secret_hash == hash_of(secret), *holds))
    return FamilyVisit(row.id, row.link_id, row.csrf, row.ends_at) if row else None


def end_visit(session: Session, secret: str, now: datetime) -> None:
    """End a visit; doing so again changes nothing."""
    running = (FamilyVisitRow.secret_hash == hash_of(secret), FamilyVisitRow.ended_at.is_(None))
    session.execute(update(FamilyVisitRow).where(*running).values(ended_at=now))
