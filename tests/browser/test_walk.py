"""The first five minutes of somebody who has never seen it, by keyboard only, in the demo's caseload."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ehcp_workflow.services.accounts.demo_password import DEMO_PASSWORD
from ehcp_workflow.services.demo.family_page import WORD
from ehcp_workflow.store.tables import CheckInRow
from tests.browser.keys import follow, press, tab_to, write, write_date
from tests.browser.site import DESKTOP, PHONE, family_address
from tests.browser.test_pages import TAGS

SAMPLE = Path(__file__).parents[2] / "examples" / "published_timelines.csv"


@pytest.fixture(scope="module")
def page(site, chrome):
    """One window for the whole walk; each test goes on where the one before it stopped."""
    context = chrome.new_context(viewport=dict(zip(("width", "height"), DESKTOP, strict=True)), locale="en-GB")
    context.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    page = context.new_page()
    page.goto(site.address)
    yield page
    context.close()


def said(page):
    return " ".join(page.locator("main").inner_text().split())


def shuts_nobody_out(page):
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def picture(page):
    return page.get_by_role("img", name="From the request to the plan").first.text_content()


def test_1_they_sign_in(page):
    write(page, page.get_by_label("Name you sign in with"), "adviser")
    write(page, page.get_by_label("Password", exact=True), DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Caseload", level=1)).to_be_visible()
    assert "Signed in as Ada Adviser" in " ".join(page.locator("body").inner_text().split())


def test_2_the_most_urgent_case_is_the_first(page):
    first = page.locator(".app-cases tbody tr").first
    assert "EHC-2026-0007" in first.inner_text()
    assert "Overdue" in first.inner_text()
    follow(page, "EHC-2026-0007")
    expect(page.get_by_role("heading", name="EHC-2026-0007", level=1)).to_be_visible()


def test_3_they_can_say_why_its_date_is_what_it_is(page):
    # The request came on Sunday 28 June 2026; 20 weeks (140 days) later is Sunday 15 November 2026.
    assert "Sunday 15 November 2026 10 days ago" in said(page)
    tab_to(page, page.locator("summary").filter(has_text="How we worked this out").first)
    page.keyboard.press("Enter")
    text = said(page)
    assert "Start: The council received a request for an assessment." in text
    assert "Sunday 28 June 2026" in text
    assert "Count 20 weeks. The day it starts from does not count" in text
    assert page.get_by_role("link", name="SI 2014/1530 reg 13(2)").first.is_visible()


def test_4_a_letter_about_the_delay_is_made(page):
    follow(page, "Letters and papers")
    with page.expect_download() as waited:
        tab_to(page, page.get_by_role("link", name="Word : The plan is late"))
        page.keyboard.press("Enter")
    assert waited.value.suggested_filename.endswith(".docx")
    assert "EHC-2026-0007" in waited.value.suggested_filename
    assert "Charlie" not in waited.value.suggested_filename
    follow(page, "The plan is late", exact=True)
    assert "late by 10 days" in said(page)
    shuts_nobody_out(page)
    page.go_back()


def test_5_the_letter_that_came_today_is_recorded_after_a_look_at_what_will_change(page):
    follow(page, "Overview")
    assert "The council sent the final plan" not in picture(page)
    press(page, "Record what happened")
    follow(page, "The council sent the final plan")
    write_date(page, "When did it happen?", "25", "11", "2026")
    write(page, page.get_by_label("Where do you know it from? (optional)"), "letter that came today")
    press(page, "See what will change")
    text = said(page)
    assert "Nothing is saved yet." in text
    shuts_nobody_out(page)
    assert "Done late" in text
    # Two months from Wednesday 25 November 2026.
    assert "Monday 25 January 2027 in 61 days" in text
    press(page, "Save")
    expect(page.get_by_text("Recorded. The dates below follow from it.")).to_be_visible()


def test_6_the_picture_has_changed(page):
    assert "The council sent the final plan" in picture(page)
    assert "4 records of what happened" in picture(page)


def test_7_it_is_corrected_and_the_old_record_is_kept(page):
    follow(page, "History")
    follow(page, "The council sent the final plan, Wednesday 25 November 2026")
    shuts_nobody_out(page)
    write_date(page, "When did it happen?", "20", "11", "2026")
    press(page, "See what will change")
    # Two months from Friday 20 November 2026.
    assert "Wednesday 20 January 2027" in said(page)
    press(page, "Save")
    expect(page.get_by_text("Corrected. The old record is kept in the history.")).to_be_visible()
    follow(page, "History")
    assert "Friday 20 November 2026" in said(page)
    assert "Wednesday 25 November 2026" in said(page)


def test_8_the_chronology_is_printed(page, tmp_path):
    follow(page, "Letters and papers")
    follow(page, "The chronology of the case")
    assert "The council sent the final plan" in said(page)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Pages").is_visible(), "only the paper itself is printed"
    assert page.get_by_role("heading", name="Chronology of EHC-2026-0007").is_visible()
    page.pdf(path=tmp_path / "chronology.pdf", format="A4")
    page.emulate_media(media="screen")


def test_9_the_sample_is_imported_after_a_look_at_every_row(page):
    follow(page, "Import", exact=True)
    tab_to(page, page.locator("input[type=file]"))
    page.locator("input[type=file]").set_input_files(SAMPLE)  # what stands in the system's own window of files
    press(page, "Upload")
    expect(page.get_by_role("heading", name="What the columns mean")).to_be_visible()
    shuts_nobody_out(page)
    press(page, "See what would happen")
    assert "19" in said(page)
    shuts_nobody_out(page)
    press(page, "Import")
    expect(page.get_by_text("Imported. Nothing is sent until it is released.")).to_be_visible()
    shuts_nobody_out(page)


def test_they_sign_out_and_nothing_is_left_to_see(page):
    press(page, "Sign out")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "EHC-2026" not in page.content()


def test_a_family_says_on_a_phone_that_help_was_not_given(site, window):
    page = window(PHONE, None).new_page()
    page.goto(family_address(site))
    write(page, page.get_by_label("What is the word you agreed?"), WORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your page")).to_be_visible()
    press(page, "None of it")
    expect(page.get_by_text("Your answer is kept.")).to_be_visible()
    with site.installation.database.read() as unit:
        answers = [tuple(row.answers.values()) for row in unit.query(CheckInRow).order_by(CheckInRow.id)]
    assert answers[-1] == ("none",)


def test_a_date_that_is_none_is_said_first_and_leads_to_its_field(site, window):
    page = window(PHONE).new_page()
    page.goto(f"{site.address}/cases/EHC-2026-0003/events/new?kind=decision_to_assess_notified")
    write_date(page, "When did it happen?", "31", "11", "2026")
    press(page, "See what will change")
    assert page.title().startswith("Error: ")
    shuts_nobody_out(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.value") == "31", "the field that is wrong, with what was typed"
