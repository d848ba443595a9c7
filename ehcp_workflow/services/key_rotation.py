"""Changing the encryption key: a new key seals from now on, and what is kept is sealed anew with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.cipher import Cipher, add_key
from ehcp_workflow.store.resealing import left_to_reseal, notes_under_older_keys, reseal_all


@dataclass(frozen=True)
class Rotation:
    """What was done.

    Attributes:
        key_id: the key that seals now.
        is_new: whether it was made just now; otherwise a rotation that was cut short was finished.
        resealed: how many values were sealed anew, by table and column.
        notes_left: notes of events that stay under older keys, which therefore stay in use.
    """

    key_id: str
    is_new: bool
    resealed: Mapping[str, int]
    notes_left: int


def rotate_key(installation: Installation) -> Rotation:
    """Make a new key and seal everything anew with it; or finish what was cut short. Look-ups stay the same.

    The older keys stay: events are never changed, so their notes still need them, and the oldest makes the look-ups.

    Raises:
        Refused: processes that know only the old key are running, or the key comes from EHCP_KEY and has no new one.
    """
    if installation.settings.is_running:
        raise Refused("`ehcp up` runs and would go on with the old key. Stop it first, and start it again afterwards.")
    cipher, is_new = _new_key(installation)
    resealed = reseal_all(installation.database, cipher)
    with installation.database.read() as unit:
        return Rotation(cipher.key_id, is_new, resealed, notes_under_older_keys(unit, cipher))


def _new_key(installation: Installation) -> tuple[Cipher, bool]:
    """The cipher to seal anew with, and whether its key was made now."""
    with installation.database.read() as unit:
        unfinished = left_to_reseal(unit, installation.cipher) > 0
    if unfinished:
        return installation.cipher, False
    if installation.settings.key is not None:
        raise Refused(
            "EHCP_KEY holds the key, and this program cannot change it. Put a new key and a comma before the old one, "
            "for every process; then run this again. The runbook says how to make a key ('People and keys')."
        )
    return add_key(installation.settings.home), True
