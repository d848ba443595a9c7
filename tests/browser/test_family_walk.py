"""A family on a phone: the door, the page, help in two taps, messages, the calendar, leaving; by keyboard, and axe."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from ehcp_workflow.services.demo.family_page import WORD
from tests.browser.site import NARROW, PHONE, Site, family_address
from tests.browser.test_pages import TAGS

Windows = Callable[..., BrowserContext]
NEUTRAL = "https://www.bbc.co.uk/weather"


@pytest.fixture
def address(site: Site) -> str:
    return family_address(site)


def enter(page: Page, address: str) -> None:
    """Give the word by keyboard alone."""
    page.goto(address)
    page.get_by_label("What is the word you agreed?").focus()
    page.keyboard.type(WORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your page").wait_for()


def problems(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


def test_the_door_and_a_wrong_answer_can_be_used_by_everybody(window: Windows, address: str):
    page = window(NARROW, None).new_page()
    page.goto(address)
    assert problems(page) == []
    page.get_by_label("What is the word you agreed?").fill("green kettle")
    page.get_by_role("button", name="Go on").click()
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="That is not what we have.").click()
    assert page.evaluate("document.activeElement.id") == "word"
    page.evaluate("window.scrollTo(0, 0)")  # the button to leave stays on top of whatever is scrolled under it
    assert problems(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_help_is_answered_messages_stopped_and_a_calendar_made(
    window: Windows, address: str, scripts: bool, site: Site
):
    page = window(PHONE, None, java_script_enabled=scripts).new_page()
    enter(page, address)
    page.get_by_role("button", name="None of it").first.click()
    page.get_by_text("Your answer is kept.").wait_for()
    page.get_by_text("You said: none of it").first.wait_for()
    page.get_by_role("link", name="Stop or change messages").click()
    page.get_by_label("2 weeks").check()
    page.get_by_role("button", name="Start the break").click()
    page.get_by_text("We send you nothing before Wednesday 9 December 2026.").wait_for()
    page.get_by_role("button", name="End the break now").click()
    page.get_by_role("link", name="Back to your page").click()
    page.get_by_role("link", name="Put your dates in your calendar").click()
    page.get_by_role("button", name="Make a calendar link").click()
    feed = page.get_by_label("Your calendar link", exact=True).input_value()
    assert page.request.get(feed).headers["content-type"] == "text/calendar; charset=utf-8"
    page.get_by_role("button", name="End this link").click()
    page.get_by_text("The calendar link has ended.").wait_for()


def test_leaving_quickly_leads_away_and_going_back_asks_again(window: Windows, address: str):
    page = window(PHONE, None).new_page()
    enter(page, address)
    with page.expect_request(NEUTRAL):
        page.get_by_role("button", name="Leave this page quickly").click()
    page.goto(address)
    page.get_by_label("What is the word you agreed?").wait_for()


def test_pressing_shift_three_times_leaves(window: Windows, address: str):
    page = window(PHONE, None).new_page()
    enter(page, address)
    page.locator("[data-govuk-exit-this-page-init]").wait_for()
    with page.expect_request(NEUTRAL):
        for _ in range(3):
            page.keyboard.press("Shift")


def test_nothing_is_asked_of_a_third_party(window: Windows, address: str, site: Site):
    context = window(PHONE, None)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    enter(context.new_page(), address)
    assert address in asked
    assert {url for url in asked if not url.startswith(site.address)} == set()
