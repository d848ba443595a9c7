"""Reading CSV as Excel, LibreOffice and case systems write it, in either of the two encodings they use."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable

from ehcp_workflow.errors import BadInput

_DELIMITERS = (",", ";", "\t")
_TOP = 20
MAX_CELLS = 2_000_000
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as 'CSV UTF-8'."


def read_csv(name: str, content: bytes, is_heading: Callable[[str], bool]) -> list[tuple[str, ...]]:
    """Every row of a CSV file, blank rows included, so that the place of a row is its number.

    Args:
        name: the file's name, for errors.
        content: what is in it.
        is_heading: whether some words are a known heading; the delimiter that shows most of them is taken.

    Raises:
        BadInput: the bytes are not text, there are too many cells, or a quotation mark is opened and never closed.
    """
    text = _decode(name, content)
    # Excel may write 'sep=;' above the headings. It is a note to Excel and still counts as the first row.
    declared = re.match(r"\"?sep=([,;\t])\"?\r?\n", text)
    delimiter = declared[1] if declared else _choose_delimiter(text, is_heading)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _collect(name, reader)
    except csv.Error:
        raise BadInput(
            f"{name}: line {reader.line_num} cannot be split into cells, often because of an open quotation mark. "
            f"{_SAVE_AGAIN}"
        ) from None


def _collect(name: str, rows: Iterable[list[str]]) -> list[tuple[str, ...]]:
    """Every row, as long as they are not too many to be a caseload; a blank row counts as one cell."""
    found, left = [], MAX_CELLS
    for row in rows:
        left -= len(row) or 1
        if left < 0:
            raise BadInput(f"{name} has more than {MAX_CELLS:,} cells. Split it into smaller files.")
        found.append(tuple(row))
    return found


def _decode(name: str, content: bytes) -> str:
    if b"\x00" in content or content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BadInput(f"{name} is not a CSV file, whatever its name says. {_SAVE_AGAIN}")
    text = _as_text(name, content)
    if _NOT_TEXT.search(text):
        raise BadInput(f"{name} is not a CSV file: it holds signs that no text has. {_SAVE_AGAIN}")
    return text


def _as_text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")  # what Excel on Windows writes as plain 'CSV'
    except UnicodeDecodeError:
        raise BadInput(f"{name} holds characters that cannot be read. {_SAVE_AGAIN}") from None


def _choose_delimiter(text: str, is_heading: Callable[[str], bool]) -> str:
    """The delimiter that shows most known headings in some row near the top; a comma when all show as many."""
    return max(_DELIMITERS, key=lambda delimiter: _most_headings(text, delimiter, is_heading))


def _most_headings(text: str, delimiter: str, is_heading: Callable[[str], bool]) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return max((sum(map(is_heading, row)) for _, row in zip(range(_TOP), reader, strict=False)), default=0)
    except csv.Error:
        return 0
