"""What a page says after something was done: known sentences only, never words from an address."""

from __future__ import annotations

DONE: dict[str, str] = {
    "signed-in": "You are signed in.",
    "signed-out": "You are signed out.",
    "saved": "Saved.",
    "recorded": "Recorded. The dates below follow from it.",
    "corrected": "Corrected. The old record is kept in the history.",
    "imported": "Imported. Nothing is sent until it is released.",
    "forgotten": "The file was deleted. Nothing was imported.",
    "taken-back": "Taken back. The old record is kept in the history.",
}
"""A sentence for each code that a redirect may carry as `?done=CODE`."""


def words_of(code: str) -> str:
    """The sentence of a code; nothing for one that is not ours."""
    return DONE.get(code, "")
