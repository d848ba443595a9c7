"""Letters and the chronology to take away: named by the reference only, kept by no browser, and looked at by name."""

from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import text

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.papers import pdf_file
from tests.web.changing.conftest import CASE
from tests.web.conftest import Browser, signed_in

NO_PDF = "A PDF needs the extra"


def _words(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_list_says_which_letters_fit_and_why(browser: Browser, case: str):
    page = browser.text(f"{CASE}/letters")
    assert "Can be asked for at any time." in page
    assert f"{CASE}/letters/request_for_assessment.docx" in page


def test_a_letter_is_a_file_named_by_the_reference(browser: Browser, case: str):
    got = browser.get(f"{CASE}/letters/request_for_assessment.docx")
    assert got.status_code == 200
    assert got.headers["content-disposition"] == 'attachment; filename="EHC-2026-0001-request_for_assessment.docx"'
    assert got.headers["cache-control"] == "no-store"
    assert "Amina Example" in _words(got.content)


def test_who_signs_stands_in_the_letter_and_not_in_the_address(browser: Browser, case: str):
    fields = {"writer": "Sam Signer", "reply_by-day": "7", "reply_by-month": "12", "reply_by-year": "2026"}
    got = browser.post(f"{CASE}/letters/request_for_assessment", **fields, **{"as": "docx"})
    assert got.status_code == 200, got.text
    assert "Sam Signer" in _words(got.content)
    assert "Sam" not in str(got.request.url)


def test_a_day_for_an_answer_that_is_over_is_refused_beside_its_field(browser: Browser, case: str):
    fields = {"reply_by-day": "1", "reply_by-month": "11", "reply_by-year": "2026", "as": "docx"}
    got = browser.post(f"{CASE}/letters/request_for_assessment", **fields)
    assert got.status_code == 422
    assert 'href="#reply_by-day"' in got.text


def test_a_letter_that_does_not_fit_is_not_there(browser: Browser, case: str):
    assert browser.get(f"{CASE}/letters/provision_not_delivered").status_code == 404
    assert browser.get(f"{CASE}/letters/request_for_assessment.exe").status_code == 404


def test_the_chronology_is_a_page_and_a_file_with_initials_unless_the_name_is_asked_for(browser: Browser, case: str):
    page = browser.text(f"{CASE}/chronology")
    assert "The council received a request for an assessment" in page
    assert "A.E." in page
    assert "Amina Example" not in page
    got = browser.get(f"{CASE}/chronology.docx?names=true")
    assert got.headers["content-disposition"] == 'attachment; filename="EHC-2026-0001-chronology.docx"'
    assert "Amina Example" in _words(got.content)


def test_a_pdf_is_made_or_what_is_missing_is_said(browser: Browser, case: str):
    got = browser.get(f"{CASE}/chronology.pdf")
    if pdf_file.why_no_pdf():
        assert (got.status_code, NO_PDF in got.text) == (503, True)
    else:
        assert got.content.startswith(b"%PDF")


def test_without_pango_the_pages_say_so(browser: Browser, case: str, monkeypatch: pytest.MonkeyPatch):
    """The import of WeasyPrint fails as it does where Pango is missing."""
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    assert NO_PDF in browser.text(f"{CASE}/chronology")
    assert NO_PDF in browser.text(f"{CASE}/letters")
    assert browser.get(f"{CASE}/chronology.pdf").status_code == 503


def test_who_reads_only_may_take_papers_and_each_is_written_down(installation: Installation, case: str):
    reader = signed_in(installation, "read_only")
    assert reader.get(f"{CASE}/chronology.docx").status_code == 200
    with installation.database.read() as unit:
        rows = list(unit.execute(text("SELECT what, changed FROM case_accesses")))
    assert [tuple(row) for row in rows] == [("GET /cases/{reference}/chronology.{ending}", 0)]
