"""Passwords: which may be chosen, how they are kept, and checking one.

Source: NIST SP 800-63B (2025) section 3.1.1.2: length counts, common passwords are refused, nothing is demanded of
their composition, and they are changed only when there is a reason.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from ehcp_workflow.errors import BadInput

SHORTEST, LONGEST = 12, 200
FEWEST_DIFFERENT = 5
_HASHER = PasswordHash((Argon2Hasher(),))  # argon2id, with the library's own costs
_AT_ONCE = BoundedSemaphore(4)
"""Each check takes 64 MB for a moment: strangers who try all at once must not use up the memory."""
_COMMON = Path(__file__).with_name("common_passwords.txt")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p")


class WeakPassword(BadInput):
    """A password that others would guess, or that is too short to be safe."""


def check_password(password: str, name: str) -> None:
    """See that a password may be chosen.

    Args:
        password: as it was typed.
        name: of the account, which must not be all there is to it.

    Raises:
        WeakPassword: it is too short or too long, or among the first that somebody would try.
    """
    kept = _normal(password)
    if len(kept) < SHORTEST:
        raise WeakPassword(f"Your password has {len(kept)} characters. Use at least {SHORTEST}: three words are good.")
    if len(kept) > LONGEST:
        raise WeakPassword(f"Your password has {len(kept)} characters. Use no more than {LONGEST}.")
    if is_common(kept, name):
        raise WeakPassword("This password is one of the first that somebody would try. Choose another.")


def is_common(password: str, name: str = "") -> bool:
    """Whether a password is common, a row of keys, one word said over and over, or little more than a name."""
    bare = "".join(sign for sign in password.lower() if sign.isalnum())
    word = bare.strip("0123456789")
    own = "".join(sign for sign in name.lower() if sign.isalnum())
    return (
        len(set(password.lower())) < FEWEST_DIFFERENT
        or bare in _common()
        or word in _common()
        or any(len(bare) >= SHORTEST and (bare in row * 2 or bare in row[::-1] * 2) for row in _ROWS)
        or bool(own and word in {own, own * 2})
        or any(bare == bare[:n] * (len(bare) // n) for n in range(1, len(bare) // 2 + 1))
    )


def hash_password(password: str) -> str:
    """What is kept of a password: argon2id with a salt of its own."""
    return _HASHER.hash(_normal(password))


def verify_password(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept.

    Where none is kept the same work is done in vain, so that the time does not tell which names exist.
    """
    try:
        with _AT_ONCE:
            return _HASHER.verify(_normal(password)[:LONGEST], kept or _of_nobody()) and kept is not None
    except PwdlibError:
        return False


def _normal(password: str) -> str:
    """The same characters, whatever keyboard and system they were typed on."""
    return unicodedata.normalize("NFKC", password)


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


@cache
def _of_nobody() -> str:
    return _HASHER.hash("the password of nobody")
