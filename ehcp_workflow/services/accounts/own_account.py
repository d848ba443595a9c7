"""What somebody does with their own account: another password, and the browsers they are signed in with."""

from __future__ import annotations

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.accounts.passwords import check_password, hash_password, verify_password
from ehcp_workflow.services.accounts.waiting import Limit, begin_try, end_try
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, sessions

_FREE = 5


class WrongPassword(BadInput):
    """The present password was not given."""

    def __init__(self) -> None:
        super().__init__("This is not your present password.")


def prove_password(installation: Installation, account_id: int, password: str) -> None:
    """See that whoever sits at a browser knows the password of the account it is signed in under.

    Raises:
        WrongPassword: they do not.
        TooManyTries: they tried too often.
    """
    limit = Limit(installation.cipher.lookup(f"password of {account_id}"), _FREE)
    numbers = begin_try(installation, (limit,), account_id)
    with installation.database.read() as unit:
        account = accounts.account_numbered(unit, account_id)
    if account is None or not verify_password(password, account.password_hash):
        raise WrongPassword
    end_try(installation, numbers, limit.key)


def change_password(installation: Installation, account_id: int, session_id: int, old: str, new: str) -> None:
    """Change a password; every other browser of theirs is signed out.

    Args:
        installation: the installation.
        account_id: whose.
        session_id: the browser they sit at, which stays signed in.
        old: the present password.
        new: the new one.

    Raises:
        WrongPassword: the present one is another.
        TooManyTries: it was tried too often.
        WeakPassword: the new one would be guessed.
    """
    prove_password(installation, account_id, old)
    with installation.database.read() as unit:
        account = accounts.account_numbered(unit, account_id)
    check_password(new, account.name if account else "")
    kept = hash_password(new)
    with installation.database.write() as unit:
        accounts.change_account(unit, account_id, password_hash=kept)
        sessions.end_sessions(unit, account_id, installation.now(), but=session_id)


def end_browser(installation: Installation, account_id: int, session_id: int) -> bool:
    """Sign one of their browsers out; whether it was signed in."""
    with installation.database.write() as unit:
        return bool(sessions.end_sessions(unit, account_id, installation.now(), only=session_id))
