"""The chronology for a bundle: what happened, what was missed, what was delivered; as Word and as tagged PDF."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from ehcp_workflow.errors import Unavailable
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.papers import pdf_file as pdf
from ehcp_workflow.services.papers.blocks import Paper, Table
from ehcp_workflow.services.papers.chronology import chronology
from ehcp_workflow.services.papers.docx_file import docx_bytes
from ehcp_workflow.services.papers.pdf_file import pdf_file

from .conftest import with_provision
from installations import make_case, on_day


@pytest.fixture
def desk(desk: Installation) -> Installation:
    """The day after the twenty weeks of a request of 23 November 2026 ended."""
    return on_day(desk, "2027-04-14")


def lines(paper: Paper) -> str:
    said = [" | ".join(row) for block in paper.blocks if isinstance(block, Table) for row in block.rows]
    return "\n".join([*(getattr(block, "text", "") for block in paper.blocks), *said])


def late_case(desk: Installation) -> str:
    return make_case(
        desk, ("request_received", "2026-11-23"), ("decision_to_assess_notified", "2027-01-08"), people=False
    ).reference


def test_events_stand_in_order_with_their_source_and_limits_with_their_working(desk: Installation):
    reference = late_case(desk)
    text = lines(chronology(desk, reference))
    assert "1 | Monday 23 November 2026 | The council received a request for an assessment | recorded by test" in text
    assert "2 | Friday 8 January 2027 | The council said it will assess" in text
    assert "due Monday 4 January 2027, late by 4 days. Done Friday 8 January 2027." in text
    assert "due Monday 12 April 2027, late by 2 days." in text
    assert "Count 20 weeks" in text


def test_only_what_was_known_and_late_by_a_day_stands_in_it(desk: Installation):
    text = lines(chronology(desk, late_case(desk), date(2026, 12, 1)))
    assert "The council said it will assess" not in text
    assert "No limit was missed" in text
    assert "Nothing is recorded" in lines(chronology(desk, late_case(desk), date(2026, 11, 1)))


def test_a_name_stands_in_it_only_when_asked_for(desk: Installation):
    reference = late_case(desk)
    head = chronology(desk, reference).blocks[0]
    named = chronology(desk, reference, with_names=True).blocks[0]
    assert "Child or young person: K.F." in str(head)
    assert "Child or young person: Kim Fictional" in str(named)


def test_what_was_corrected_is_said(desk: Installation):
    reference = late_case(desk)
    event = casework.record_event(desk, reference, NewEvent("draft_plan_sent", When.parse("2027-03-01")), by="test")
    casework.correct_event(desk, reference, event.events[-1].id, When.parse("2027-03-05"), by="boss")
    text = lines(chronology(desk, reference))
    assert "The council sent a draft plan | Monday 1 March 2027 | Friday 5 March 2027 | recorded by boss" in text


def test_promises_and_provision_stand_in_it(desk: Installation):
    then = on_day(desk, "2025-10-17")
    reference = with_provision(then)
    promise = NewEvent(
        "promise_made", When.parse("2025-10-01"), {"to": When.parse("2025-10-10")}, options={"of": "provision"}
    )
    casework.record_event(then, reference, promise, by="test")
    text = lines(chronology(then, reference))
    assert "Autumn 2025 | 7 | 2 | 0 | 5 | 0" in text
    assert "All together | 7 | 2 | 0 | 5 | 0" in text
    assert "Provision in Section F | Wednesday 1 October 2025 | Friday 10 October 2025 | broken" in text


def test_equal_cases_give_equal_files_of_word(desk: Installation):
    paper = chronology(desk, late_case(desk))
    assert docx_bytes(paper, desk.now()) == docx_bytes(paper, desk.now())
    document = Document(BytesIO(docx_bytes(paper, desk.now())))
    assert document.tables[0].rows[0].cells[0].text == "No."


@pytest.fixture
def made(desk: Installation) -> pdf.PdfFile:
    try:
        return pdf_file(chronology(desk, late_case(desk)))
    except Unavailable as error:
        pytest.skip(f"no PDF here: {error}")


def test_the_pdf_is_tagged_titled_and_in_british_english(made: pdf.PdfFile):
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(made.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title.startswith("Chronology of EHC-2027-")
    assert "Kim" not in str(reader.metadata)
    assert "What happened" in str(reader.outline)


def test_the_pdf_can_be_searched_and_its_pages_are_counted(made: pdf.PdfFile):
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(made.content))
    assert len(reader.pages) == made.pages
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Monday 23 November 2026" in text
    assert f"Page 1 of {made.pages}" in text


def test_without_weasyprint_it_says_what_to_install(desk: Installation, monkeypatch: pytest.MonkeyPatch):
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Unavailable, match="apt-get install libpango"):
        pdf_file(chronology(desk, late_case(desk)))
