"""`ehcp case letter | letters | chronology`: files of one's own, never written over by accident."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from ehcp_workflow.errors import Unavailable
from ehcp_workflow.services.papers.blocks import Paper
from ehcp_workflow.services.papers.pdf_file import pdf_file

from .conftest import Terminal


def test_a_letter_is_written_once(ehcp: Terminal, requested: str):
    out = ehcp.home / "late.docx"
    assert "a draft" in ehcp(f"case letter {requested} decision_late {out}")
    assert out.stat().st_size > 10_000
    assert "is there already" in ehcp.refused(f"case letter {requested} decision_late {out}")


def test_letters_that_fit_are_listed(ehcp: Terminal, requested: str):
    assert "decision_late The decision whether to assess is late" in ehcp(f"case letters {requested}")
    assert ehcp.json(f"case letters {requested}")[0]["letter"] == "decision_late"


def test_a_chronology_is_written_as_word(ehcp: Terminal, requested: str):
    out = ehcp.home / "chronology.docx"
    assert "written" in ehcp(f"case chronology {requested} {out}")
    assert out.stat().st_size > 10_000


def test_a_chronology_is_written_as_pdf_and_its_pages_are_said(ehcp: Terminal, requested: str):
    try:
        pdf_file(Paper("Nothing", ()))
    except Unavailable as error:
        pytest.skip(f"no PDF here: {error}")
    out = ehcp.home / "chronology.pdf"
    said = ehcp(f"case chronology {requested} {out}")
    pages = len(PdfReader(BytesIO(out.read_bytes())).pages)
    assert said.endswith(f"chronology.pdf: {pages} page{'s' * (pages != 1)}.")


def test_what_cannot_be_written_is_refused(ehcp: Terminal, requested: str):
    assert "does not end with .docx" in ehcp.refused(f"case letter {requested} decision_late late.txt", code=2)
    assert "does not end with .docx or .pdf" in ehcp.refused(f"case chronology {requested} c.txt", code=2)
    assert "does not fit" in ehcp.refused(f"case letter {requested} plan_late {ehcp.home / 'x.docx'}")
    assert not (ehcp.home / "x.docx").exists()
