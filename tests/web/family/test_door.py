"""Nothing of anybody before the right answer; nothing after it to whoever has no part, no link, or another cookie."""

import logging
import re

import pytest

from ehcp_workflow.services.family.links import make_link, revoke_link
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.changing import end_role
from ehcp_workflow.store import accesses, casebook
from ehcp_workflow.web.public import hide_tokens
from tests.web.conftest import make_case

from .conftest import BORN, PARENT, Phone

PRIVATE = ("EHC", "Amina", "Pat", "Sasha", "example.org", "Leeds", "383", "speech", "plan", "council", "2018", "school")


def test_the_door_says_nothing_of_anybody(outside: Phone, path: str):
    page = outside.get(path)
    assert page.status_code == 200
    assert "What is the child&#39;s date of birth?" in page.text
    for word in PRIVATE:
        assert word not in page.text.replace(path, "")
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize("part", ["", "/messages", "/calendar"])
def test_every_page_asks_first(outside: Phone, path: str, part: str):
    assert "date of birth" in outside.get(path + part).text
    assert "Your page" not in outside.get(path + part).text


@pytest.mark.parametrize("part", ["/help", "/messages/stop", "/messages/break", "/calendar"])
def test_every_form_asks_first(installation: Installation, outside: Phone, path: str, part: str):
    answer = outside.post(path + part, line="F1", given="none", days="7")
    assert (answer.status_code, answer.headers["location"]) == (303, path)


def test_the_right_answer_gives_a_cookie_for_these_pages_alone_and_only_until_the_browser_is_closed(
    outside: Phone, path: str
):
    answer = outside.post(path, **BORN)
    cookie = answer.headers["set-cookie"].lower()
    assert "; path=/family" in cookie
    for wish in ("httponly", "samesite=strict"):
        assert wish in cookie
    for lasting in ("max-age", "expires"):
        assert lasting not in cookie
    assert "<h1" in outside.get(path).text
    assert "Your page" in outside.get(path).text


def test_wrong_answers_are_said_in_constant_words_wait_and_end_the_link(outside: Phone, path: str):
    said = [outside.post(path, **BORN | {"born-year": str(year)}) for year in range(2010, 2015)]
    assert [answer.status_code for answer in said] == [422] * 4 + [429]
    assert len({re.sub(r"\s+", " ", answer.text) for answer in said[:4]}) == 1
    assert "<title>Error: " in said[0].text
    assert "That is not what we have." in said[0].text
    assert "2010" not in said[0].text
    assert "Wait 15 minutes." in said[4].text
    assert outside.post(path, **BORN).status_code == 429


def test_what_cannot_be_a_date_is_not_counted(installation: Installation, outside: Phone, path: str):
    for _ in range(12):
        answer = outside.post(path, **BORN | {"born-month": "13"})
        assert (answer.status_code, "Write the day, the month and the year in numbers." in answer.text) == (422, True)
    assert outside.post(path, **BORN).status_code == 303


def test_a_link_that_ended_or_never_was_says_the_same_before_and_after_the_answer(
    installation: Installation, outside: Phone, phone: Phone, case: str, path: str
):
    assert "Your page" in phone.get(path).text
    revoke_link(installation, case, 1)
    over = phone.get(path)
    wrong = outside.get("/family/1-0123456789abcdef0123456789abcdef")
    assert (over.status_code, wrong.status_code) == (404, 404)
    assert over.text == wrong.text
    assert "This link does not work" in over.text
    for word in PRIVATE:
        assert word not in over.text


def test_whose_part_ended_sees_nothing_at_once(installation: Installation, phone: Phone, case: str, path: str):
    end_role(installation, case, 1, "parent", "an.adviser")
    assert phone.get(path).status_code == 404


def test_the_cookie_of_one_family_opens_no_other_page(installation: Installation, phone: Phone):
    other = make_case(installation, contacts=(PARENT,))
    theirs = make_link(installation, other, 3, "an.adviser").address.rpartition("/")[2]
    page = phone.get(f"/family/{theirs}")
    assert (page.status_code, "date of birth" in page.text) == (200, True)


def test_a_form_without_its_mark_changes_nothing(installation: Installation, phone: Phone, path: str):
    phone.csrf = "guessed"
    answer = phone.post(f"{path}/messages/stop")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "We use this." in phone.get(f"{path}/messages").text


def test_leaving_ends_the_visit_and_leads_to_a_neutral_page(phone: Phone, path: str):
    cookie = dict(phone.cookies)
    answer = phone.get(f"{path}/leave")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://www.bbc.co.uk/weather")
    assert phone.cookies == {}
    phone.cookies = cookie
    assert "date of birth" in phone.get(path).text


def test_the_page_leaks_its_address_to_nobody(phone: Phone, path: str):
    page = phone.get(path)
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.findall(r"""(?:src|href|action)=["'](?:https?:)?//""", page.text)
    record = logging.LogRecord("uvicorn.access", 20, "", 1, "%s", (f"GET {path}/messages HTTP/1.1",), None)
    hide_tokens(record)
    assert path.removeprefix("/family/") not in record.getMessage()


def test_looks_and_changes_are_written_down_without_the_address(
    installation: Installation, phone: Phone, case: str, path: str
):
    phone.post(f"{path}/help", line="F1", given="none")
    with installation.database.read() as unit:
        id_ = casebook.find_case(unit, installation.cipher, case).id
        found = [(one.who, one.what, one.changed) for one in accesses.accesses_of(unit, id_)]
    assert found[:2] == [("person 1", "POST /family/{token}/help", True), ("person 1", "GET /family/{token}", False)]


def test_a_word_is_asked_for_where_one_was_agreed(installation: Installation, outside: Phone, case: str):
    made = make_link(installation, case, 1, "an.adviser", word="blue kettle")
    path = "/family/" + made.address.rpartition("/")[2]
    assert "What is the word you agreed?" in outside.get(path).text
    assert outside.post(path).status_code == 422
    assert outside.post(path, word="Blue kettle ").status_code == 303
