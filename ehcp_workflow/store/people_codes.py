"""The code that shows that a contact point is its owner's: only its keyed hash is kept, for a day and a few tries."""

from __future__ import annotations

import hmac
from datetime import timedelta
from enum import Enum

from sqlalchemy.orm import Session

from ehcp_workflow.store.people_history import Hand, note_change
from ehcp_workflow.store.tables import ContactPointRow

VALID = timedelta(days=1)
TRIES = 5


class Tried(Enum):
    """What became of a code that somebody typed."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"
    """There is none to be typed: never sent, a day old, used, or tried five times."""


def keep_code(session: Session, contact_point_id: int, code_lookup: str, hand: Hand) -> None:
    """Wait for a code, instead of any before it. It is valid until a day from now, exclusive."""
    row = session.get_one(ContactPointRow, contact_point_id, with_for_update=True)
    row.code_lookup, row.code_until, row.code_tries = code_lookup, hand.at + VALID, 0
    note_change(session, hand, row.person_id, "code sent to verify it", row.id)


def try_code(session: Session, contact_point_id: int, code_lookup: str, hand: Hand) -> Tried:
    """Compare what somebody typed with the code; right verifies the contact point. Each wrong one counts.

    The caller commits before it says that a code was wrong, or the try would not count.
    """
    row = session.get_one(ContactPointRow, contact_point_id, with_for_update=True, populate_existing=True)
    if row.code_lookup is None or row.code_until is None or row.code_until <= hand.at or row.code_tries >= TRIES:
        return Tried.OVER
    row.code_tries += 1
    if not hmac.compare_digest(row.code_lookup, code_lookup):
        note_change(session, hand, row.person_id, "wrong code", row.id)
        return Tried.WRONG
    row.verified_at, row.code_lookup, row.code_until = hand.at, None, None
    note_change(session, hand, row.person_id, "contact point verified", row.id)
    return Tried.RIGHT
