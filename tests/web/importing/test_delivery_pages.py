"""What was delivered, from a spreadsheet, page by page: tried out first, in the case it is about and by who sent it."""

import pytest
from services.importing.conftest import as_csv
from sqlalchemy import text

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.recording import NewLine, add_line
from ehcp_workflow.store.provision import LineWords
from tests.web.conftest import Browser, make_case, on, signed_in

from .conftest import tagless, upload

HEADINGS = ("Line", "What happened", "Date", "Note")
ROWS = (("F1", "missed", "2026-11-02", "she was ill"), ("F9", "missed", "2026-11-02", ""), ("F1", "missed", "soon", ""))


@pytest.fixture
def at(installation: Installation) -> str:
    """Where the deliveries of a case are brought in."""
    plan = (NewEvent("request_received", on("2026-01-05")), NewEvent("final_plan_sent", on("2026-05-22")))
    reference = make_case(installation, *plan)
    line = NewLine("F1", "speech_and_language", words=LineWords("half an hour a week"))
    add_line(installation, reference, line, "test")
    return f"/cases/{reference}/provision/import"


def count(installation: Installation, table: str) -> int:
    with installation.database.read() as unit:
        return unit.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def test_rows_are_tried_out_and_then_brought_in(installation: Installation, browser: Browser, at: str):
    sent = upload(browser, as_csv([HEADINGS, *ROWS]), path=at)
    assert sent.status_code == 303, tagless(sent.text)
    address = sent.headers["Location"]
    said = tagless(browser.text(address + "?show_all=true"))
    assert "What would happen" in said
    assert "1 added" in said
    assert "2 refused" in said
    assert "has no line" in said
    assert "she was ill" not in said
    assert count(installation, "deliveries") == 0
    assert browser.post(address).headers["Location"] == address + "?done=imported"
    assert "What was imported" in tagless(browser.text(address))
    assert count(installation, "deliveries") == 1
    browser.post(address)
    assert count(installation, "deliveries") == 1
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT content_sealed FROM uploads")).all() == [(None,)]


def test_a_file_that_is_no_log_says_why_beside_the_field(browser: Browser, at: str):
    for content, words in ((b"", "Choose the file"), (as_csv([("Line", "Note"), ("F1", "x")]), "needs the columns")):
        answer = upload(browser, content, path=at)
        assert answer.status_code == 422
        assert words in tagless(answer.text)


def test_a_file_is_of_the_case_it_was_sent_to_and_of_who_sent_it(installation: Installation, browser: Browser, at: str):
    address = upload(browser, as_csv([HEADINGS, *ROWS]), path=at).headers["Location"]
    name, other = address.rpartition("/")[2], make_case(installation)
    assert browser.get(f"/cases/{other}/provision/import/{name}").status_code == 404
    assert browser.get(f"/import/{name}/columns").status_code == 404
    assert signed_in(installation, "supervisor").get(address).status_code == 404
    assert signed_in(installation, "supervisor", "another").post(address).status_code == 404


def test_the_empty_spreadsheet_is_given_and_brings_in_nothing(installation: Installation, browser: Browser, at: str):
    template = browser.get(at + "/template.xlsx")
    assert template.headers["Content-Disposition"] == 'attachment; filename="delivered.xlsx"'
    address = upload(browser, template.content, path=at).headers["Location"]
    assert "No row can be imported" in tagless(browser.text(address))
    assert at in browser.text(at.removesuffix("/import"))
