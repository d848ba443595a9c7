"""Writing the empty caseload workbook: the headings the import reads, two examples it skips, and how to fill it in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.importing.columns import Column, ColumnSet, load_columns
from ehcp_workflow.services.importing.dates import REMEDY
from ehcp_workflow.services.importing.table import MAX_ROWS

SHEET = "Cases"
HELP_SHEET = "How to fill this in"

_DATE_FORMAT = "dd/mm/yyyy"
_SHADE = PatternFill("solid", fgColor="DDE6F0")
_EXAMPLE_FONT = Font(italic=True, color="666666")
_NARROWEST, _WIDEST = 14, 34

_RULES = (
    "One row is one case. One column is the date of one event.",
    "Leave a cell blank when the thing has not happened. Write unknown when it happened and nobody knows the day.",
    REMEDY,
    "The day comes before the month. A date that could be read in two ways is refused, never guessed.",
    "A row with anything that cannot be read is refused whole and named, so that no half of a timeline is kept.",
    "The columns may stand in any order, and those you do not need may be deleted. Keep 'Request received' or "
    "'Concern raised'.",
    "The rows whose reference begins with EXAMPLE are not imported. Delete or keep them.",
)


def write_template(
    path: Path, columns: ColumnSet | None = None, sheet: str = SHEET, rules: tuple[str, ...] = _RULES
) -> None:
    """Write a template workbook; a file that is there already may be somebody's caseload, and is left alone.

    Args:
        path: where to write it; the name must end in `.xlsx`, or the import would not read it.
        columns: the columns it shows, by default those of a caseload.
        sheet: what the sheet to fill in is called.
        rules: how to fill it in, a sentence a row.

    Raises:
        BadInput: the name does not end so.
        Refused: there is a file of that name, or nothing can be written there.
    """
    if path.suffix.lower() != ".xlsx":
        raise BadInput(f"{path.name} does not end in .xlsx, so it could not be imported. Choose a name that does.")
    if path.exists():
        raise Refused(f"{path} is there already. Choose another name, or move it away first.")
    known = columns or load_columns()
    workbook = Workbook()
    cases = workbook.worksheets[0]
    cases.title = sheet
    _write_cases(cases, known)
    _write_help(workbook.create_sheet(HELP_SHEET), known, rules)
    try:
        workbook.save(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}). Choose another place for it.") from None


def _write_cases(sheet: Worksheet, known: ColumnSet) -> None:
    sheet.append([column.name for column in known.columns])
    for example in known.examples:
        sheet.append([example.get(column.name) for column in known.columns])
    _shade(sheet, 1)
    # Only the examples carry a date format. An empty cell keeps none: there Excel itself shows "March 2025" as a month,
    # which is read as a month, while a format of days would turn it into the 1st without a word.
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.font = _EXAMPLE_FONT
            if isinstance(cell.value, date):
                cell.number_format = _DATE_FORMAT
    for place, column in enumerate(known.columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(len(column.name) + 4, _NARROWEST), _WIDEST)
        _offer_choices(sheet, letter, column, known)
    sheet.freeze_panes = "B2"


def _offer_choices(sheet: Worksheet, letter: str, column: Column, known: ColumnSet) -> None:
    """Let Excel offer the values of a closed list, and refuse any other, in one column."""
    choices = known.lists.get(column.reads)
    if choices is None:
        return
    offered = DataValidation(type="list", formula1=f'"{",".join(_in_words(choices))}"', allow_blank=True)
    offered.errorTitle = column.name
    offered.error = f"Choose one of: {', '.join(_in_words(choices))}."
    offered.showErrorMessage = True
    offered.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
    sheet.add_data_validation(offered)


def _write_help(sheet: Worksheet, known: ColumnSet, rules: tuple[str, ...]) -> None:
    for rule in rules:
        sheet.append([rule])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=4)
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[sheet.max_row].height = 32
    sheet.append([])
    # Not "Column" and the like by chance: no word here may be a heading that the import knows.
    sheet.append(["Heading", "What to write", "How", "Also understood as"])
    _shade(sheet, sheet.max_row)
    for column in known.columns:
        sheet.append([column.name, column.help, _describe(column, known), "; ".join(column.synonyms)])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (30, 60, 34, 70), strict=True):
        sheet.column_dimensions[letter].width = width


def _describe(column: Column, known: ColumnSet) -> str:
    choices = known.lists.get(column.reads)
    if choices is not None:
        return "one of: " + ", ".join(_in_words(choices))
    plain = {"date": "a day, a month, a range, or unknown", "birth_date": "a day", "email": "one address"}
    plain |= {"day": "one day", "amount": "a number"}
    return plain.get(column.reads, "words")


def _in_words(choices: Iterable[str]) -> list[str]:
    return [choice.replace("_", " ") for choice in choices]


def _shade(sheet: Worksheet, row: int) -> None:
    for cell in sheet[row]:
        cell.font = Font(bold=True)
        cell.fill = _SHADE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
