"""The addresses under which calendar programs read dates, and which cases each of them shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CalendarFeedRow, CaseDeskRow, CaseRow
from ehcp_workflow.store.visibility import Sees, visible

MOST_CASES = 500


@dataclass(frozen=True)
class Feed:
    """A calendar address: of an account, or of a person in a case; `salt` is what it is made from, with the key."""

    id: int
    salt: str = field(repr=False)
    account_id: int | None
    case_id: int | None
    person_id: int | None
    made_at: datetime
    made_by: str
    ended_at: datetime | None


@dataclass(frozen=True)
class Owner:
    """Whose dates a calendar shows: those of an account, or of a person in a case."""

    account_id: int | None = None
    case_id: int | None = None
    person_id: int | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """That a feed is theirs."""
        if self.account_id is not None:
            return CalendarFeedRow.account_id == self.account_id
        return (CalendarFeedRow.case_id == self.case_id) & (CalendarFeedRow.person_id == self.person_id)


def add_feed(session: Session, owner: Owner, salt: str, by: str, now: datetime) -> Feed:
    """Keep a calendar address; one that its owner had before ends."""
    end_feed_of(session, owner, now)
    row = CalendarFeedRow(**vars(owner), salt=salt, made_at=now, made_by=by)
    session.add(row)
    session.flush()
    return _feed(row)


def find_feed(session: Session, feed_id: int) -> Feed | None:
    """The calendar address of a number, ended or not."""
    row = session.get(CalendarFeedRow, feed_id)
    return _feed(row) if row else None


def feed_of(session: Session, owner: Owner) -> Feed | None:
    """The address that somebody's calendar program may read now."""
    question = select(CalendarFeedRow).where(owner.condition, CalendarFeedRow.ended_at.is_(None))
    row = session.scalar(question)
    return _feed(row) if row else None


def open_feeds(session: Session, case_id: int | None = None) -> tuple[Feed, ...]:
    """Every address that works, or those of the family of one case."""
    question = select(CalendarFeedRow).where(CalendarFeedRow.ended_at.is_(None)).order_by(CalendarFeedRow.id)
    if case_id is not None:
        question = question.where(CalendarFeedRow.case_id == case_id)
    return tuple(_feed(row) for row in session.scalars(question))


def end_feed(session: Session, feed_id: int, now: datetime) -> bool:
    """End an address; whether it still worked."""
    running = update(CalendarFeedRow).where(CalendarFeedRow.id == feed_id, CalendarFeedRow.ended_at.is_(None))
    return bool(session.execute(running.values(ended_at=now).returning(CalendarFeedRow.id)).all())


def end_feed_of(session: Session, owner: Owner, now: datetime) -> bool:
    """End the address that somebody has; whether they had one."""
    running = update(CalendarFeedRow).where(owner.condition, CalendarFeedRow.ended_at.is_(None))
    return bool(session.execute(running.values(ended_at=now).returning(CalendarFeedRow.id)).all())


def cases_of_account(session: Session, account_id: int, sees: Sees) -> dict[int, str]:
    """The cases of somebody's calendar with their references: those they work on and may see.

    Who works on no case by name gets those they may see, soonest date first, at most `MOST_CASES` of them.
    """
    seen = select(CaseRow.id, CaseRow.reference).where(visible(sees))
    theirs = CaseRow.id.in_(select(CaseDeskRow.case_id).where(CaseDeskRow.account_id == account_id))
    if own := dict(session.execute(seen.where(theirs)).all()):
        return own
    soonest = seen.order_by(CaseRow.next_due.is_(None), CaseRow.next_due, CaseRow.reference)
    return dict(session.execute(soonest.limit(MOST_CASES)).all())


def _feed(row: CalendarFeedRow) -> Feed:
    return Feed(row.id, row.salt, row.account_id, row.case_id, row.person_id, row.made_at, row.made_by, row.ended_at)
