"""Why somebody is not written to any more."""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """Why somebody is not written to any more; set words, so that nothing personal is kept in clear."""

    ASKED = "asked"
    NOT_THEIRS = "not_theirs"
    NOT_SAFE = "not_safe"
    NOT_USED = "not_used"

    @property
    def words(self) -> str:
        """As it stands in the history."""
        return _WORDS[self]


_WORDS = {
    Why.ASKED: "they asked for it",
    Why.NOT_THEIRS: "it is not theirs",
    Why.NOT_SAFE: "it is not safe",
    Why.NOT_USED: "it is no longer used",
}
