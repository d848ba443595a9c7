"""Tokens by which programs use the API as somebody: made, listed, taken back, and recognised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.accounts.managing import open_account
from ehcp_workflow.services.accounts.visitor import Role, Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import tokens
from ehcp_workflow.store.tokens import Bearer, Token

PREFIX = "ehcp_"
"""How every secret begins, so that one that was published by mistake is recognised."""
USUAL_DAYS, MOST_DAYS = 90, 366
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Caller:
    """A program that acts as somebody: the token it showed, whether that may change anything, and who it acts as."""

    token_id: int
    may_change: bool
    visitor: Visitor


def make_token(
    installation: Installation, account: str, name: str, *, may_change: bool = False, days: int = USUAL_DAYS
) -> str:
    """Make a token of an account; its secret, which is shown this once and cannot be found again.

    Args:
        installation: the installation.
        account: the name of the account it acts as.
        name: what it is for, such as "case system".
        may_change: whether it may change anything; otherwise it only reads.
        days: after how many days it ends.

    Raises:
        NotFound: there is no such account, or it has ended.
        BadInput: it has no name, or would last for too short or too long.
    """
    said = " ".join(name.split())
    if not said or len(said) > _LONGEST_NAME:
        raise BadInput(f"A token needs a name of at most {_LONGEST_NAME} letters that says what it is for.")
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"A token cannot last {days} days. Choose from 1 to {MOST_DAYS}.")
    secret, now = PREFIX + token_urlsafe(32), installation.now()
    with installation.database.write() as unit:
        number, ends = open_account(unit, account).id, now + timedelta(days=days)
        tokens.add_token(unit, number, said, secret, may_change=may_change, now=now, ends=ends)
    return secret


def list_tokens(installation: Installation, account: str | None = None) -> tuple[Token, ...]:
    """The tokens of an account, or of all, the newest first."""
    with installation.database.read() as unit:
        return tokens.tokens_of(unit, account)


def revoke_token(installation: Installation, token_id: int) -> None:
    """Take a token back: from now on it lets nobody in.

    Raises:
        NotFound: there is no such token, or it was taken back before.
    """
    with installation.database.write() as unit:
        if not tokens.end_token(unit, token_id, installation.now()):
            raise NotFound(f"There is no token {token_id} that still holds. `ehcp token list` shows the numbers.")


def recognise(installation: Installation, secret: str) -> Caller | None:
    """Who a secret lets in; None where it is no token, or one that has ended. That it was used is noted."""
    if not secret.startswith(PREFIX):
        return None
    now = installation.now()
    with installation.database.read() as unit:
        found = tokens.find_bearer(unit, secret, now)
    if found is None:
        return None
    bearer, to_note = found
    if to_note:
        with installation.database.write() as unit:
            tokens.note_use(unit, bearer.token_id, now)
    return _caller(bearer)


def _caller(bearer: Bearer) -> Caller:
    visitor = Visitor(bearer.account_id, bearer.name, bearer.shown_as, Role(bearer.role), bearer.teams)
    return Caller(bearer.token_id, bearer.may_change, visitor)
