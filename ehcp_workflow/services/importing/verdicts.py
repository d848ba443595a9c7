"""What became of each row of an import, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    NEEDS_ATTENTION = "needs attention"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """What became of one row.

    Attributes:
        row: its number in the file.
        outcome: imported (something was added), unchanged, needs attention (see the remarks; what was clear is in), or
            refused (nothing of the row was stored).
        reference: the case, where there is one.
        opened: whether the row opened the case, or would.
        remarks: what a person should look at, and where.
    """

    row: int
    outcome: Outcome
    reference: str | None = None
    remarks: tuple[str, ...] = ()
    opened: bool = False


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict for other programs."""
    return {
        "row": verdict.row,
        "outcome": verdict.outcome.value,
        "reference": verdict.reference,
        "opened": verdict.opened,
        "remarks": list(verdict.remarks),
    }
