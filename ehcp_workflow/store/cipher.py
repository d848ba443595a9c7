"""Names and addresses are kept sealed; this is the only place that opens them."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from ehcp_workflow.errors import BadConfiguration

KEY_FILE = "key"


class Cipher:
    """Seals text, opens it again, and makes keyed hashes for looking sealed values up.

    Sealed text starts with the id of its key, so that keys can be changed one day without guessing.
    """

    def __init__(self, key: str) -> None:
        try:
            self._fernet = Fernet(key.encode())
        except ValueError:
            raise BadConfiguration(
                "The encryption key is not a key. Use the one in the data folder's file 'key', or unset EHCP_KEY."
            ) from None
        self._hash_key = hashlib.sha256(b"lookup:" + key.encode()).digest()
        self.key_id = hashlib.sha256(b"id:" + key.encode()).hexdigest()[:8]

    def seal(self, text: str) -> str:
        """Encrypt text."""
        return f"{self.key_id}:{self._fernet.encrypt(text.encode()).decode()}"

    def open(self, sealed: str) -> str:
        """Decrypt text.

        Raises:
            BadConfiguration: it was sealed with another key.
        """
        key_id, _, token = sealed.partition(":")
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise BadConfiguration(
                f"This record was sealed with the key {key_id}, but the key in use is {self.key_id}. "
                "Restore the right key file from your backup."
            ) from None

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
    """The cipher of an installation: from the environment's key, or the key file, which is made on first use.

    Args:
        home: the data folder.
        key: the key from the environment, if given.
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
    return Cipher(path.read_text().strip())


def _create(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # another process made it a moment ago
    with os.fdopen(descriptor, "w") as file:
        file.write(Fernet.generate_key().decode() + "\n")
