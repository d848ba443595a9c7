"""The columns of this repository, and small files made on the spot."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ehcp_workflow.services.importing.columns import ColumnSet, load_columns

CONFIG = Path(__file__).parents[3] / "config"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def known() -> ColumnSet:
    return load_columns(CONFIG / "import_columns.yaml")


@pytest.fixture(scope="session")
def is_heading(known: ColumnSet) -> Callable[[str], bool]:
    return lambda text: known.find(text) is not None


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], formats: dict[str, str] | None = None) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()
