"""Signing in with a name and a password."""

from __future__ import annotations

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.accounts.passwords import verify_password
from ehcp_workflow.services.accounts.second_factor import is_needed
from ehcp_workflow.services.accounts.sessions import Begun, begin_session
from ehcp_workflow.services.accounts.waiting import Limit, begin_try, end_try
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts
from ehcp_workflow.store.accounts import Account

FREE_HERE, FREE_FOR_A_NAME, FREE_FROM_AN_ADDRESS = 5, 20, 50


class WrongSignIn(BadInput):
    """The name or the password is wrong; which of them is told to nobody."""

    def __init__(self) -> None:
        super().__init__("The name or the password is wrong. Check both and try again.")


def sign_in(installation: Installation, name: str, password: str, address: str) -> Begun:
    """Begin a session for somebody who knows the password of an account.

    Args:
        installation: the installation.
        name: of the account, as it was typed.
        password: as it was typed.
        address: where the try comes from.

    Returns:
        The session. It is not full while a second factor has to be given or set up.

    Raises:
        WrongSignIn: no open account has this name and password. It takes as long, and says the same, for both.
        TooManyTries: there were too many wrong tries, for this name or from this address.
    """
    name = name.strip().lower()
    limits = _limits(installation, name, address)
    with installation.database.read() as unit:
        account = accounts.find_account(unit, name)
    numbers = begin_try(installation, limits, account.id if account else None)
    kept = account.password_hash if account and account.ended_at is None else None
    if not verify_password(password, kept) or account is None or _is_of_the_demo(installation, password):
        raise WrongSignIn
    end_try(installation, numbers, limits[0].key)
    with installation.database.write() as unit:
        return begin_session(installation, unit, account.id, full=not needs_second_factor(account))


def needs_second_factor(account: Account) -> bool:
    """Whether a password is not enough: for supervisors, and for whoever has set one up."""
    return is_needed(account.role) or account.totp_sealed is not None


def _limits(installation: Installation, name: str, address: str) -> tuple[Limit, Limit, Limit]:
    """The strictest first. One name from one address counts apart, so that nobody else's tries keep its owner out."""
    key = installation.cipher.lookup
    return (
        Limit(key(f"sign-in:{name} from {address}"), FREE_HERE),
        Limit(key(f"sign-in:{name}"), FREE_FOR_A_NAME),
        Limit(key(f"sign-in from {address}"), FREE_FROM_AN_ADDRESS),
    )


def _is_of_the_demo(installation: Installation, password: str) -> bool:
    """Everybody may know the demo's password, so it opens nothing outside of a demo."""
    return password == DEMO_PASSWORD and not installation.settings.demo
