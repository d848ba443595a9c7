"""The second factor: six digits that an authenticator shows for half a minute.

Source: RFC 6238 (time-based one-time passwords); section 5.2 has one step of drift, and a code is used once only.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field

import pyotp

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.accounts.sessions import Begun, SignedIn, begin_session
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.accounts.waiting import Limit, begin_try, end_try
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts, sessions
from ehcp_workflow.store.engine import Unit

ISSUER = "EHCP workflow"
STEP_SECONDS = 30
DRIFT = (0, -1, 1)
"""The steps whose codes are taken: this one, and one to each side for a watch that goes wrong."""
_FREE = 5


@dataclass(frozen=True)
class Offer:
    """A new authenticator before its first code proves that it works.

    Attributes:
        secret: what is typed into it where it cannot read the picture, in groups of four.
        address: what the picture holds.
        sealed: the same for the form, sealed for this session alone.
    """

    secret: str = field(repr=False)
    address: str = field(repr=False)
    sealed: str = field(repr=False)


class WrongCode(BadInput):
    """A code that is not the one the authenticator shows now, or that was used before."""

    def __init__(self) -> None:
        super().__init__("This code is not right, or was used already. Enter the six digits that are shown now.")


def has_second_factor(installation: Installation, account_id: int) -> bool:
    """Whether an authenticator was set up for an account."""
    with installation.database.read() as unit:
        account = accounts.account_numbered(unit, account_id)
    return account is not None and account.totp_sealed is not None


def is_needed(role: str) -> bool:
    """Whether nobody of a role is let in without one: supervisors see every case."""
    return role == Role.SUPERVISOR


def offer(installation: Installation, signed_in: SignedIn, sealed: str = "") -> Offer:
    """A new authenticator for somebody, or the one that was offered before.

    Args:
        installation: the installation.
        signed_in: whose.
        sealed: what the form carried, to show the same picture again after a slip.
    """
    secret = _offered(installation, signed_in, sealed) if sealed else pyotp.random_base32()
    address = pyotp.TOTP(secret).provisioning_uri(name=signed_in.name, issuer_name=ISSUER)
    grouped = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return Offer(grouped, address, installation.cipher.seal(f"{signed_in.id}:{secret}"))


def take_up(installation: Installation, signed_in: SignedIn, sealed: str, code: str) -> Begun:
    """Set up an authenticator with its first code; the session goes on as a full one under a new secret.

    Every other browser of theirs is signed out: it came in without.

    Raises:
        WrongCode: the code is not the one it shows.
        TooManyTries: too many codes were wrong.
    """
    secret = _offered(installation, signed_in, sealed)
    numbers, key = _begin_try(installation, signed_in)
    with installation.database.write() as unit:
        step = _step_of(installation, secret, code, None)
        if step is None:
            raise WrongCode
        sealed = installation.cipher.seal(secret)
        accounts.change_account(unit, signed_in.account_id, totp_sealed=sealed, totp_step=step)
        begun = _begin_anew(installation, unit, signed_in, others_too=True)
    end_try(installation, numbers, key)
    return begun


def give_code(installation: Installation, signed_in: SignedIn, code: str) -> Begun:
    """Give the code that is shown now; the session goes on as a full one under a new secret.

    Raises:
        WrongCode: it is another, or was used before.
        TooManyTries: too many codes were wrong.
    """
    numbers, key = _begin_try(installation, signed_in)
    with installation.database.write() as unit:
        account = accounts.hold_account(unit, signed_in.account_id)
        if account is None or account.totp_sealed is None:
            raise WrongCode
        step = _step_of(installation, installation.cipher.open(account.totp_sealed), code, account.totp_step)
        if step is None:
            raise WrongCode
        accounts.change_account(unit, account.id, totp_step=step)
        begun = _begin_anew(installation, unit, signed_in, others_too=False)
    end_try(installation, numbers, key)
    return begun


def code_of_the_demo(installation: Installation, name: str) -> str:
    """The code that somebody of the demo would read off an authenticator now.

    Raises:
        Refused: this is not the demo, or they have no authenticator.
    """
    if not installation.settings.demo:
        raise Refused("Codes are shown for the accounts of a running demo only. Use your authenticator.")
    with installation.database.read() as unit:
        account = accounts.find_account(unit, name)
    if account is None or account.totp_sealed is None:
        raise Refused(f"'{name}' is no account with an authenticator. The demo's is 'supervisor'.")
    now = _step_now(installation)
    unused = now if account.totp_step is None or account.totp_step < now else account.totp_step + 1
    if unused > now + max(DRIFT):
        raise Refused("Both codes that could be used now were used. Ask again in half a minute.")
    return pyotp.TOTP(installation.cipher.open(account.totp_sealed)).generate_otp(unused)


def _begin_try(installation: Installation, signed_in: SignedIn) -> tuple[tuple[int, ...], str]:
    limit = Limit(installation.cipher.lookup(f"code of {signed_in.account_id}"), _FREE)
    return begin_try(installation, (limit,), signed_in.account_id), limit.key


def _begin_anew(installation: Installation, unit: Unit, signed_in: SignedIn, *, others_too: bool) -> Begun:
    only = None if others_too else signed_in.id
    sessions.end_sessions(unit, signed_in.account_id, installation.now(), only=only)
    return begin_session(installation, unit, signed_in.account_id, full=True)


def _offered(installation: Installation, signed_in: SignedIn, sealed: str) -> str:
    """The secret that a form carries, if it was offered in this session.

    Raises:
        Refused: it was not.
    """
    try:
        whose, _, secret = installation.cipher.open(sealed).partition(":")
    except Exception:  # noqa: BLE001 - whatever is wrong with what came from a form
        whose, secret = "", ""
    if whose != str(signed_in.id) or not secret:
        raise Refused("This form is too old to be used. Load the page again and use its new picture.")
    return secret


def _step_now(installation: Installation) -> int:
    return int(installation.now().timestamp()) // STEP_SECONDS


def _step_of(installation: Installation, secret: str, code: str, used: int | None) -> int | None:
    """The time step a code is of, where it is near enough and later than the last that was used."""
    given, now = "".join(code.split()).encode(), _step_now(installation)
    for drift in DRIFT:
        step = now + drift
        shown = pyotp.TOTP(secret).generate_otp(step).encode()
        if hmac.compare_digest(shown, given) and (used is None or step > used):
            return step
    return None
