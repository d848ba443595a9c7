"""Who signs in, what they may see, and what they looked at and changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table, one_of

ROLES = ("adviser", "supervisor", "operator", "read_only")


class TeamRow(Table):
    """A team of an organisation. A case of a team is seen by its members and by supervisors."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)


class AccountRow(Table):
    """Somebody who works here. `name` is what they sign in with and what records are kept under; it never changes.

    An invitation sets the password; who comes by their organisation's accounts has none.
    `totp_step` is the last time step whose code was used, so that no code is used twice.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    shown_as: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(12))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[str | None]
    totp_step: Mapped[int | None]
    outside_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint(one_of("role", ROLES), name="role"),)


class TeamMemberRow(Table):
    """Who belongs to which team."""

    __tablename__ = "team_members"

    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)


class SessionRow(Table):
    """One browser that signed in. Only a hash of its secret is kept; `csrf` is what its forms carry.

    `passed` says how far it came: `password` until the second factor was given where one is needed, then `full`.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf: Mapped[str] = mapped_column(String(64))
    passed: Mapped[str] = mapped_column(String(10))
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint(one_of("passed", ("password", "full")), name="passed"),)


class InvitationRow(Table):
    """A link by which somebody chooses their password once."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttemptRow(Table):
    """A try to sign in that failed, under keyed hashes of the name and of the address it came from."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class CaseDeskRow(Table):
    """Whose a case is: the team that sees it, and the adviser who works on it. A case without a row is everybody's."""

    __tablename__ = "case_desks"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)


class CaseWallRow(Table):
    """A conflict of interest: this account may not see this case, whatever its role and team."""

    __tablename__ = "case_walls"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class CaseAccessRow(Table):
    """Somebody looked at a case or changed it: who, what, when. Only ever added to."""

    __tablename__ = "case_accesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    who: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(120))
    changed: Mapped[bool]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_case_accesses_case_id", "case_id", "id"),)
