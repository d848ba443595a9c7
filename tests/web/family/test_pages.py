"""The page of a family on a phone: what happens, what they can do, help in two taps, messages, a calendar."""

import re

import pytest
from icalendar import Calendar

from ehcp_workflow.services.family.links import make_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.services.people.wishes import keep_manner
from ehcp_workflow.store import tasks

from .conftest import BORN, Phone


def test_the_page_says_what_happens_and_names_nobody(phone: Phone, path: str):
    page = phone.text(path)
    assert "There is a plan. The council must see that its help is given." in page
    for word in ("EHC", "Amina", "Pat", "Sasha", "Leeds", "example.org"):
        assert word not in page


def test_what_is_late_comes_with_its_day_and_what_can_be_done(installation: Installation, outside: Phone, waiting: str):
    path = "/family/" + make_link(installation, waiting, 1, "an.adviser").address.rpartition("/")[2]
    outside.post(path, **BORN)
    page = outside.text(path)
    assert "The last day was Monday 16 November 2026, 7 days ago." in page
    assert "This is late: The council must say if it will do an assessment." in page
    assert "You can complain to the council." in page
    assert "This is not a government service. It gives facts, not legal advice." in page


def test_help_is_answered_with_two_taps_named_in_words_and_corrected(
    installation: Installation, phone: Phone, path: str, case: str
):
    page = phone.text(path)
    assert "Tell us about Monday 16 November 2026 to Friday 20 November 2026." in page
    assert "Speech and language therapy (F1)" in page
    assert "The plan says: 1 hour a week in term time" in page
    for answer, words in (("none", "none of it"), ("all", "all of it")):
        sent = phone.post(f"{path}/help", line="F1", given=answer)
        assert sent.headers["location"] == f"{path}?done=help"
        page = phone.text(f"{path}?done=help")
        assert "Your answer is kept." in page
        assert f"You said: {words}" in page


@pytest.mark.parametrize("fields", [{"line": "F9", "given": "all"}, {"line": "F1", "given": "perhaps"}, {}])
def test_what_was_not_asked_is_not_kept(phone: Phone, path: str, fields: dict[str, str]):
    assert phone.post(f"{path}/help", **fields).headers["location"] == path
    assert "You said" not in phone.text(path)


def test_messages_show_the_readers_own_ways_and_only_as_much_as_they_know(phone: Phone, path: str):
    page = phone.text(f"{path}/messages")
    assert "By e-mail to a…@example.org" in page
    assert "amina.parent" not in page
    assert "second.parent" not in page
    assert "s…@" not in page


def test_messages_can_be_stopped_and_the_adviser_has_a_task(
    installation: Installation, phone: Phone, path: str, case: str
):
    done = phone.post(f"{path}/messages/stop", channel="email").headers["location"]
    assert done == f"{path}/messages?done=stopped"
    page = phone.text(done)
    assert "This is stopped. Your adviser is told." in page
    assert "We do not use this. If you want it, ask your adviser." in page
    assert "Stop all messages" not in page
    parent = next(one for one in list_people(installation, case) if one.role == "parent")
    second = next(one for one in list_people(installation, case) if one.role == "second_parent")
    assert (parent.consent, second.consent) == (False, True)
    with installation.database.read() as unit:
        assert [task.why for task in tasks.open_tasks(unit)] == ["stopped email: phone or write"]


def test_all_messages_can_be_stopped_at_once(installation: Installation, phone: Phone, path: str, case: str):
    assert "Stop all messages" in phone.text(f"{path}/messages")
    page = phone.text(phone.post(f"{path}/messages/stop").headers["location"])
    assert "Messages are stopped." in page


def test_a_break_begins_and_ends(phone: Phone, path: str):
    phone.get(f"{path}/messages")
    page = phone.text(phone.post(f"{path}/messages/break", days="14").headers["location"])
    assert "We send you nothing before Monday 7 December 2026." in page
    assert "How long?" not in page
    page = phone.text(phone.post(f"{path}/messages/break", days="end").headers["location"])
    assert "The break is over." in page
    assert "How long?" in page


@pytest.mark.parametrize("days", ["", "365", "-7", "x"])
def test_a_break_of_no_length_is_an_error_beside_the_question(phone: Phone, path: str, days: str):
    answer = phone.post(f"{path}/messages/break", days=days)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#days"' in answer.text


def test_a_calendar_is_made_read_by_a_program_and_ended(phone: Phone, path: str):
    phone.get(f"{path}/calendar")
    page = phone.get(phone.post(f"{path}/calendar").headers["location"]).text
    address = re.search(r'value="http://127.0.0.1:8350(/calendar/[^"]+\.ics)"', page)
    assert address
    feed = phone.get(address[1])
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    titles = {str(event["SUMMARY"]) for event in Calendar.from_ical(feed.content).walk("VEVENT")}
    assert titles == {"A date about your application"}
    phone.post(f"{path}/calendar", what="end")
    assert phone.get(address[1]).status_code == 404


def test_a_code_in_the_address_that_is_not_ours_says_nothing(phone: Phone, path: str):
    assert "notification-banner" not in phone.text(f"{path}?done=<b>hello</b>")


def test_a_reader_of_polish_reads_polish(installation: Installation, outside: Phone, path: str):
    keep_manner(installation, 1, "pl", None, "an.adviser")
    assert '<html lang="pl"' in outside.get(path).text
    outside.post(path, **BORN)
    assert '<html lang="pl"' in outside.get(path).text


def test_a_reader_of_a_language_we_do_not_write_reads_english(installation: Installation, outside: Phone, path: str):
    keep_manner(installation, 1, "cy", None, "an.adviser")
    assert '<html lang="en"' in outside.get(path).text
