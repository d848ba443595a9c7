"""Asked on Monday 5 January 2026, twenty weeks end on Monday 25 May 2026."""

import re

from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.store import accounts
from ehcp_workflow.store.tables import CaseDeskRow
from tests.web.conftest import BARNET, make_case, on, signed_in

REQUEST = NewEvent("request_received", on("2026-01-05"))
IN_TIME, LATE = NewEvent("final_plan_sent", on("2026-05-25")), NewEvent("final_plan_sent", on("2026-05-26"))


def cells(text: str, head: str) -> list[str]:
    """What stands in the cells of the row that begins with a heading, tags taken away."""
    row = re.search(rf'<th scope="row"[^>]*>(?:<a [^>]*>)?{head}.*?</tr>', text)
    assert row, head
    found = re.findall(r"<td [^>]*>(.*?)</td>", row[0])
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in found]


def test_each_council_stands_beside_what_is_published_of_it(installation, browser):
    make_case(installation, REQUEST, IN_TIME)
    make_case(installation, REQUEST, LATE)
    make_case(installation, REQUEST, council=BARNET)
    text = browser.text("/councils")
    assert cells(text, "Leeds") == ["2", "0", "1 of 2 50%", "1 of 2 50%", "9.3%"]
    assert cells(text, "Barnet")[:3] == ["1", "1", "none"]
    assert cells(text, "All councils") == ["3", "1", "1 of 2 50%", "1 of 2 50%", "England 2025: 46.1%"]
    assert "Source: Department for Education" in text
    assert "Open Government Licence v3.0" in text
    assert '<a class="govuk-link" href="/councils/383?year=2026">Leeds</a>' in text


def test_the_page_of_a_council_shows_its_figures_as_pictures_and_the_same_in_tables(installation, browser):
    make_case(installation, REQUEST, IN_TIME)
    make_case(installation, REQUEST, LATE)
    text = browser.text("/councils/383")
    assert '<desc id="shares-words">Counted here, 2026: 1 of 2 (50%). Published for Leeds, 2019: ' in text
    assert cells(text, "2026") == ["1 of 2 50%", "1 of 2 50%", "0", "not known here"]
    assert cells(text, "2024") == ["none", "none", "0", "9.3%"]
    assert cells(text, "Send the final plan")[2:4] == ["Leeds 2024: 9.3% England 2025: 46.1%", "0"]
    assert cells(text, "Plan issued")[0] == "2"
    assert 'href="/?council=383"' in text
    assert "style=" not in text.split("<main")[1]


def test_another_year_is_asked_for_and_one_that_is_none_is_refused(installation, browser):
    asked = NewEvent("request_received", on("2025-03-03"))
    make_case(installation, asked, NewEvent("final_plan_sent", on("2025-07-21")))
    assert cells(browser.text("/councils?year=2025"), "Leeds")[2] == "1 of 1 100%"
    assert cells(browser.text("/councils"), "Leeds")[2] == "none"
    assert browser.get("/councils?year=soon").status_code == 400


def test_the_link_to_the_caseload_shows_the_cases_of_the_council_and_no_others(installation, browser):
    here = make_case(installation, REQUEST)
    elsewhere = make_case(installation, REQUEST, council=BARNET)
    text = browser.text("/?council=383")
    assert here in text
    assert elsewhere not in text


def test_a_council_of_which_nothing_is_known_is_not_found(browser):
    assert browser.get("/councils/999").status_code == 404


def test_an_empty_caseload_has_nothing_to_say_of_councils(browser):
    assert "There are no cases yet" in browser.text("/councils")


def test_no_case_is_counted_for_somebody_who_may_not_see_it(installation, browser):
    make_case(installation, REQUEST, IN_TIME)
    with installation.database.write() as unit:
        unit.add(CaseDeskRow(case_id=1, team_id=accounts.team_named(unit, "north")))
    assert "There are no cases yet" in browser.text("/councils")
    assert cells(signed_in(installation, "adviser", "bo", "north").text("/councils"), "Leeds")[0] == "1"
    assert cells(signed_in(installation, "supervisor").text("/councils"), "Leeds")[0] == "1"


def test_who_sees_no_cases_sees_no_councils(installation, stranger):
    assert signed_in(installation, "operator").get("/councils").status_code == 403
    assert signed_in(installation, "read_only").get("/councils").status_code == 200
    assert stranger.get("/councils").status_code == 303
