"""Inviting somebody: an account, and a link by which they choose their password once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.accounts.passwords import check_password, hash_password
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, invitations, sessions
from ehcp_workflow.store.accounts import Account
from ehcp_workflow.store.engine import Unit

HOLDS_FOR = timedelta(hours=72)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_LONGEST_SHOWN, _LONGEST_TEAM = 80, 60


@dataclass(frozen=True)
class NewAccount:
    """Somebody to be invited: the name they sign in with, how pages show them, their role and teams."""

    name: str
    shown_as: str
    role: Role
    teams: tuple[str, ...] = ()


class NoInvitation(NotFound):
    """A link that was used, has ended, or never was one; which of them is told to nobody."""

    def __init__(self) -> None:
        super().__init__("This link cannot be used. It works once, for three days. Ask your supervisor for a new one.")


def invite(installation: Installation, new: NewAccount) -> str:
    """Make an account; the link by which they choose their password. It is shown this once.

    Raises:
        BadInput: the name, or what is shown for it, cannot be used.
        Refused: there is, or was, an account of this name: records are kept under it, so it is never given again.
    """
    _check(new)
    with installation.database.write() as unit:
        if accounts.find_account(unit, new.name):
            raise Refused(f"There is or was an account '{new.name}'. Choose another name.")
        number = accounts.add_account(unit, new.name, new.shown_as, new.role.value, installation.now())
        accounts.join_teams(unit, number, [accounts.team_named(unit, team) for team in new.teams])
        return new_link(installation, unit, number)


def new_link(installation: Installation, unit: Unit, account_id: int) -> str:
    """A link for an account; an earlier one holds no more."""
    secret, now = token_urlsafe(32), installation.now()
    invitations.add_invitation(unit, account_id, secret, now, now + HOLDS_FOR)
    return f"{installation.settings.desk}/invitation/{secret}"


def look_at_invitation(installation: Installation, secret: str) -> Account:
    """Whom a link is for. Looking at it uses nothing up.

    Raises:
        NoInvitation: it cannot be used.
    """
    with installation.database.read() as unit:
        number = invitations.invited(unit, secret, installation.now())
        account = accounts.account_numbered(unit, number) if number else None
    if account is None:
        raise NoInvitation
    return account


def choose_password(installation: Installation, secret: str, password: str) -> None:
    """Choose a password by a link, which is used up; whoever is signed in under the account is signed out.

    Raises:
        NoInvitation: the link cannot be used.
        WeakPassword: the password would be guessed.
    """
    name = look_at_invitation(installation, secret).name
    check_password(password, name)
    kept, now = hash_password(password), installation.now()
    with installation.database.write() as unit:
        number = invitations.invited(unit, secret, now, hold=True)
        if number is None:
            raise NoInvitation
        accounts.change_account(unit, number, password_hash=kept)
        invitations.end_invitations(unit, number, now)
        sessions.end_sessions(unit, number, now)


def check_teams(teams: Sequence[str]) -> None:
    """See that teams can have these names.

    Raises:
        BadInput: one of them is empty or too long.
    """
    for team in teams:
        if not team.strip() or len(team) > _LONGEST_TEAM:
            raise BadInput(f"'{team}' cannot be the name of a team. Use 1 to {_LONGEST_TEAM} letters.")


def _check(new: NewAccount) -> None:
    if not _NAME.fullmatch(new.name):
        raise BadInput(f"'{new.name}' cannot be a name to sign in with. Use small letters, such as jo.green.")
    if not new.shown_as.strip() or len(new.shown_as) > _LONGEST_SHOWN:
        raise BadInput(f"'{new.shown_as}' cannot be shown as a name. Use 1 to {_LONGEST_SHOWN} letters.")
    check_teams(new.teams)
