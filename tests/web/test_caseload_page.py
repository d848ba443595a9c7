"""The caseload page. Dates by hand: a request on Monday 19 October 2026 is due an answer on Monday 30 November 2026."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.needs import add_need
from ehcp_workflow.store import accounts, casebook
from ehcp_workflow.store.tables import CaseDeskRow, CaseWallRow
from ehcp_workflow.web import caseload
from tests.web.conftest import BARNET, LEEDS, Browser, make_case, on, signed_in

REQUESTED = NewEvent("request_received", on("2026-10-19"))
REQUESTED_LONG_AGO = NewEvent("request_received", on("2026-06-01"))


def references(text: str) -> list[str]:
    return re.findall(
        r'href="/cases/(EHC-[\d-]+)', text.partition("<main")[2].rpartition('class="govuk-table app-table')[2]
    )


def tally(text: str) -> dict[str, str]:
    """The numbers of the chart by their words."""
    rows = re.findall(
        r'<a class="govuk-link" href="[^"]*"[^>]*>([^<]+)</a></th> <td><span class="app-tally__number">([\d,]+)<', text
    )
    return dict(rows)


def put_on_desk(installation: Installation, reference: str, account: int | None, team: str | None = None) -> None:
    with installation.database.write() as unit:
        case_id = casebook.find_case(unit, installation.cipher, reference).id
        team_id = accounts.team_named(unit, team) if team else None
        unit.add(CaseDeskRow(case_id=case_id, account_id=account, team_id=team_id))


def number_of(installation: Installation, name: str) -> int:
    with installation.database.read() as unit:
        found = accounts.find_account(unit, name)
        assert found
        return found.id


def test_a_case_is_one_line_with_its_next_date_in_full_and_how_far_away_it_is(installation, browser):
    make_case(installation, REQUESTED)
    text = browser.text("/")
    assert (
        '<time datetime="2026-11-30">Monday 30 November 2026</time> <span class="app-beside">in 7 days</span>' in text
    )
    assert "The council: tell the family whether it will assess" in text
    assert "Leeds" in text
    assert '<strong class="govuk-tag govuk-tag--yellow">Due soon</strong>' in text


def test_no_name_stands_on_the_caseload_nor_in_its_files(installation, browser):
    make_case(installation, REQUESTED, name="Amina Example")
    for path in ("/", "/caseload.csv"):
        assert "Amina" not in browser.get(path).text
    assert "Amina" not in str(workbook(browser, "/caseload.xlsx"))


def test_the_soonest_date_comes_first_and_what_to_look_at_first_is_counted(installation, browser):
    later = make_case(installation, REQUESTED)
    sooner = make_case(installation, REQUESTED_LONG_AGO)
    undated = make_case(installation)
    text = browser.text("/")
    assert references(text) == [sooner, later, undated]
    # Monday 1 June 2026 and six weeks: Monday 13 July 2026.
    assert 'Monday 13 July 2026</time> <span class="app-beside">133 days ago</span>' in text
    assert '<strong class="govuk-tag govuk-tag--red">3 late</strong>' in text
    assert tally(text) == {
        "Late": "1",
        "Due within 7 days": "1",
        "Silent": "0",
        "Provision lapsed": "0",
        "Waiting for release": "0",
        "Cannot be worked out": "0",
        "All": "3",
    }
    assert "3 cases, soonest date first" in text


def test_each_number_of_the_chart_is_that_of_the_list_it_leads_to(installation, browser):
    for event in (REQUESTED, REQUESTED, REQUESTED_LONG_AGO, NewEvent("concern_raised", on("2026-07-01"))):
        make_case(installation, event)
    text = browser.text("/")
    links = re.findall(r'href="(/\?flag=[^"]*)">([^<]+)</a></th> <td><span class="app-tally__number">(\d+)', text)
    # A concern of Wednesday 1 July 2026 has been quiet for more than the 90 days of house policy.
    assert [(words, number) for _, words, number in links[:3]] == [
        ("Late", "1"),
        ("Due within 7 days", "2"),
        ("Silent", "1"),
    ]
    for address, _, number in links:
        assert len(references(browser.text(address))) == int(number)


def test_the_chart_needs_no_style_of_its_own_and_says_nothing_that_the_text_does_not(installation, browser):
    make_case(installation, REQUESTED)
    text = browser.get("/").text
    assert "style=" not in text
    assert re.findall(r'<svg class="app-tally__bar"[^>]*aria-hidden="true"', text)


def test_the_caseload_can_be_filtered_and_filters_join(installation, browser):
    soon = make_case(installation, REQUESTED, council=LEEDS)
    stalled = make_case(installation, REQUESTED_LONG_AGO, council=BARNET)
    nowhere = make_case(installation, council=None)
    assert references(browser.text("/?state=stalled")) == [stalled]
    assert references(browser.text("/?flag=late")) == [stalled]
    assert references(browser.text("/?state=due+soon&council=")) == [soon]
    assert references(browser.text(f"/?council={BARNET}")) == [stalled]
    assert references(browser.text("/?council=none")) == [nowhere]
    assert references(browser.text("/?stage=local_authority_decision&flag=due")) == [soon]
    assert "No case matches these filters" in browser.text(f"/?council={BARNET}&state=done")
    none = browser.text(f"/?council={LEEDS}&flag=late")
    assert "The one case that matches is not marked “Late”." in none
    assert "Council: Leeds. Look at first: Late." in none


def test_a_list_that_is_empty_for_one_reason_says_of_how_many_cases_it_is_none(installation, browser):
    for _ in range(2):
        make_case(installation, REQUESTED)
    assert "None of the 2 cases is marked “Provision lapsed”." in browser.text("/?flag=lapsed")


def test_filters_by_adviser_team_and_need(installation):
    browser = signed_in(installation, "adviser", "ada.adviser", "North")
    signed_in(installation, "adviser", "bob.adviser")
    ada, bob = number_of(installation, "ada.adviser"), number_of(installation, "bob.adviser")
    mine, his, nobodys = (make_case(installation, REQUESTED) for _ in range(3))
    put_on_desk(installation, mine, ada, "North")
    put_on_desk(installation, his, bob)
    add_need(installation, mine, "ASD", by="ada.adviser")
    assert references(browser.text("/?adviser=me")) == [mine]
    assert references(browser.text(f"/?adviser={bob}")) == [his]
    assert references(browser.text("/?adviser=none")) == [nobodys]
    assert references(browser.text("/?team=none")) == [his, nobodys]
    assert references(browser.text("/?need=ASD")) == [mine]
    assert references(browser.text("/?need=none&adviser=me")) == []
    text = browser.text("/")
    assert "Ada Adviser" in text
    assert "Primary need: ASD" in text


@pytest.mark.parametrize(
    "query", ["flag=sleeping", "state=sleeping", "stage=x", "need=XX", "council=1", "adviser=he", "team=me"]
)
def test_what_cannot_be_chosen_is_refused_with_the_remedy(browser, query):
    answer = browser.get(f"/?{query}")
    assert answer.status_code == 400
    assert "Choose from the list" in answer.text


def test_cases_of_other_teams_and_behind_a_wall_are_neither_shown_nor_counted(installation):
    north = signed_in(installation, "adviser", "ada.adviser", "North")
    supervisor = signed_in(installation, "supervisor")
    ours, theirs, walled = (make_case(installation, REQUESTED) for _ in range(3))
    put_on_desk(installation, theirs, None, "South")
    with installation.database.write() as unit:
        case_id = casebook.find_case(unit, installation.cipher, walled).id
        wall = CaseWallRow(case_id=case_id, by="test", at=installation.now())
        wall.account_id = accounts.find_account(unit, "ada.adviser").id
        unit.add(wall)
    text = north.text("/")
    assert references(text) == [ours]
    assert tally(text)["All"] == "1"
    assert "South" not in text
    assert [row[0] for row in csv_rows(north, "/caseload.csv")[1:]] == [ours]
    assert references(supervisor.text("/")) == [ours, theirs, walled]


def test_an_operator_and_a_stranger_see_no_caseload(installation, stranger):
    operator = signed_in(installation, "operator")
    assert operator.get("/").status_code == 403
    assert operator.get("/caseload.csv").status_code == 403
    assert stranger.get("/").status_code == 303
    assert stranger.get("/caseload.xlsx").status_code == 303


def test_another_day_shows_the_caseload_of_that_day_and_says_so(installation, browser):
    reference = make_case(installation, REQUESTED)
    text = browser.text("/?as_at=2026-12-02")
    assert "As at Wednesday 2 December 2026." in text
    assert "This looks ahead" in text
    assert "2 days ago" in text
    assert tally(text)["Late"] == "1"
    assert f"/cases/{reference}?as_at=2026-12-02" in text
    before = browser.text("/?as_at=2026-10-01")
    assert "what is known now to have happened by then" in before
    assert "No open date" in before


def test_today_and_an_empty_day_need_no_banner(browser):
    assert "As at Monday" not in browser.text("/?as_at=2026-11-23")
    assert "As at Monday" not in browser.text("/?as_at=")


def test_a_day_that_is_none_is_refused_with_an_example(browser):
    for typed in ("tomorrow", "2026-02-30", "0202-01-01", "9999-12-31"):
        answer = browser.get(f"/?as_at={typed}")
        assert answer.status_code == 400
        assert "day" in answer.text


def test_an_empty_caseload_says_how_to_begin(browser):
    assert "bring in a spreadsheet" in browser.text("/")


def test_pages_follow_each_other_without_losing_or_repeating_a_case(installation, browser, monkeypatch):
    monkeypatch.setattr(caseload, "LINES_PER_PAGE", 2)
    made = {make_case(installation, REQUESTED) for _ in range(3)} | {make_case(installation) for _ in range(2)}
    seen: list[str] = []
    path: str | None = "/"
    while path:
        text = browser.text(path)
        seen += references(text)
        more = re.search(r'href="([^"]+)" rel="next"', text)
        path = more[1].replace("&amp;", "&") if more else None
    assert len(seen) == 5
    assert set(seen) == made


def test_a_place_in_the_list_that_is_not_ours_is_refused(browser):
    assert browser.get("/?after=somewhere").status_code == 400


def test_the_list_as_csv_holds_references_and_dates_and_opens_in_a_spreadsheet(installation, browser):
    reference = make_case(installation, REQUESTED)
    make_case(installation, REQUESTED_LONG_AGO, council=BARNET)
    answer = browser.get(f"/caseload.csv?council={LEEDS}")
    assert answer.content.startswith(b"\xef\xbb\xbfReference,Council,Stage")
    assert answer.headers["content-disposition"] == 'attachment; filename="caseload-2026-11-23.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    heads, line = csv_rows(browser, f"/caseload.csv?council={LEEDS}")
    row = dict(zip(heads, line, strict=True))
    assert (row["Reference"], row["Council"], row["Rule"]) == (reference, "Leeds", "REQ-02")
    assert (row["Next date"], row["Days until then"]) == ("2026-11-30", "7")
    assert (row["Next date in words"], row["Who owes it"]) == ("Monday 30 November 2026", "The council")
    assert (row["Late dates"], row["Due within 7 days"], row["As at"]) == ("0", "yes", "2026-11-23")


def test_the_list_as_a_workbook_holds_dates_as_dates(installation, browser):
    reference = make_case(installation, REQUESTED)
    heads, line = workbook(browser, "/caseload.xlsx")
    row = dict(zip(heads, line, strict=True))
    assert row["Reference"] == reference
    assert row["Next date"].date() == date(2026, 11, 30)
    assert row["Days until then"] == 7


def test_a_name_that_looks_like_a_formula_stays_a_text_in_both_files(installation):
    browser = signed_in(installation, "adviser", "=cmd|x")
    put_on_desk(installation, make_case(installation, REQUESTED), number_of(installation, "=cmd|x"), "@SUM(A1)")
    with installation.database.write() as unit:
        accounts.join_teams(unit, number_of_in(unit, "=cmd|x"), [accounts.team_named(unit, "@SUM(A1)")])
    heads, line = csv_rows(browser, "/caseload.csv")
    assert dict(zip(heads, line, strict=True))["Adviser"] == "'=Cmd|X"
    assert dict(zip(heads, line, strict=True))["Team"] == "'@SUM(A1)"
    book = openpyxl.load_workbook(io.BytesIO(browser.get("/caseload.xlsx").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "'=Cmd|X" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_a_view_is_saved_under_a_name_opened_renamed_and_removed(installation, browser):
    stalled = make_case(installation, REQUESTED_LONG_AGO)
    make_case(installation, REQUESTED)
    answer = browser.post("/caseload/views", flag="late", council=LEEDS, name="  Late in  Leeds ")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/?council={LEEDS}&flag=late&done=view-saved")
    text = browser.text("/")
    (address,) = re.findall(r'<a class="govuk-link" href="([^"]+)">Late in Leeds</a>', text)
    assert references(browser.text(address.replace("&amp;", "&"))) == [stalled]
    (view,) = re.findall(r"/caseload/views/(\d+)/rename", browser.text("/caseload/views"))
    assert browser.post(f"/caseload/views/{view}/rename", name="Leeds, late").status_code == 303
    assert "Leeds, late" in browser.text("/")
    assert browser.post(f"/caseload/views/{view}/remove").status_code == 303
    assert "You have no saved views." in browser.text("/caseload/views")


def test_a_view_belongs_to_its_owner_alone(installation, browser):
    browser.post("/caseload/views", flag="late", name="Mine alone")
    other = signed_in(installation, "read_only", "ro.reader")
    assert "Mine alone" not in other.text("/") + other.text("/caseload/views")
    (view,) = re.findall(r"/caseload/views/(\d+)/rename", browser.text("/caseload/views"))
    assert other.post(f"/caseload/views/{view}/rename", name="Theirs").status_code == 404
    assert other.post(f"/caseload/views/{view}/remove").status_code == 404
    assert "Mine alone" in browser.text("/")


def test_a_name_that_cannot_be_kept_is_said_at_its_field_and_stays_typed(browser):
    browser.post("/caseload/views", flag="late", name="Late")
    for typed, said in (("", "Enter a name for the view"), ("late", "already"), ("x" * 61, "60 characters or fewer")):
        answer = browser.post("/caseload/views", flag="silent", name=typed)
        text = " ".join(answer.text.split())
        assert answer.status_code == 422
        assert "<title>Error: Caseload" in text
        assert said in text
        assert f'value="{typed}"' in text or not typed
    (view,) = re.findall(r"/caseload/views/(\d+)/rename", browser.text("/caseload/views"))
    answer = browser.post(f"/caseload/views/{view}/rename", name=" ")
    assert answer.status_code == 422
    assert f'href="#name-{view}"' in answer.text


def test_a_view_of_filters_that_do_not_exist_is_not_saved(browser):
    assert browser.post("/caseload/views", flag="sleeping", name="Odd").status_code == 400
    assert "Odd" not in browser.text("/caseload/views")


def test_one_heading_stands_on_the_page(installation: Installation, browser: Browser) -> None:
    make_case(installation, REQUESTED)
    for path in ("/", "/?flag=late", "/caseload/views"):
        assert browser.get(path).text.count("<h1") == 1


def number_of_in(unit, name: str) -> int:
    found = accounts.find_account(unit, name)
    assert found
    return found.id


def csv_rows(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def workbook(browser: Browser, path: str) -> list[tuple]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
