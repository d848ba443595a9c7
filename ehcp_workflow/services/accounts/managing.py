"""Looking after accounts: who there is, what they are, and letting them no longer in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services.accounts.inviting import check_teams, new_link
from ehcp_workflow.services.accounts.sessions import IDLE
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, calendar_feeds, case_desks, invitations, sessions, tokens
from ehcp_workflow.store.accounts import Account
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.sessions import OpenSession


@dataclass(frozen=True)
class Listed:
    """An account as it stands in a list.

    Attributes:
        name, shown_as, role, teams: who they are.
        second_factor: whether an authenticator is set up.
        state: in words: invited, in use, not invited (a link that ended), ended.
        signed_in: in how many browsers they are signed in now; last_used: when one of them was last used.
    """

    name: str
    shown_as: str
    role: Role
    teams: tuple[str, ...]
    second_factor: bool
    state: str
    signed_in: int
    last_used: datetime | None


def list_accounts(installation: Installation) -> tuple[Listed, ...]:
    """Every account by name, ended ones too."""
    now = installation.now()
    with installation.database.read() as unit:
        invited, teams = invitations.waiting(unit, now), accounts.members(unit)
        return tuple(_listed(unit, each, teams, invited, now) for each in accounts.all_accounts(unit))


def list_teams(installation: Installation) -> tuple[str, ...]:
    """The names of all teams."""
    with installation.database.read() as unit:
        return tuple(accounts.all_teams(unit).values())


def end_account(installation: Installation, name: str) -> None:
    """End an account for good: it is signed out everywhere, and its cases are nobody's. What it recorded stays.

    Raises:
        NotFound: there is no open account of this name.
        Refused: it is the last supervisor's.
    """
    with installation.database.write() as unit:
        account = open_account(unit, name)
        _keep_a_supervisor(unit, account)
        now = installation.now()
        accounts.change_account(unit, account.id, ended_at=now, password_hash=None, totp_sealed=None)
        case_desks.leave_cases(unit, account.id)
        invitations.end_invitations(unit, account.id, now)
        _let_out(unit, account.id, now)


def change_role(installation: Installation, name: str, role: Role) -> None:
    """Give an account another role. It is signed out everywhere, so that it signs in as what the new role needs.

    Raises:
        NotFound: there is no open account of this name.
        Refused: it is the last supervisor's.
    """
    with installation.database.write() as unit:
        account = open_account(unit, name)
        if role is not Role.SUPERVISOR:
            _keep_a_supervisor(unit, account)
        accounts.change_account(unit, account.id, role=role.value)
        sessions.end_sessions(unit, account.id, installation.now())


def change_teams(installation: Installation, name: str, teams: Sequence[str]) -> None:
    """Let an account belong to these teams and no others; a team that is new is made.

    Raises:
        NotFound: there is no open account of this name.
        BadInput: a team cannot be called so.
    """
    wanted = tuple(team.strip() for team in teams)
    check_teams(wanted)
    with installation.database.write() as unit:
        account = open_account(unit, name)
        numbers = [accounts.team_named(unit, team) for team in wanted]
        accounts.leave_teams(unit, account.id, but=numbers)
        accounts.join_teams(unit, account.id, numbers)


def reset_account(installation: Installation, name: str) -> str:
    """Take password, second factor and tokens away, sign out everywhere, and make a link to choose anew; the link.

    Raises:
        NotFound: there is no open account of this name.
    """
    with installation.database.write() as unit:
        account = open_account(unit, name)
        accounts.change_account(unit, account.id, password_hash=None, totp_sealed=None, totp_step=None, outside_id=None)
        _let_out(unit, account.id, installation.now())
        return new_link(installation, unit, account.id)


def sign_out_everywhere(installation: Installation, name: str) -> int:
    """End every session of an account; how many there were.

    Raises:
        NotFound: there is no open account of this name.
    """
    with installation.database.write() as unit:
        return sessions.end_sessions(unit, open_account(unit, name).id, installation.now())


def sessions_of_name(installation: Installation, name: str) -> tuple[OpenSession, ...]:
    """The browsers in which an account is signed in, the newest first.

    Raises:
        NotFound: there is no open account of this name.
    """
    now = installation.now()
    with installation.database.read() as unit:
        return sessions.open_sessions(unit, open_account(unit, name).id, now, now - IDLE)


def open_account(unit: Unit, name: str) -> Account:
    """The account of a name.

    Raises:
        NotFound: there is none, or it has ended.
    """
    account = accounts.find_account(unit, name.strip().lower())
    if account is None or account.ended_at is not None:
        raise NotFound(f"There is no open account '{name}'. Check how it is written.")
    return account


def _let_out(unit: Unit, account_id: int, now: datetime) -> None:
    """Sign an account out everywhere, with its programs and its calendar."""
    sessions.end_sessions(unit, account_id, now)
    tokens.end_tokens_of(unit, account_id, now)
    calendar_feeds.end_feed_of(unit, calendar_feeds.Owner(account_id=account_id), now)


def _keep_a_supervisor(unit: Unit, account: Account) -> None:
    others = (each for each in accounts.all_accounts(unit) if each.id != account.id and each.ended_at is None)
    if account.role == Role.SUPERVISOR and not any(each.role == Role.SUPERVISOR for each in others):
        raise Refused(f"'{account.name}' is the last supervisor. Make somebody else one first.")


def _listed(
    unit: Unit, account: Account, teams: dict[int, tuple[str, ...]], invited: frozenset[int], now: datetime
) -> Listed:
    held = sessions.open_sessions(unit, account.id, now, now - IDLE)
    return Listed(
        name=account.name,
        shown_as=account.shown_as,
        role=Role(account.role),
        teams=teams.get(account.id, ()),
        second_factor=account.totp_sealed is not None,
        state=_state(account, account.id in invited),
        signed_in=len(held),
        last_used=max((each.seen_at for each in held), default=None),
    )


def _state(account: Account, invited: bool) -> str:
    if account.ended_at is not None:
        return "ended"
    if account.password_hash or account.outside_id:
        return "in use"
    return "invited" if invited else "the link was not used in time"
