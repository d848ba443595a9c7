"""The session of a browser: how it begins, how long it holds, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from secrets import token_urlsafe

from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import sessions
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.sessions import OpenSession, SignedIn

__all__ = ["IDLE", "LONGEST", "Begun", "OpenSession", "SignedIn", "begin_session", "find_session", "sessions_of",
           "sign_out", "visitor_of"]  # fmt: skip

IDLE = timedelta(minutes=60)
"""A session that was not used for so long ends."""
LONGEST = timedelta(hours=12)
"""No session lasts longer, however much it is used."""
HALF_WAY = timedelta(minutes=15)
"""How long somebody has for the second factor after the password."""
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Begun:
    """A session that has just begun.

    Attributes:
        secret: what the browser keeps; nobody else ever sees it again.
        full: whether every factor that is needed was given.
    """

    secret: str = field(repr=False)
    full: bool


def begin_session(installation: Installation, unit: Unit, account_id: int, *, full: bool) -> Begun:
    """Begin a session, with a secret of its own."""
    secret, now = token_urlsafe(32), installation.now()
    ends = now + (LONGEST if full else HALF_WAY)
    sessions.add_session(unit, account_id, secret, token_urlsafe(32), full=full, now=now, ends=ends)
    return Begun(secret, full)


def find_session(installation: Installation, secret: str | None) -> SignedIn | None:
    """The session of a secret while it holds; that it is used is noted, at most once a minute."""
    if not secret:
        return None
    now = installation.now()
    with installation.database.read() as unit:
        found = sessions.find_session(unit, secret, now, now - IDLE)
    if found is not None and now - found.seen_at >= NOTED_EVERY:
        with installation.database.write() as unit:
            sessions.note_use(unit, found.id, now)
    return found


def visitor_of(signed_in: SignedIn) -> Visitor:
    """Who is signed in, as what they may do and see."""
    return Visitor(
        account_id=signed_in.account_id,
        name=signed_in.name,
        shown_as=signed_in.shown_as,
        role=Role(signed_in.role),
        teams=signed_in.teams,
    )


def sign_out(installation: Installation, signed_in: SignedIn) -> None:
    """End a session."""
    with installation.database.write() as unit:
        sessions.end_sessions(unit, signed_in.account_id, installation.now(), only=signed_in.id)


def sessions_of(installation: Installation, account_id: int) -> tuple[OpenSession, ...]:
    """The browsers in which somebody is signed in, the newest first."""
    now = installation.now()
    with installation.database.read() as unit:
        return sessions.open_sessions(unit, account_id, now, now - IDLE)
