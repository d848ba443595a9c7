"""Whose a case is, who must not see it, and who looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services.accounts.managing import open_account
from ehcp_workflow.services.accounts.visitor import May, Role, Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accesses, accounts, case_desks, casebook
from ehcp_workflow.store.accesses import Access
from ehcp_workflow.store.accounts import Account
from ehcp_workflow.store.case_desks import Desk, Wall
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.visibility import EVERYTHING, Sees, may_see

__all__ = ["Desk", "Looked", "WhoSees", "assign", "looks_at", "looks_by", "put_wall", "remove_wall", "who_sees"]


@dataclass(frozen=True)
class WhoSees:
    """Whose a case is, who must not see it, and who can, by the names of the accounts."""

    reference: str
    desk: Desk
    walls: tuple[Wall, ...]
    can_see: tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """Somebody looked at a case or changed it."""

    reference: str
    access: Access


def who_sees(installation: Installation, reference: str) -> WhoSees:
    """Whose a case is, and who may see it.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        everybody = (each for each in accounts.all_accounts(unit) if each.ended_at is None)
        seeing = tuple(each.name for each in everybody if _sees(unit, each, record.id))
        desk, walls = case_desks.desk_of(unit, record.id), case_desks.walls_of(unit, record.id)
        return WhoSees(record.reference, desk, walls, seeing)


def assign(installation: Installation, reference: str, desk: Desk) -> None:
    """Say whose a case is: its team, and the adviser who works on it.

    Args:
        installation: the installation.
        reference: the case.
        desk: the names; None is no team, so that everybody who sees cases sees it, or nobody.

    Raises:
        NotFound: there is no such case, team or account.
        Refused: the adviser could not see the case then, or sees no cases at all.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        team = _team(unit, desk.team) if desk.team else None
        adviser = open_account(unit, desk.adviser) if desk.adviser else None
        case_desks.assign(unit, record.id, team, adviser.id if adviser else None)
        if adviser is not None and not _sees(unit, adviser, record.id):
            raise Refused(
                f"'{adviser.name}' could not see {record.reference}: they are not of the team, may see no cases, or "
                "are behind a wall. Choose somebody else, or change that first."
            )


def put_wall(installation: Installation, reference: str, name: str, by: str) -> bool:
    """Keep somebody from seeing a case, whatever their role and team; whether they could until now.

    If the case was theirs it is nobody's then.

    Raises:
        NotFound: there is no such case or account.
        Refused: somebody would put it before themselves, and could not take it away again.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        account = open_account(unit, name)
        if account.name == by:
            raise Refused("You cannot put a wall before yourself: you could not take it away. Ask another supervisor.")
        desk = case_desks.desk_of(unit, record.id)
        if desk.adviser == account.name:
            case_desks.assign(unit, record.id, accounts.find_team(unit, desk.team or ""), None)
        return case_desks.put_wall(unit, record.id, account.id, by, installation.now())


def remove_wall(installation: Installation, reference: str, name: str) -> bool:
    """Let somebody see a case again as far as role and team allow; whether there was a wall.

    Raises:
        NotFound: there is no such case or account.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        account = accounts.find_account(unit, name.strip().lower())
        return account is not None and case_desks.remove_wall(unit, record.id, account.id)


def looks_at(installation: Installation, reference: str, most: int = 200) -> tuple[Access, ...]:
    """Who looked at a case and who changed it, the last first.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        return accesses.accesses_of(unit, record.id, most)


def looks_by(
    installation: Installation, name: str, since: datetime | None = None, most: int = 200, sees: Sees = EVERYTHING
) -> list[Looked]:
    """Which cases somebody looked at or changed, of those a reader sees, the last first; also of an ended account."""
    with installation.database.read() as unit:
        found = accesses.accesses_by(unit, name, since, most, sees)
        return [Looked(reference, access) for reference, access in found]


def _team(unit: Unit, name: str) -> int:
    found = accounts.find_team(unit, name)
    if found is None:
        teams = ", ".join(accounts.all_teams(unit).values()) or "none yet"
        raise NotFound(f"There is no team '{name}'. There are: {teams}.")
    return found


def _sees(unit: Unit, account: Account, case_id: int) -> bool:
    visitor = Visitor(
        account.id, account.name, account.shown_as, Role(account.role), accounts.teams_of(unit, account.id)
    )
    return visitor.may(May.SEE_CASES) and may_see(unit, visitor.sees, case_id)
