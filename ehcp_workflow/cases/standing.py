"""Which of several records count now: what was corrected or taken back is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Correctable(Protocol):
    """A record that is never changed: a correction is a new record that replaces it."""

    @property
    def id(self) -> str:
        """Its unique name."""

    @property
    def replaces(self) -> str | None:
        """The record it corrects."""

    @property
    def withdrawn(self) -> bool:
        """Whether it only takes the corrected one back."""


Record = TypeVar("Record", bound=Correctable)


def standing(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that count, in their order."""
    records = tuple(records)
    replaced = {record.replaces for record in records if record.replaces}
    return tuple(record for record in records if record.id not in replaced and not record.withdrawn)
