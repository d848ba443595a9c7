"""The page on which an adviser makes, renews and ends the links of a family."""

import re

import pytest

from ehcp_workflow.services.calendars.feeds import make_for_family
from ehcp_workflow.services.installation import Installation
from tests.web.conftest import Browser, make_case

from .conftest import BORN, Phone


def address_in(page: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8350(/family/[\w-]+)", page)
    assert found
    return found[1]


def test_a_link_is_shown_once_when_it_is_made(browser: Browser, outside: Phone, case: str):
    page = browser.text(f"/cases/{case}/family")
    assert "They have no link that works." in page
    assert "Parent, Pat Parent" in page
    made = browser.post(f"/cases/{case}/family", person="1", asks="birth_date").text
    assert "It asks for the child&#39;s date of birth" in " ".join(made.split())
    assert "Sunday 21 February 2027" in made  # 90 days after Monday 23 November 2026
    assert outside.post(address_in(made), **BORN).status_code == 303
    again = browser.text(f"/cases/{case}/family")
    assert "Works until Sunday 21 February 2027" in again
    assert "/family/1-" not in again


def test_a_word_may_be_chosen_and_is_needed_then(browser: Browser, outside: Phone, case: str):
    for word, why in (("", "Enter the word"), ("cat", "at least 6 letters")):
        answer = browser.post(f"/cases/{case}/family", person="1", asks="word", word=word)
        assert answer.status_code == 422
        assert why in answer.text
        assert 'href="#word-1"' in answer.text
    made = browser.post(f"/cases/{case}/family", person="1", asks="word", word="blue kettle").text
    assert "blue kettle" not in made
    assert outside.post(address_in(made), word="blue kettle").status_code == 303


def test_a_link_is_renewed_and_ended(browser: Browser, outside: Phone, case: str):
    path = address_in(browser.post(f"/cases/{case}/family", person="1", asks="birth_date").text)
    assert browser.post(f"/cases/{case}/family/links/1/renew").headers["location"].endswith("?done=link-renewed")
    done = browser.post(f"/cases/{case}/family/links/1/end").headers["location"]
    assert "The link has ended. Nobody can use it any more." in browser.text(done)
    assert outside.get(path).status_code == 404


def test_a_link_and_a_calendar_of_another_case_cannot_be_ended_here(
    installation: Installation, browser: Browser, case: str
):
    browser.post(f"/cases/{case}/family", person="1", asks="birth_date")
    make_for_family(installation, case, 1, "an.adviser")
    other = make_case(installation)
    for part in ("links", "calendars"):
        assert browser.post(f"/cases/{other}/family/{part}/1/end").status_code == 404
        assert browser.post(f"/cases/{case}/family/{part}/1/end").status_code == 303


@pytest.mark.parametrize("person", ["2", "99", "x", ""])
def test_only_people_of_the_family_get_a_link(installation: Installation, browser: Browser, case: str, person: str):
    answer = browser.post(f"/cases/{case}/family", person=person, asks="birth_date")
    assert answer.status_code == (200 if person == "2" else 404)  # the second parent is of the family, too


def test_an_adviser_makes_and_ends_their_own_calendar(browser: Browser, outside: Phone, case: str):
    assert "Make the address" in browser.text("/account/calendar")
    page = browser.text(browser.post("/account/calendar").headers["location"])
    address = re.search(r'value="http://127\.0\.0\.1:8350(/calendar/[^"]+\.ics)"', page)
    assert address
    feed = outside.get(address[1])
    assert feed.status_code == 200
    assert outside.get(address[1], **{"If-None-Match": feed.headers["etag"]}).status_code == 304
    assert outside.get(address[1], "HEAD").content == b""
    assert outside.get(address[1], "POST").status_code == 403
    browser.post("/account/calendar", what="end")
    assert outside.get(address[1]).status_code == 404
