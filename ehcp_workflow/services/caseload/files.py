"""The caseload as a file for a spreadsheet: references and dates, no names of children or families."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ehcp_workflow.cases.glance import Flag
from ehcp_workflow.errors import Refused
from ehcp_workflow.services.accounts.visitor import Visitor
from ehcp_workflow.services.caseload.asking import FLAG_WORDS, Asked, names_of_desks
from ehcp_workflow.services.caseload.lines import BoardLine
from ehcp_workflow.services.caseload.listing import every_case
from ehcp_workflow.services.installation import Installation

log = logging.getLogger(__name__)
XLSX_AT_MOST = 20_000
"""So many cases go into a workbook; a CSV file takes any number."""
Cell = str | int | date | None
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = {"Council": 28, "Stage": 26, "How it stands": 16, "Next date in words": 34, "What it is": 60}


def caseload_as_csv(installation: Installation, visitor: Visitor, asked: Asked, as_at: date | None = None) -> bytes:
    """The cases that are asked for as CSV, in an encoding that spreadsheets recognise.

    Raises:
        Refused: too many cases would have to be worked out first.
    """
    text, count = io.StringIO(newline=""), 0
    writer = csv.writer(text)
    for count, row in enumerate(_rows(installation, visitor, asked, as_at)):  # noqa: B007 - the last is used below
        writer.writerow([cell.isoformat() if isinstance(cell, date) else cell for cell in row])
    _note(visitor, count, "CSV")
    return text.getvalue().encode("utf-8-sig")


def caseload_as_xlsx(installation: Installation, visitor: Visitor, asked: Asked, as_at: date | None = None) -> bytes:
    """The cases that are asked for as a workbook.

    Raises:
        Refused: too many cases would have to be worked out first, or they are too many for a workbook.
    """
    book, count = Workbook(write_only=True), 0
    sheet = book.create_sheet("Caseload")
    sheet.freeze_panes = "B2"
    for number, column in enumerate(_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column, 15)
    for count, row in enumerate(_rows(installation, visitor, asked, as_at)):
        if count > XLSX_AT_MOST:
            raise Refused(
                f"There are more than {XLSX_AT_MOST:,} cases, too many for a workbook. "
                "Choose fewer with the filters, or take them as CSV."
            )
        sheet.append([_xlsx_cell(sheet, cell, heading=count == 0) for cell in row])
    file = io.BytesIO()
    book.save(file)
    _note(visitor, count, "xlsx")
    return file.getvalue()


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _xlsx_cell(sheet: Any, value: Cell, *, heading: bool) -> Any:  # noqa: ANN401 - openpyxl's stubs name neither
    cell: Any = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]
    if isinstance(value, str):
        cell.data_type = "s"  # a text, whatever it begins with
    if isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    if heading:
        cell.font = Font(bold=True)
    return cell


def _rows(installation: Installation, visitor: Visitor, asked: Asked, as_at: date | None) -> Iterator[list[Cell]]:
    """The headings, and a row for each case."""
    day, names = as_at or installation.today(), names_of_desks(installation)
    rulebook = installation.rulebook
    owed_by = {rule.ref: rulebook.parties[rule.owed_by].title for rule in rulebook.rules.values()}
    yield list(_COLUMNS)
    for line in every_case(installation, visitor.sees, asked.wanted(visitor), as_at, on_a_page=True):
        named = {
            "Who owes it": owed_by.get(line.next_ref or ""),
            "Adviser": names[0].get(line.adviser or 0),
            "Team": names[1].get(line.team or 0),
            "As at": day,
        }
        yield list(_safe(named.get(column) if take is None else take(line) for column, take in _COLUMNS.items()))


def _safe(cells: Iterable[Cell]) -> Iterator[Cell]:
    return (safe_text(cell) if isinstance(cell, str) else cell for cell in cells)


def _note(visitor: Visitor, count: int, kind: str) -> None:
    log.info("Account %d took %d cases of the caseload as %s", visitor.account_id, count, kind)


def _flag(flag: Flag) -> Callable[[BoardLine], Cell]:
    return lambda line: "yes" if flag in line.flags else None


_COLUMNS: dict[str, Callable[[BoardLine], Cell] | None] = {
    "Reference": lambda line: line.reference,
    "Council": lambda line: line.council,
    "Stage": lambda line: line.stage,
    "How it stands": lambda line: line.stage_state,
    "Next date": lambda line: line.due.earliest if line.due else None,
    "Next date, at the latest": lambda line: line.due.latest if line.due else None,
    "Next date in words": lambda line: line.due.in_words() if line.due else None,
    "Days until then": lambda line: line.days,
    "What it is": lambda line: line.next_title,
    "Rule": lambda line: line.next_ref,
    "Who owes it": None,
    "Late dates": lambda line: line.late,
    FLAG_WORDS[Flag.DUE]: _flag(Flag.DUE),
    "Silent since": lambda line: line.glance.silent_since,
    "Lines of provision that lapsed": lambda line: line.glance.lapsed,
    FLAG_WORDS[Flag.HELD]: _flag(Flag.HELD),
    FLAG_WORDS[Flag.FAILED]: _flag(Flag.FAILED),
    "Primary need": lambda line: ", ".join(line.needs) or None,
    "Adviser": None,
    "Team": None,
    "As at": None,
}
"""The headings, and what stands under each; None for what is not in the line itself."""
