"""Opening a caseload file: CSV or xlsx in, one table of headings and rows out, or a reason why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.importing.cells import CellValue, is_blank
from ehcp_workflow.services.importing.csv_file import read_csv
from ehcp_workflow.services.importing.xlsx_file import read_sheets

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
HEADING_WITHIN = 20  # a title and some remarks may stand above the headings

_WORKBOOKS = (b"PK", bytes.fromhex("d0cf11e0a1b11ae1"))  # a zip archive; an old or a locked workbook

Values = tuple[CellValue, ...]
NumberedRow = tuple[int, Values]


class NoHeadings(BadInput):
    """No row of a file has headings that the import knows."""


class TooManyRows(BadInput):
    """A file has more rows than are read at once."""


@dataclass(frozen=True)
class Table:
    """One caseload as it was written.

    Attributes:
        headings: the words above each column, in order.
        rows: each row that is not blank, with its number as the spreadsheet shows it and one value per heading; more
            values than headings only where the row itself holds more.
        sheet: the name of the sheet, or None for CSV.
    """

    headings: tuple[str, ...]
    rows: tuple[NumberedRow, ...]
    sheet: str | None = None


def read_file(path: Path, is_heading: Callable[[str], bool]) -> Table:
    """Read a caseload file from disk.

    Args:
        path: the file; its ending says whether it is CSV or xlsx.
        is_heading: whether some words are a heading that the import knows.

    Raises:
        NotFound: there is no such file.
        BadInput: the file is too big, is not CSV or xlsx, cannot be opened, or holds no caseload.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_big(path.name)
        content = path.read_bytes()
    except OSError as error:
        raise NotFound(
            f"The file {path.name} cannot be opened ({error.strerror}). Check its name and folder."
        ) from None
    return read_table(path.name, content, is_heading)


def read_table(name: str, content: bytes, is_heading: Callable[[str], bool], most: int = MAX_ROWS) -> Table:
    """Read a caseload file that is already in memory, as an upload is. All of it is read before any of it is used.

    Args:
        name: the file's name; its ending says whether it is CSV or xlsx.
        content: what is in the file, at most 20 MB.
        is_heading: whether some words are a heading that the import knows.
        most: how many rows it may have.

    Raises:
        TooManyRows: it has more.
        BadInput: the file is too big, is not CSV or xlsx, cannot be opened, or holds no caseload.
    """
    if len(content) > MAX_BYTES:
        raise _too_big(name)
    if not content.strip():
        raise BadInput(f"{name} is empty. Choose the file that holds the caseload.")
    match Path(name).suffix.lower():
        case ".csv" | ".tsv" | ".txt":
            rows = read_csv(name, content, is_heading)
            return _find_table(name, None, rows, is_heading, most) or _no_headings(name)
        case ".xlsx":
            return _first_table(name, content, is_heading, most)
        case ending:
            raise BadInput(f"{name} ends in '{ending}', which cannot be read. Save it as .xlsx (Excel) or as .csv.")


def read_upload(content: bytes, is_heading: Callable[[str], bool], most: int) -> Table:
    """Read a caseload file that came without a name we would believe: what it is, is seen in the file itself.

    Where no heading is known, the fullest row near the top is taken for the headings: a person then says what they
    mean.

    Args:
        content: what is in the file, at most 20 MB.
        is_heading: whether some words are a heading that the import knows.
        most: how many rows it may have; no more are read.

    Raises:
        TooManyRows: it has more.
        BadInput: the file is too big, is neither CSV nor xlsx, cannot be opened, or holds no table.
    """
    name = "The file.xlsx" if content.startswith(_WORKBOOKS) else "The file.csv"
    try:
        return read_table(name, content, is_heading, most)
    except NoHeadings:
        return read_table(name, content, lambda heading: bool(heading.strip()), most)


def _first_table(name: str, content: bytes, is_heading: Callable[[str], bool], most: int) -> Table:
    # A sheet of totals may hold one such word by chance, so a row with two of them is looked for first.
    for least in (2, 1):
        for sheet, rows in read_sheets(name, content, MAX_COLUMNS + 1):
            if table := _find_table(name, sheet, rows, is_heading, most, least):
                return table
    return _no_headings(name)


def _find_table(
    name: str, sheet: str | None, rows: Iterable[Values], is_heading: Callable[[str], bool], most: int, least: int = 1
) -> Table | None:
    """The table under the best row of headings near the top of a sheet, or None when none has enough known ones."""
    numbered = enumerate(rows, start=1)
    top: list[NumberedRow] = []
    for number, values in numbered:
        top.append((number, _trim(values)))
        if number == HEADING_WITHIN:
            break
    best = max(top, key=lambda row: _count_known(row[1], is_heading), default=None)
    if best is None or _count_known(best[1], is_heading) < least:
        return None
    headings = tuple("" if is_blank(value) else str(value).strip() for value in best[1])
    if len(headings) > MAX_COLUMNS:
        raise BadInput(f"{name} has more than {MAX_COLUMNS} columns. Delete the columns that are not needed.")
    below = [(number, values) for number, values in top if number > best[0]]
    return Table(headings, _collect(name, most, len(headings), below, numbered), sheet)


def _collect(name: str, most: int, width: int, *parts: Iterable[NumberedRow]) -> tuple[NumberedRow, ...]:
    rows: list[NumberedRow] = []
    for part in parts:
        for number, values in part:
            trimmed = _trim(values)
            if not trimmed:
                continue
            if len(rows) == most:
                raise TooManyRows(f"{name} has more than {most:,} rows. Split it into smaller files.")
            rows.append((number, trimmed + (None,) * (width - len(trimmed))))
    return tuple(rows)


def _trim(values: Values) -> Values:
    """The row without the blank cells at its end."""
    end = len(values)
    while end and is_blank(values[end - 1]):
        end -= 1
    return values[:end]


def _count_known(values: Values, is_heading: Callable[[str], bool]) -> int:
    return sum(isinstance(value, str) and is_heading(value) for value in values)


def _too_big(name: str) -> BadInput:
    return BadInput(
        f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB. Split it, or delete pictures and other sheets."
    )


def _no_headings(name: str) -> Table:
    raise NoHeadings(
        f"{name} has no row of headings that could be recognised. "
        "Put the headings above the rows, as the template has them."
    )
