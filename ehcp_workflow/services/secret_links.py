"""Addresses that nobody can guess: made from the key of the installation and a salt, and kept nowhere."""

from __future__ import annotations

import hmac
import secrets

from ehcp_workflow.store.cipher import Cipher

_LONGEST_NUMBER = 12


def new_salt() -> str:
    """What makes an address another one than any before, even where numbers come again after a backup."""
    return secrets.token_hex(16)


def token_of(cipher: Cipher, what: str, number: int, salt: str) -> str:
    """The unguessable part of an address.

    Args:
        cipher: the key of the installation.
        what: what the address leads to, so that none fits two things.
        number: of the record behind it.
        salt: of the same record.
    """
    return f"{number}-{cipher.lookup(f'{what} {number} {salt}')[:32]}"


def number_in(token: str) -> int | None:
    """The number of the record a token may be of; None where it cannot be one of ours."""
    number, _, _ = token.partition("-")
    return int(number) if number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER else None


def is_token_of(cipher: Cipher, what: str, number: int, salt: str, token: str) -> bool:
    """Whether a token is that of a record, letter for letter."""
    return hmac.compare_digest(token_of(cipher, what, number, salt).encode(), token.encode())
