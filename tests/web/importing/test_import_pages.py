"""An import page by page: nothing is stored before it was looked at, and nothing of it is left lying about."""

from datetime import timedelta

from sqlalchemy import text

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.services.tidying import forget_what_is_over
from tests.web.conftest import Browser, signed_in

from .conftest import HEADINGS, KIM, tagless, upload, uploaded


def count(installation: Installation, table: str) -> int:
    with installation.database.read() as unit:
        return unit.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def everything_kept(installation: Installation) -> str:
    with installation.database.read() as unit:
        return repr(unit.execute(text("SELECT * FROM uploads")).all())


def tried(browser: Browser, address: str, **columns: str) -> str:
    """Accept what the headings mean; the page that says what would happen."""
    answer = browser.post(address + "/columns", **columns)
    assert answer.headers["Location"] == address + "/verdicts", answer.text
    return tagless(browser.text(address + "/verdicts?show_all=true"))


def test_a_file_is_matched_tried_out_and_imported(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM, ("RD 2", "Camden", "", "03/13/2026"), ("RD 3", "Leeds", "", "unknown"))
    columns = browser.text(address + "/columns")
    assert "Kim" not in columns
    assert '<option value="Request received" selected>' in columns
    said = tried(browser, address)
    assert "1 refused" in said
    assert "2 new cases" in said
    assert "'Request received' '03/13/2026'" in said
    assert count(installation, "cases") == 0
    done = browser.post(address)
    assert done.headers["Location"] == address + "/result?done=imported"
    result = tagless(browser.text(address + "/result?show_all=true"))
    assert "Row 2 Case opened EHC-2026-0001 Nothing" in result
    assert "Nothing is sent until it is released" in result
    sheet = read_sheet(installation, "EHC-2026-0001")
    assert (sheet.record.child_name, str(sheet.position.events[0].on)) == ("Kim Fictional", "2026-10-05")
    assert sheet.history[0].recorded_by == "an.adviser"


def test_a_heading_nobody_knows_is_matched_by_hand(installation: Installation, browser: Browser):
    odd = ("Unser Zeichen", "Wann")
    address = uploaded(browser, ("RD 1", "2026-10-05"), headings=odd)
    refused = browser.post(address + "/columns", **{"column-0": "Reference", "column-1": ""})
    assert refused.status_code == 422
    assert "no case could start" in refused.text
    assert "<title>Error: " in refused.text
    said = tried(browser, address, **{"column-0": "Reference", "column-1": "Request received"})
    assert "1 new cases" in said
    browser.post(address)
    assert str(read_sheet(installation, "RD 1").position.events[0].on) == "2026-10-05"


def test_two_headings_that_would_mean_one_column_are_refused(browser: Browser):
    address = uploaded(browser, KIM)
    both = {"column-0": "Reference", "column-1": "Reference", "column-3": "Request received"}
    answer = browser.post(address + "/columns", **both)
    assert answer.status_code == 422
    assert "both mean &#39;Reference&#39;" in answer.text


def test_the_same_file_again_changes_nothing(installation: Installation, browser: Browser):
    for _ in range(2):
        address = uploaded(browser, KIM)
        said = tried(browser, address)
        browser.post(address)
    assert "1 nothing new" in said
    assert (count(installation, "cases"), count(installation, "events")) == (1, 1)


