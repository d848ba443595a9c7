"""One entry of the delivery log: what was given, or was not, of one line of Section F."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction


class EntryKind(StrEnum):
    """What an entry says of its days.

    Delivered: as much as `amount`, or all that was owed. Part: some of it, `amount` where it is known. Missed: none
    of it. Catch-up: given later for what was missed. Agreed gap: the family agreed that nothing, or `amount` less, is
    owed.
    """

    DELIVERED = "delivered"
    PART = "part"
    MISSED = "missed"
    CATCH_UP = "catch_up"
    AGREED_GAP = "agreed_gap"


TELLING = frozenset({EntryKind.DELIVERED, EntryKind.PART, EntryKind.MISSED})
"""What tells how much of what was owed on its days was given."""


class By(StrEnum):
    """Because of whom something was missed."""

    PROVIDER = "provider"
    SCHOOL = "school"
    COUNCIL = "council"
    FAMILY = "family"
    CHILD = "child"
    NOT_SAID = "not_said"


class Source(StrEnum):
    """Who said so."""

    ADVISER = "adviser"
    FAMILY = "family"
    SCHOOL = "school"
    COUNCIL = "council"
    CHECK_IN = "check_in"
    FILE = "file"


@dataclass(frozen=True)
class Entry:
    """One entry of the delivery log.

    Attributes:
        id: unique name of this record.
        line: code of the line of provision, such as `F1`.
        kind: what it says.
        first, last: its days, both inclusive; one day has the same twice.
        amount: how much, in the line's own unit; None where the kind says all or nothing, or nobody counted.
        equivalent: for catch-up, whether it is as good as what was missed; only then it makes up for it.
        by: because of whom it was missed, or given in part only.
        source: who said so.
        replaces: id of the record this one corrects.
        withdrawn: whether this record only takes the corrected one back.
        recorded_at: when it was written down, UTC.
    """

    id: str
    line: str
    kind: EntryKind
    first: date
    last: date
    amount: Fraction | None = None
    equivalent: bool | None = None
    by: By = By.NOT_SAID
    source: Source = Source.ADVISER
    replaces: str | None = None
    withdrawn: bool = False
    recorded_at: datetime | None = None
