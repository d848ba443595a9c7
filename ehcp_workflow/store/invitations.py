"""Links by which somebody chooses their password once, by a hash of what stands in the link."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.sessions import hash_of
from ehcp_workflow.store.tables import AccountRow, InvitationRow


def add_invitation(session: Session, account_id: int, secret: str, now: datetime, ends: datetime) -> None:
    """Keep a new invitation; those that the account had before hold no more."""
    end_invitations(session, account_id, now)
    session.add(InvitationRow(account_id=account_id, secret_hash=hash_of(secret), made_at=now, ends_at=ends))
    session.flush()


def invited(session: Session, secret: str, now: datetime, *, hold: bool = False) -> int | None:
    """The account an invitation is for, while it holds; with `hold` nobody else uses it in this transaction's time."""
    holds = (InvitationRow.used_at.is_(None), InvitationRow.ends_at > now, AccountRow.ended_at.is_(None))
    question = (
        select(InvitationRow)
        .join(AccountRow, AccountRow.id == InvitationRow.account_id)
        .where(InvitationRow.secret_hash == hash_of(secret), *holds)
    )
    row = session.scalar(question.with_for_update(of=InvitationRow) if hold else question)
    return row.account_id if row else None


def end_invitations(session: Session, account_id: int, now: datetime) -> None:
    """Use up whatever invitations an account has."""
    open_ = (InvitationRow.account_id == account_id, InvitationRow.used_at.is_(None))
    session.execute(update(InvitationRow).where(*open_).values(used_at=now))


def waiting(session: Session, now: datetime) -> frozenset[int]:
    """The accounts with an invitation that can still be used."""
    holds = (InvitationRow.used_at.is_(None), InvitationRow.ends_at > now)
    return frozenset(session.scalars(select(InvitationRow.account_id).where(*holds)))


def forget_invitations(session: Session, before: datetime) -> int:
    """Delete the invitations that ended before an instant; how many."""
    gone = delete(InvitationRow).where(InvitationRow.ends_at < before).returning(InvitationRow.id)
    return len(session.scalars(gone).all())