def test_nothing_is_imported_that_nobody_looked_at(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    refused = browser.post(address)
    assert refused.status_code == 409
    assert count(installation, "cases") == 0


def test_sent_twice_an_import_is_done_once(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    tried(browser, address)
    browser.post(address)
    assert browser.post(address).status_code == 303
    assert "1 new cases" in tagless(browser.text(address + "/result"))


def test_while_an_import_runs_it_is_not_begun_again(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    tried(browser, address)
    with installation.database.write() as unit:
        unit.execute(text("UPDATE uploads SET state = 'importing'"))
    refused = browser.post(address)
    assert refused.status_code == 409
    assert "being imported" in refused.text
    assert count(installation, "cases") == 0


def test_the_file_is_sealed_its_name_is_not_kept_and_it_goes_when_it_was_imported(
    installation: Installation, browser: Browser
):
    address = uploaded(browser, KIM)
    kept = everything_kept(installation)
    assert "Kim" not in kept
    assert "RD 1" not in kept
    tried(browser, address)
    browser.post(address)
    with installation.database.read() as unit:
        assert unit.execute(text("SELECT content_sealed FROM uploads")).all() == [(None,)]


def test_after_a_day_the_file_is_gone(installation: Installation, browser: Browser):
    address, began = uploaded(browser, KIM), installation.now()
    installation.fixed_now = began + timedelta(hours=24)
    assert browser.get(address + "/columns").status_code == 404
    assert forget_what_is_over(installation) == 1
    assert count(installation, "uploads") == 0


def test_a_file_can_be_deleted_at_once(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    assert browser.post(address + "/forget").headers["Location"] == "/import?done=forgotten"
    assert count(installation, "uploads") == 0


def test_nobody_else_sees_the_file(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    tried(browser, address)
    other = signed_in(installation, "supervisor")
    for path in ("/columns", "/verdicts", "/result"):
        assert other.get(address + path).status_code == 404
    assert other.post(address).status_code == 404
    other.post(address + "/forget")
    assert count(installation, "uploads") == 1


def test_new_cases_are_of_the_team_of_who_imports_where_it_is_one(installation: Installation):
    for name, teams in (("one.team", ("north",)), ("two.teams", ("north", "south"))):
        browser = signed_in(installation, "adviser", name, *teams)
        address = uploaded(browser, (name, "Camden", "", "2026-10-05"))
        tried(browser, address)
        browser.post(address)
    with installation.database.read() as unit:
        desks = (
            "SELECT cases.reference, teams.name FROM case_desks "
            "JOIN cases ON cases.id = case_id JOIN teams ON teams.id = team_id"
        )
        assert unit.execute(text(desks)).all() == [("EHC-2026-0001", "north")]


def test_a_case_of_another_team_is_neither_changed_nor_opened_again(installation: Installation):
    theirs = signed_in(installation, "adviser", "of.north", "north")
    address = uploaded(theirs, KIM)
    tried(theirs, address)
    theirs.post(address)
    other = signed_in(installation, "adviser", "of.south", "south")
    again = uploaded(other, ("RD 1", "Camden", "Kim Fictional", "2026-10-06"))
    said = tried(other, again)
    assert "Refused None" in said
    assert "2026" not in said.split("To look at")[1].split("Nothing")[0].replace("EHC-2026", "")
    assert count(installation, "events") == 1


def test_an_operator_brings_cases_up_to_date_and_is_shown_nothing_of_them(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    tried(browser, address)
    browser.post(address)
    operator = signed_in(installation, "operator")
    later = ("RD 1", "Camden", "Kim Fictional", "2026-10-06", "2026-11-20")
    again = uploaded(operator, later, headings=(*HEADINGS, "Decision to assess"))
    said = tried(operator, again)
    assert "1 added to a case" in said
    assert "Ask an adviser who sees the case" in said
    assert "5 October" not in said
    operator.post(again)
    assert count(installation, "events") == 2


def test_who_imported_is_written_down_in_each_case_that_changed(installation: Installation, browser: Browser):
    address = uploaded(browser, KIM)
    tried(browser, address)
    assert count(installation, "case_accesses") == 0
    browser.post(address)
    with installation.database.read() as unit:
        seen = unit.execute(text("SELECT who, what, changed FROM case_accesses")).all()
    assert [(who, what, bool(changed)) for who, what, changed in seen] == [
        ("an.adviser", "POST /import/{upload}", True)
    ]


def test_rows_are_shown_a_page_at_a_time(browser: Browser):
    address = uploaded(browser, *((f"RD {n}", "Camden", "", "05/13/2026") for n in range(101)))
    said = tried(browser, address)
    assert "Page 1 of 2" in said
    assert "Row 102" not in said
    assert "Row 102 Refused" in tagless(browser.text(address + "/verdicts?page=2"))


def test_a_file_we_cannot_read_says_why_beside_the_field(browser: Browser):
    for content, words in ((b"", "Choose the file"), (b"%PDF-1.7\n\x00\x01", "is not a CSV file")):
        answer = upload(browser, content)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'href="#file"' in answer.text


def test_a_reader_may_not_import(installation: Installation):
    assert signed_in(installation, "read_only").get("/import").status_code == 403


def test_the_empty_spreadsheet_can_be_imported_as_it_is_and_opens_nothing(browser: Browser):
    template = browser.get("/import/template.xlsx")
    assert template.headers["Content-Disposition"] == 'attachment; filename="caseload.xlsx"'
    address = upload(browser, template.content).headers["Location"].removesuffix("/columns")
    assert "0 new cases" in tried(browser, address)
    assert HEADINGS[0] in browser.text(address + "/columns")
