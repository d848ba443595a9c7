"""Reading one row of a file of what was delivered: an entry for the log, or every problem in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Unit
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.importing.cells import (
    CellValue,
    UnreadableCell,
    is_blank,
    read_choice,
    read_text,
    read_yes_no,
)
from ehcp_workflow.services.importing.columns import Column, Matched
from ehcp_workflow.services.importing.dates import read_date
from ehcp_workflow.services.importing.rows import EXAMPLE_MARK
from ehcp_workflow.services.importing.table import Values
from ehcp_workflow.services.provision.amounts import read_amount
from ehcp_workflow.services.provision.checks import NewEntry

_AMOUNT_REMEDY = "Write it like 1, 1.5, 1 1/2 or 45 minutes."


@dataclass(frozen=True)
class Reading:
    """One row as it was understood: the entry it says, or the problems by which it is refused."""

    row: int
    entry: NewEntry | None = None
    problems: tuple[str, ...] = field(default=())


def read_row(columns: Matched, row: int, values: Values) -> Reading | None:
    """Read one row; None for the template's examples and for a row that says nothing in a known column."""
    said: dict[str, Any] = {}
    problems = []
    if any(not is_blank(value) for value in values[columns.width :]):
        problems.append("There are more cells than headings. Put the row's cells under their headings.")
    for place, column in columns.columns.items():
        try:
            value = _read_cell(column, values[place], columns)
        except UnreadableCell as error:
            problems.append(f"{column.name}: {error}")
        else:
            if value is not None:
                said[str(column.fills.entry)] = value
    if not (said or problems) or str(said.get("line", "")).startswith(EXAMPLE_MARK):
        return None
    if not problems:
        try:
            return Reading(row, _entry(said))
        except BadInput as error:
            problems.append(str(error))
    return Reading(row, None, tuple(problems))


def _read_cell(column: Column, value: CellValue, columns: Matched) -> Any:  # noqa: ANN401  as the column says
    if is_blank(value):
        return None
    match column.reads:
        case "day":
            return _read_day(value)
        case "amount":
            return _read_amount(value, columns)
        case "yes_no":
            return read_yes_no(value, columns.lists[column.reads])
        case "text":
            return read_text(value)
        case closed:
            return read_choice(value, columns.lists[closed])


def _read_day(value: CellValue) -> date:
    remedy = "Write one day, like 16/9/2026 or 16 September 2026, or use From and To for several."
    try:
        when = read_date(value)
    except UnreadableCell as error:
        raise UnreadableCell(value, error.reason, remedy) from None
    if when is None or when.exact is None:
        raise UnreadableCell(value, "is not one day", remedy)
    return when.exact


def _read_amount(value: CellValue, columns: Matched) -> tuple[Fraction, Unit | None]:
    """How much, with the unit where the cell says one."""
    if isinstance(value, (date, time, timedelta, bool)):
        raise UnreadableCell(value, "is a date or a time of day, not an amount", _AMOUNT_REMEDY)
    text = read_text(value) or ""
    number = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ. ")
    unit = read_choice(text.removeprefix(number), columns.lists["unit"])
    try:
        return read_amount(number), None if unit is None else Unit(unit)
    except BadInput:
        raise UnreadableCell(value, "is not an amount", _AMOUNT_REMEDY) from None


def _entry(said: dict[str, Any]) -> NewEntry:
    """The entry of a row whose cells are all understood.

    Raises:
        BadInput: it does not say of which line, when, or what happened; or says something twice.
    """
    if not {"line", "kind"} <= said.keys():
        raise BadInput("A row needs the code of its line and what happened. Fill in both cells.")
    first, last = _days(said)
    amount, in_cell = said.get("amount", (None, None))
    unit = Unit(said["unit"]) if "unit" in said else None
    if unit and in_cell and unit is not in_cell:
        raise BadInput(f"Amount says {in_cell} and Unit says {unit}. Correct one of the two.")
    return NewEntry(
        line=said["line"].upper(),
        kind=EntryKind(said["kind"]),
        first=first,
        last=last,
        amount=amount,
        unit=in_cell or unit,
        equivalent=said.get("equivalent"),
        by=By(said.get("by", By.NOT_SAID)),
        source=Source(said["source"]) if "source" in said else None,
        note=said.get("note"),
    )


def _days(said: dict[str, Any]) -> tuple[date, date]:
    several = "first" in said, "last" in said
    if ("day" in said) == any(several) or any(several) != all(several):
        raise BadInput("A row needs either Date, or both From and To. Fill in the one or the others.")
    return (said["day"], said["day"]) if "day" in said else (said["first"], said["last"])
