"""Names and addresses are kept sealed; this is the only place that opens them."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from ehcp_workflow.errors import BadConfiguration

KEY_FILE = "key"
_BETWEEN_KEYS = re.compile(r"[\s,]+")


class Cipher:
    """Seals text, opens it again, and makes keyed hashes for looking sealed values up.

    The newest key seals; every key opens. Sealed text starts with the id of its key, so nothing is ever tried out.
    Look-up hashes are made with the oldest key and so stay the same whatever keys come later: the oldest key is never
    taken away. `repr` shows no key.

    Args:
        keys: one key or several, the newest first, each on a line of its own or with commas between.

    Raises:
        BadConfiguration: one of them is not a key.
    """

    def __init__(self, keys: str) -> None:
        each = [key for key in _BETWEEN_KEYS.split(keys) if key]
        try:
            self._fernets = {_id_of(key): Fernet(key.encode()) for key in each}
        except ValueError:
            each = []
        if not each:
            raise BadConfiguration(
                "The encryption key is not a key. Use the one in the data folder's file 'key', or unset EHCP_KEY."
            )
        self._hash_key = hashlib.sha256(b"lookup:" + each[-1].encode()).digest()
        self.key_ids = tuple(self._fernets)
        """The ids of the keys, the newest first."""

    @property
    def key_id(self) -> str:
        """The id of the key that seals."""
        return self.key_ids[0]

    def seal(self, text: str) -> str:
        """Encrypt text with the newest key."""
        return f"{self.key_id}:{self._fernets[self.key_id].encrypt(text.encode()).decode()}"

    def open(self, sealed: str) -> str:
        """Decrypt text, with whichever of the keys it was sealed with.

        Raises:
            BadConfiguration: it was sealed with another key.
        """
        key_id, _, token = sealed.partition(":")
        try:
            return self._fernets[key_id].decrypt(token.encode()).decode()
        except (KeyError, InvalidToken):
            raise BadConfiguration(
                f"This record was sealed with the key {key_id}, but the key in use is {', '.join(self.key_ids)}. "
                "Restore the right key file from your backup."
            ) from None

    def reseal(self, sealed: str) -> str:
        """The same text sealed with the newest key.

        Raises:
            BadConfiguration: it was sealed with a key that is not here.
        """
        return self.seal(self.open(sealed))

    def open_if(self, sealed: str | None) -> str | None:
        """Decrypt text where there is any."""
        return None if sealed is None else self.open(sealed)

    def seal_if(self, text: str | None) -> str | None:
        """Encrypt text where there is any."""
        return None if text is None else self.seal(text)

    def lookup(self, text: str) -> str:
        """A keyed hash of text, the same for the same text, that says nothing without the key."""
        return hmac.new(self._hash_key, " ".join(text.lower().split()).encode(), hashlib.sha256).hexdigest()


def load_cipher(home: Path, key: str | None, *, may_create: bool) -> Cipher:
    """The cipher of an installation: from the environment's keys, or the key file, which is made on first use.

    Args:
        home: the data folder.
        key: the keys from the environment, if given: newest first, with commas between.
        may_create: whether a missing key may be made; false once anything has been sealed.

    Raises:
        BadConfiguration: the key is missing though records exist, can be read by others, or is not a key.
    """
    if key:
        return Cipher(key)
    path = home / KEY_FILE
    if not path.exists():
        if not may_create:
            raise BadConfiguration(
                f"The key file {path} is missing, and records are sealed with it. Restore it from your backup."
            )
        _create(path)
    if path.stat().st_mode & 0o077:
        raise BadConfiguration(f"The key file {path} can be read by other users. Run: chmod 600 {path}")
    return Cipher(path.read_text())


def add_key(home: Path) -> Cipher:
    """Put a new key before those of the key file, whole or not at all; the cipher that seals with it.

    Raises:
        BadConfiguration: the key file is missing, can be read by others, or does not hold keys.
    """
    load_cipher(home, None, may_create=False)
    path, beside = home / KEY_FILE, home / f"{KEY_FILE}.new"
    beside.unlink(missing_ok=True)  # left by a rotation that was cut short before it counted
    _write(beside, f"{Fernet.generate_key().decode()}\n{path.read_text().strip()}\n")
    beside.replace(path)
    return load_cipher(home, None, may_create=False)


def _create(path: Path) -> None:
    try:
        _write(path, Fernet.generate_key().decode() + "\n")
    except FileExistsError:
        return  # another process made it a moment ago


def _write(path: Path, keys: str) -> None:
    """Write a new file for this user alone, and wait until the disk has it: nothing else opens what it seals."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(keys)
        file.flush()
        os.fsync(file.fileno())


def _id_of(key: str) -> str:
    return hashlib.sha256(b"id:" + key.encode()).hexdigest()[:8]
