"""Reading an xlsx workbook that a stranger may have made: sizes are checked before anything is unpacked.

A cell comes out as the person saw it. Excel keeps "March 2025" as 1 March and shows "Mar-25"; it is read as the month.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl

from ehcp_workflow.errors import BadConfiguration, BadInput
from ehcp_workflow.services.importing.cells import CellValue

MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO, _SMALL = 200, 10 * 1024 * 1024
_MAX_MEMBERS = 1000
_STRINGS, _MAX_STRINGS = "sharedStrings.xml", 40 * 1024 * 1024  # all of them are held in memory at once
_CHUNK = 1024 * 1024
_OLD_OR_LOCKED = bytes.fromhex("d0cf11e0a1b11ae1")  # how an .xls file, and an encrypted .xlsx, begins
_NOT_SHOWN = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")  # the parts of a number format that are not date codes
# In ASCII, and as both kinds of UTF-16 have it.
_DOCUMENT_TYPES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le")[:-1], "<!ENTITY".encode("utf-16-le")[:-1])
_BROKEN = (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, EOFError)


def read_sheets(name: str, content: bytes, width: int) -> Iterator[tuple[str, Iterator[tuple[CellValue, ...]]]]:
    """Each visible sheet's name and its rows, at most `width` cells wide, blank rows included.

    Raises:
        BadInput: the file is password-protected, is no workbook, would unpack to more than 100 MB, or is damaged.
        BadConfiguration: the guard against XML that is made to fill the memory was switched off.
    """
    if not openpyxl.DEFUSEDXML:
        raise BadConfiguration("Workbooks are not read without the guard of defusedxml. Unset OPENPYXL_DEFUSEDXML.")
    has_formulas = _inspect(name, content)
    with closing(_open(name, content, values=True)) as shown:
        written = _open(name, content, values=False) if has_formulas else None
        for sheet in (sheet for sheet in shown.worksheets if sheet.sheet_state == "visible"):
            yield sheet.title, _read_rows(name, sheet, written[sheet.title] if written else None, width)


def _inspect(name: str, content: bytes) -> bool:
    """Check a workbook before it is unpacked, and say whether any sheet holds a formula."""
    if content.startswith(_OLD_OR_LOCKED):
        raise BadInput(
            f"{name} is protected by a password or is an old .xls file. Save it as .xlsx without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _refuse_bomb(name, package)
            return _look_through(name, package)
    except (*_BROKEN, RuntimeError):  # a part that is encrypted, or packed in a way nobody knows
        raise _damaged(name) from None


def _refuse_bomb(name: str, package: zipfile.ZipFile) -> None:
    # The sizes are the file's own claim: what is really unpacked is counted as well, below.
    members = package.infolist()
    swollen = any(m.file_size > _SMALL and m.file_size > MAX_RATIO * m.compress_size for m in members)
    swollen |= any(m.filename.endswith(_STRINGS) and m.file_size > _MAX_STRINGS for m in members)
    if swollen or len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise _too_big(name)


def _look_through(name: str, package: zipfile.ZipFile) -> bool:
    """Whether any sheet holds a formula; a document type, which could hide another bomb, is refused."""
    found, left = False, MAX_UNPACKED_BYTES
    for member in package.infolist():
        if not member.filename.endswith((".xml", ".rels")):
            continue
        tail = b""
        with package.open(member) as part:
            while chunk := part.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _too_big(name)
                window = tail + chunk
                if any(mark in window for mark in _DOCUMENT_TYPES):
                    raise _damaged(name)
                found = found or b"<f>" in window or b"<f " in window
                tail = window[-32:]
    return found


def _open(name: str, content: bytes, *, values: bool) -> Any:  # noqa: ANN401  openpyxl's stubs know no read-only workbook
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and validations, which are not read here
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)
    except _BROKEN:
        raise _damaged(name) from None


def _read_rows(name: str, shown: Any, written: Any, width: int) -> Iterator[tuple[CellValue, ...]]:  # noqa: ANN401
    try:
        # A sheet's own note of its size is often wrong, and would cut it short.
        shown.reset_dimensions()
        if written is None:
            for row in shown.iter_rows():
                yield tuple(_see(cell) for cell in row[:width])
            return
        written.reset_dimensions()
        for row, formulas in zip(shown.iter_rows(), written.iter_rows(), strict=True):
            pairs = zip(row[:width], formulas[:width], strict=True)
            yield tuple(_see_result(cell, formula) for cell, formula in pairs)
    except _BROKEN:
        raise _damaged(name) from None


def _see_result(cell: Any, formula: Any) -> CellValue:  # noqa: ANN401
    # A program that is not Excel may save a formula without its result: the formula is then shown, never a blank.
    if cell.value is None and formula.value is not None:
        return str(formula.value)
    return _see(cell)


def _see(cell: Any) -> CellValue:  # noqa: ANN401
    """What the cell shows, where that is less than what it stores."""
    value: CellValue = cell.value
    if not isinstance(value, date):
        return value
    codes = _NOT_SHOWN.sub("", cell.number_format or "").lower().split(";")[0]
    if "y" not in codes:
        return f"{value.day}-{value:%b}"  # Excel chose the year itself, and the person never saw it
    return value if "d" in codes else f"{value:%Y-%m}"


def _too_big(name: str) -> BadInput:
    return BadInput(
        f"{name} would unpack to more than {MAX_UNPACKED_BYTES // 1024 // 1024} MB, so it was not opened. "
        "Copy the caseload alone into a new workbook."
    )


def _damaged(name: str) -> BadInput:
    return BadInput(f"{name} is damaged or is not an Excel workbook. Open it in Excel and save it again as .xlsx.")
