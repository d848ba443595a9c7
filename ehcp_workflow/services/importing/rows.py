"""Reading one row of a caseload file: its dated events, what is known of the child, and every problem found.

A row with a problem is refused whole: half a timeline gives wrong deadlines with nothing to show for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.importing.cells import (
    CellValue,
    UnreadableCell,
    is_blank,
    looks_like_email,
    read_choice,
    read_email,
    read_text,
    read_yes_no,
)
from ehcp_workflow.services.importing.columns import Column, Matched
from ehcp_workflow.services.importing.dates import read_birth_date, read_date
from ehcp_workflow.services.importing.readings import Contacts, EventCell, Facts, Problem, RowReading
from ehcp_workflow.services.importing.table import NumberedRow, Values

EXAMPLE_MARK = "EXAMPLE"


def read_rows(
    columns: Matched,
    rows: Iterable[NumberedRow],
    today: date,
    accepts_email: Callable[[str], bool] = looks_like_email,
) -> Iterator[RowReading]:
    """Read every row but the template's examples, and rows that say nothing in any known column."""
    for row_number, values in rows:
        says_something = any(not is_blank(values[place]) for place in columns.columns)
        if says_something and not is_example(columns, values):
            yield read_row(columns, row_number, values, today, accepts_email)


def is_example(columns: Matched, values: Values) -> bool:
    """Whether this is one of the template's example rows: its reference begins with EXAMPLE."""
    for place, column in columns.columns.items():
        if column.fills.record == "reference":
            return re.match(rf"\s*{EXAMPLE_MARK}\b", str(values[place])) is not None
    return False


def read_row(
    columns: Matched,
    row_number: int,
    values: Values,
    today: date,
    accepts_email: Callable[[str], bool] = looks_like_email,
) -> RowReading:
    """Read one row; it never raises for what a person wrote, and puts what is wrong into `problems`.

    Args:
        columns: which heading means which column.
        row_number: the row as the spreadsheet numbers it.
        values: one value per heading.
        today: the present date in London; an event after it has not happened.
        accepts_email: whether an address may be used.
    """
    read: dict[str, Any] = {}
    problems = _find_stray_values(columns, values)
    for place, column in columns.columns.items():
        value = values[place] if place < len(values) else None
        try:
            read[column.name] = None if is_blank(value) else _read_cell(column, value, columns, today, accepts_email)
        except UnreadableCell as error:
            problems.append(Problem(column.name, _shown(column, error), error.reason, error.remedy))
    present = list(columns.columns.values())
    problems += _find_lone_companions(present, read)
    return RowReading(
        row_number=row_number,
        facts=Facts(**_gather(present, read, "fact")),
        events=_gather_events(present, read),
        contacts=Contacts(**_gather(present, read, "contact")),
        problems=tuple(problems),
        **_gather(present, read, "record"),
    )


def _read_cell(
    column: Column, value: CellValue, columns: Matched, today: date, accepts_email: Callable[[str], bool]
) -> Any:  # noqa: ANN401  a date, text or truth, as the column says
    match column.reads:
        case "date":
            return _read_past(value, today)
        case "birth_date":
            return _read_birth(value, today)
        case "email":
            return read_email(value, accepts_email)
        case "yes_no":
            return read_yes_no(value, columns.lists[column.reads])
        case "requester" | "review_outcome":
            return read_choice(value, columns.lists[column.reads])
        case "text":
            return read_text(value)


def _read_past(value: CellValue, today: date) -> When | None:
    when = read_date(value)
    if when is not None and when.earliest is not None and when.earliest > today:
        raise UnreadableCell(
            value,
            f"is in the future (today is {day_in_words(today)})",
            "Write only what has happened; correct the year if it is a slip.",
        )
    return when


def _read_birth(value: CellValue, today: date) -> date | None:
    born = read_birth_date(value)
    if born is not None and born > today:
        raise UnreadableCell(None, "is in the future", "Correct the year.")
    return born


def _shown(column: Column, error: UnreadableCell) -> str | None:
    # A name pasted one column too far must not travel into a report: only a date column's digits are repeated.
    safe = column.reads == "date" and error.shown is not None and any(character.isdigit() for character in error.shown)
    return error.shown if safe else None


def _find_stray_values(columns: Matched, values: Values) -> list[Problem]:
    if all(is_blank(value) for value in values[columns.width :]):
        return []
    return [
        Problem(
            None,
            None,
            "has more cells than there are headings, so its cells may stand under the wrong ones",
            "Look for a stray comma or a missing heading.",
        )
    ]


def _find_lone_companions(present: list[Column], read: dict[str, Any]) -> list[Problem]:
    """An outcome without the date of what it is the outcome of would be lost without a word."""
    problems = []
    for column in present:
        if read.get(column.name) is None or not column.fills.is_companion:
            continue
        main = [other for other in present if _is_day_of(other, column)]
        # A day that could not be read has its own problem already.
        if all(other.name in read and read[other.name] is None for other in main):
            problems.append(
                Problem(
                    column.name,
                    None,
                    "is given, but the date it belongs to is blank",
                    f"Write that date{_names(main)}, or unknown if it happened on a day not known.",
                )
            )
    return problems


def _names(columns: list[Column]) -> str:
    return " under " + " or ".join(f"'{column.name}'" for column in columns) if columns else " in a column of its own"


def _is_day_of(column: Column, companion: Column) -> bool:
    """Whether a column holds the day of the event that another column says more of."""
    return not column.fills.is_companion and _same_event(column, companion)


def _same_event(one: Column, other: Column) -> bool:
    return (one.fills.event, one.fills.about) == (other.fills.event, other.fills.about)


def _gather(present: list[Column], read: dict[str, Any], what: str) -> dict[str, Any]:
    """The values of all columns that fill one kind of thing, by what they fill."""
    return {getattr(column.fills, what): read.get(column.name) for column in present if getattr(column.fills, what)}


def _gather_events(present: list[Column], read: dict[str, Any]) -> tuple[EventCell, ...]:
    events = []
    for column in present:
        if column.fills.event is None or column.fills.is_companion or read.get(column.name) is None:
            continue
        beside = [other for other in present if other.fills.is_companion and _same_event(column, other)]
        events.append(
            EventCell(
                column.fills.event,
                read[column.name],
                column.fills.about,
                options=_given(beside, read, "option"),
                dates=_given(beside, read, "date"),
                column=column.name,
            )
        )
    return tuple(events)


def _given(beside: list[Column], read: dict[str, Any], what: str) -> dict[Any, Any]:
    return {name: value for name, value in _gather(beside, read, what).items() if value is not None}
