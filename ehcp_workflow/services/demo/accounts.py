"""The demo's accounts, so that its pages can be tried as each of those who use them."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.accounts.passwords import hash_password
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.demo.people import BY
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, case_desks, casebook
from ehcp_workflow.store.engine import Unit

NORTH, SOUTH = "North", "South"


@dataclass(frozen=True)
class DemoAccount:
    """Somebody of the demo: the name they sign in with, and what they are."""

    name: str
    shown_as: str
    role: Role
    team: str | None = None


DEMO_ACCOUNTS = (
    DemoAccount("adviser", "Ada Adviser", Role.ADVISER, NORTH),
    DemoAccount("adviser.south", "Sid Adviser", Role.ADVISER, SOUTH),
    DemoAccount("supervisor", "Sue Supervisor", Role.SUPERVISOR),
    DemoAccount("operator", "Otto Operator", Role.OPERATOR),
    DemoAccount("reader", "Rae Reader", Role.READ_ONLY, NORTH),
)
DEMO_TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""The secret of the demo supervisor's authenticator: as well known as the password, and of as little use elsewhere."""
_OF_NORTH, _OF_SOUTH = range(1, 16), range(16, 26)
_WALLED = ("DEMO-030", "adviser")


def add_demo_accounts(installation: Installation) -> bool:
    """Make the demo's accounts where nobody has one yet, and give some of its cases to them; whether that was done.

    Where somebody has an account already this is no mere demo, and everybody knows the demo's password.
    """
    with installation.database.write() as unit:
        if accounts.all_accounts(unit):
            return False
        kept = hash_password(DEMO_PASSWORD)
        numbers = {demo.name: _add(installation, unit, demo, kept) for demo in DEMO_ACCOUNTS}
        for team, adviser, cases in ((NORTH, "adviser", _OF_NORTH), (SOUTH, "adviser.south", _OF_SOUTH)):
            for number in cases:
                _assign(installation, unit, f"DEMO-{number:03d}", accounts.team_named(unit, team), numbers[adviser])
        reference, walled = _WALLED
        record = casebook.look_up_case(unit, installation.cipher, reference)
        if record is not None:
            case_desks.put_wall(unit, record.id, numbers[walled], BY, installation.now())
    return True


def _add(installation: Installation, unit: Unit, demo: DemoAccount, kept: str) -> int:
    number = accounts.add_account(unit, demo.name, demo.shown_as, demo.role.value, installation.now())
    sealed = installation.cipher.seal(DEMO_TOTP) if demo.role is Role.SUPERVISOR else None
    accounts.change_account(unit, number, password_hash=kept, totp_sealed=sealed)
    if demo.team:
        accounts.join_teams(unit, number, [accounts.team_named(unit, demo.team)])
    return number


def _assign(installation: Installation, unit: Unit, reference: str, team: int, account: int) -> None:
    record = casebook.look_up_case(unit, installation.cipher, reference)
    if record is not None:
        case_desks.assign(unit, record.id, team, account)


def has_demo_accounts(installation: Installation) -> bool:
    """Whether the demo's accounts are here, and have not ended."""
    with installation.database.read() as unit:
        open_ = {account.name for account in accounts.all_accounts(unit) if account.ended_at is None}
    return open_ >= {demo.name for demo in DEMO_ACCOUNTS}
