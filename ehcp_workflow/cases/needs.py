"""What kind of needs a child has: the four broad areas of the SEND Code and the codes of the SEN2 census."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError

from ehcp_workflow.cases.standing import standing
from ehcp_workflow.errors import BadConfiguration
from ehcp_workflow.law.versions import Strict
from ehcp_workflow.law.yaml_source import read_yaml

COUNTED_RANKS = (1, 2)
"""The census counts a primary and a secondary need; further ones are kept and not counted."""


class Diagnosis(StrEnum):
    """How far a diagnosis is, where anybody asked. No need depends on one, and no request for an assessment does."""

    NONE = "none"
    UNDER_WAY = "under_way"
    CONFIRMED = "confirmed"


class Area(Strict):
    """One of the four broad areas of need.

    Source: SEND Code of Practice 2015, paras 6.28-6.35.
    """

    code: str
    title: str


class NeedType(Strict):
    """A kind of need as the SEN2 census codes it; `area` is None where it belongs to no single area.

    `first_census` is the year of the first census with the code, where it is newer than the rest.
    """

    code: str
    title: str
    area: str | None = None
    first_census: int | None = Field(default=None, alias="from")


class NeedCodes(Strict):
    """The areas and the codes, in the order in which they are shown."""

    areas: tuple[Area, ...]
    types: tuple[NeedType, ...]

    @property
    def by_code(self) -> Mapping[str, NeedType]:
        """The types by their codes."""
        return {kind.code: kind for kind in self.types}

    def area_of(self, code: str) -> Area | None:
        """The broad area of a code; None where it has none, or is not known."""
        kind = self.by_code.get(code)
        return next((area for area in self.areas if kind and area.code == kind.area), None)


@dataclass(frozen=True)
class Need:
    """A need on record.

    Attributes:
        id: unique name of this record.
        sen_type: the code, such as `SLCN`.
        rank: 1 for the primary need, 2 for the secondary; further ones from 3.
        diagnosis: how far a diagnosis is; None where nobody asked.
        replaces: id of the record this one corrects.
        withdrawn: whether this record only takes the corrected one back.
        recorded_at: when it was written down, UTC.
    """

    id: str
    sen_type: str
    rank: int
    diagnosis: Diagnosis | None = None
    replaces: str | None = None
    withdrawn: bool = False
    recorded_at: datetime | None = None

    @property
    def in_census(self) -> bool:
        """Whether the census counts it."""
        return self.rank in COUNTED_RANKS


def needs_now(records: Iterable[Need]) -> tuple[Need, ...]:
    """The needs that count, by rank."""
    return tuple(sorted(standing(records), key=lambda need: (need.rank, need.sen_type)))


def free_rank(needs: Iterable[Need]) -> int:
    """The first rank that no need has."""
    taken = {need.rank for need in needs}
    rank = 1
    while rank in taken:
        rank += 1
    return rank


def load_need_codes(path: Path) -> NeedCodes:
    """Read the areas and codes.

    Raises:
        BadConfiguration: the file is missing or not understood, a code stands twice, or a type names no known area.
    """
    try:
        codes = NeedCodes.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadConfiguration(f"{path.name}: {where}: {first['msg']}. Correct it.") from None
    if len(codes.by_code) < len(codes.types):
        raise BadConfiguration(f"{path.name}: a code stands twice among the types. Keep one.")
    known = {area.code for area in codes.areas}
    for kind in codes.types:
        if kind.area is not None and kind.area not in known:
            raise BadConfiguration(f"{path.name}: {kind.code}: there is no area '{kind.area}'. Correct it.")
    return codes
