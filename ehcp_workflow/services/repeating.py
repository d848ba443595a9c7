"""Requests of programs that may come twice: what was done is not done again, and is answered as it was."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import answers

_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Answered:
    """What a request was answered the first time."""

    status: int
    body: str


def begin(installation: Installation, token_id: int, key: str, asked: bytes) -> int | Answered:
    """Begin a request under a key of the program's own: its number, or what it was answered before.

    Raises:
        BadInput: the key cannot be used, or was used for another request.
        Refused: a request with the key was begun, and it is not known whether it came to its end.
    """
    if not _KEY.fullmatch(key):
        raise BadInput("An Idempotency-Key has from 1 to 255 visible letters, digits and signs. Use a random one.")
    hashed = hashlib.sha256(key.encode()).hexdigest(), hashlib.sha256(asked).hexdigest()
    with installation.database.write() as unit:
        number, earlier = answers.begin(unit, installation.cipher, token_id, *hashed, installation.now())
    if number is not None:
        return number
    assert earlier is not None  # noqa: S101 - it is one or the other
    if earlier.asked != hashed[1]:
        raise BadInput("This Idempotency-Key was used for another request. Use a new key for each request.")
    if earlier.status is None or earlier.answer is None:
        raise Refused(
            "A request with this Idempotency-Key was begun and has not been answered. Look at what is recorded before "
            "you send it with a new key."
        )
    return Answered(earlier.status, earlier.answer)


def finish(installation: Installation, number: int, answered: Answered) -> None:
    """Keep what a request was answered, for a day."""
    with installation.database.write() as unit:
        answers.finish(unit, installation.cipher, number, answered.status, answered.body)


def forget(installation: Installation, number: int) -> None:
    """Forget a request that was refused: nothing was done, so it may be tried again under the same key."""
    with installation.database.write() as unit:
        answers.forget(unit, number)
