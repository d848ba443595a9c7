"""The columns a caseload file may have, and which heading of a file means which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.yaml_source import read_yaml
from ehcp_workflow.services.importing.cells import choice_key
from ehcp_workflow.settings import config_dir

_IDLE_WORDS = frozenset({"date", "of", "on", "the"})
_Reads = Literal[
    "date", "birth_date", "text", "email", "requester", "yes_no", "review_outcome",
    "day", "amount", "kind", "unit", "by", "source",
]  # fmt: skip
_STARTS_A_CASE = frozenset({"request_received", "concern_raised"})


class Fills(BaseModel):
    """What one column gives a case; exactly one of event, fact, contact, record and entry.

    Attributes:
        event: the kind of event whose date the column holds.
        about: which of several the event concerns, for example `educational_psychology`.
        option: set when the column holds no date but says something of the event, for example its `outcome`.
        date: set when the column holds a further date of the event, for example the day it was `sent_on`.
        fact: something known of the child or of the request.
        contact: an address, or whether it may be used.
        record: something about the row itself.
        entry: what the column says of an entry of the delivery log; only in a file of such entries.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: str | None = None
    about: str | None = None
    option: str | None = None
    date: CountsFrom | None = None
    fact: Literal["child_name", "date_of_birth", "requested_by"] | None = None
    contact: Literal["parent_email", "parent_agreed", "adviser_email"] | None = None
    record: Literal["reference", "council", "source", "notes"] | None = None
    entry: (
        Literal["line", "day", "first", "last", "kind", "amount", "unit", "by", "equivalent", "source", "note"] | None
    ) = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        filled = (self.event, self.fact, self.contact, self.record, self.entry)
        if sum(one is not None for one in filled) != 1:
            raise ValueError("a column fills exactly one of event, fact, contact, record, entry")
        if (self.about or self.is_companion) and not self.event:
            raise ValueError("'about', 'option' and 'date' belong to an event")
        return self

    @property
    def is_companion(self) -> bool:
        """Whether the column says more of an event whose day stands in another column."""
        return self.option is not None or self.date is not None


class Column(BaseModel):
    """One column of a file that is imported."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    fills: Fills
    reads: _Reads
    synonyms: tuple[str, ...] = ()
    help: str = Field(min_length=1)


class ColumnSet(BaseModel):
    """Every column in the template's order, the closed lists of their cells, and the template's examples."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lists: dict[str, dict[str, tuple[str, ...]]]
    columns: tuple[Column, ...]
    examples: tuple[dict[str, date | str], ...] = ()

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """Each way of writing a heading, reduced to what matters, with the column it means."""
        return _index(self.columns)

    def find(self, heading: object) -> Column | None:
        """The column a heading means, or None."""
        return self.by_heading.get(heading_key(heading)) if isinstance(heading, str) else None


@dataclass(frozen=True)
class Matched:
    """Which column each heading of one file means.

    Attributes:
        columns: the columns, by their place in the row, counted from 0.
        unknown: the headings that mean no column, as the file writes them; their cells are not read.
        width: how many headings the file has.
        lists: the closed lists that cells are read with.
    """

    columns: Mapping[int, Column]
    unknown: tuple[str, ...]
    width: int
    lists: Mapping[str, Mapping[str, tuple[str, ...]]]


Choices = Mapping[int, Column | None]
"""Which column the heading at a place of the row means, where a person said so; None for "none of them"."""
NOTHING_CHOSEN: Choices = MappingProxyType({})


def heading_key(heading: str) -> str:
    """A heading reduced to what matters: `Date Request-Received` and `request received` are the same."""
    words = choice_key(heading.replace("'", "").replace("’", "")).split()
    return " ".join(word for word in words if word not in _IDLE_WORDS) or ("date" if words == ["date"] else "")


def load_columns(path: Path | None = None) -> ColumnSet:
    """Read the columns from `import_columns.yaml`, by default the installation's own.

    Raises:
        BadConfiguration: the file cannot be read, has unknown keys, or gives two columns one heading.
    """
    place = path or config_dir() / "import_columns.yaml"
    try:
        columns = ColumnSet.model_validate(dict(read_yaml(place)))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadConfiguration(f"{place.name}: {where}: {first['msg']}. Correct that entry.") from None
    _index(columns.columns, place.name)  # building the index is the check that no heading means two things
    return columns


def match_headings(headings: Sequence[str], known: ColumnSet, chosen: Choices = NOTHING_CHOSEN) -> Matched:
    """Say which column of a caseload each heading means; what a person chose goes before what we recognise.

    Raises:
        BadInput: two headings mean one column, or no column could start a case.
    """
    matched = match_columns(headings, known, chosen)
    _refuse_without_start(matched.columns, known)
    return matched


def match_columns(headings: Sequence[str], known: ColumnSet, chosen: Choices = NOTHING_CHOSEN) -> Matched:
    """Say which column each heading means, of whatever kind of file.

    Raises:
        BadInput: two headings mean one column.
    """
    found: dict[int, Column] = {}
    unknown = []
    for place, heading in enumerate(headings):
        column = chosen[place] if place in chosen else known.find(heading)
        if column is None:
            unknown.append(heading or f"(column {place + 1}, no heading)")
        else:
            _refuse_second(column, heading, found, headings)
            found[place] = column
    return Matched(MappingProxyType(found), tuple(unknown), len(headings), known.lists)


def _refuse_second(column: Column, heading: str, found: Mapping[int, Column], headings: Sequence[str]) -> None:
    first = next((place for place, other in found.items() if other is column), None)
    if first is not None:
        raise BadInput(
            f"The headings '{headings[first]}' and '{heading}' both mean '{column.name}'. "
            "Keep one of the two columns, or rename the other."
        )


def _refuse_without_start(found: Mapping[int, Column], known: ColumnSet) -> None:
    if any(_starts_a_case(column) for column in found.values()):
        return
    wanted = " or ".join(f"'{column.name}'" for column in known.columns if _starts_a_case(column))
    raise BadInput(
        f"No column is headed {wanted}, so no case could start. Add one of them, or begin from the template."
    )


def _starts_a_case(column: Column) -> bool:
    return column.fills.event in _STARTS_A_CASE and not column.fills.is_companion


def _index(columns: tuple[Column, ...], place: str = "the columns") -> Mapping[str, Column]:
    index: dict[str, Column] = {}
    for column in columns:
        for written in (column.name, *column.synonyms):
            other = index.setdefault(heading_key(written), column)
            if other is not column or not heading_key(written):
                raise BadConfiguration(
                    f"{place}: the heading '{written}' would mean both '{other.name}' and '{column.name}', "
                    "or nothing at all. Remove it from one of them."
                )
    return index
