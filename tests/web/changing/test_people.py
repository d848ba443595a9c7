"""The people of a case: who they are, how they may be reached safely, and what they agreed to."""

import pytest

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.listing import list_people
from ehcp_workflow.store.people import CasePerson
from tests.web.changing.conftest import CASE
from tests.web.conftest import Browser, make_case

PEOPLE = f"{CASE}/people"


def _parent(installation: Installation) -> list[CasePerson]:
    return [line for line in list_people(installation, "EHC-2026-0001") if line.role == "parent"]


def test_somebody_is_added_with_what_they_agreed_to(browser: Browser, installation: Installation, case: str):
    typed = {
        "role": "young_person",
        "name": "Kim Example",
        "channel": "sms",
        "address": "07700 900123",
        "agreed": "phone, 3 May",
        "purposes": "reminders",
        "language": "cy",
        "format": "large_print",
        "neutral": "yes",
        "never": "whatsapp",
    }
    added = browser.post(f"{PEOPLE}/new", **typed)
    assert added.headers["location"] == f"{PEOPLE}?done=saved", added.text
    line = next(line for line in list_people(installation, case) if line.role == "young_person")
    assert (line.name, line.value, line.manner.language, line.never) == (
        "Kim Example",
        "+447700900123",
        "cy",
        ("whatsapp",),
    )
    assert line.point.purposes == ("reminders",)
    page = browser.text(PEOPLE)
    assert "only that there is something to read" in page
    assert "Reminders of dates" in page


def test_what_is_missing_is_said_beside_its_field(browser: Browser, case: str):
    answer = browser.post(f"{PEOPLE}/new", name="Kim Example")
    assert answer.status_code == 422
    assert "Error: Add somebody" in answer.text
    for field in ("role", "channel", "address"):
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error"' in answer.text
    assert 'value="Kim Example"' in answer.text


def test_an_address_that_is_none_is_refused_beside_the_address(browser: Browser, case: str):
    answer = browser.post(f"{PEOPLE}/new", role="parent", channel="email", address="not an address")
    assert answer.status_code == 422
    assert 'id="address-error"' in answer.text


def test_consent_is_withdrawn_and_given(browser: Browser, installation: Installation, case: str):
    point = _parent(installation)[0].point.id
    browser.post(f"{PEOPLE}/points/{point}/agreed", answer="withdraw", source="phone, 23 November")
    assert _parent(installation)[0].point.purposes == ()
    browser.post(f"{PEOPLE}/points/{point}/agreed", answer="give", purposes="updates", source="phone, 24 November")
    assert _parent(installation)[0].point.purposes == ("updates",)


def test_a_second_way_to_reach_them_is_added_agreed_to_and_put_first(
    browser: Browser, installation: Installation, case: str
):
    person = _parent(installation)[0].person_id
    browser.post(
        f"{PEOPLE}/{person}/points/new", channel="sms", address="07700900123", agreed="phone", purposes="reminders"
    )
    first, second = _parent(installation)
    assert (first.channel, second.channel, second.point.purposes) == ("email", "sms", ("reminders",))
    browser.post(f"{PEOPLE}/points/{second.point.id}/first")
    assert [line.channel for line in _parent(installation)] == ["sms", "email"]


def test_safe_use_another_address_and_stopping(browser: Browser, installation: Installation, case: str):
    point = _parent(installation)[0].point.id
    browser.post(f"{PEOPLE}/points/{point}/safe", hours="09:00-15:00", rules="no_voicemail")
    kept = _parent(installation)[0].point
    assert (f"{kept.hours_from:%H:%M}", kept.no_voicemail, kept.do_not_use) == ("09:00", True, False)
    browser.post(f"{PEOPLE}/points/{point}/change", address="new@example.org")
    new = _parent(installation)[0].point
    assert (new.value, f"{new.hours_to:%H:%M}", new.purposes) == ("new@example.org", "15:00", ("reminders",))
    browser.post(f"{PEOPLE}/points/{new.id}/stop", why="not_safe", where="here")
    assert _parent(installation)[0].point.stopped_why == "it is not safe"
    browser.post(f"{PEOPLE}/points/{new.id}/again")
    assert _parent(installation)[0].point.stopped_why is None


def test_a_code_is_sent_and_a_wrong_one_is_refused_beside_its_field(
    browser: Browser, installation: Installation, case: str
):
    point = _parent(installation)[0].point.id
    sent = browser.post(f"{PEOPLE}/points/{point}/code")
    assert sent.headers["location"] == f"{PEOPLE}?done=code-sent"
    answer = browser.post(f"{PEOPLE}/points/{point}/verify", code="wrong")
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text


def test_a_part_is_ended_and_a_person_stopped(browser: Browser, installation: Installation, case: str):
    person = _parent(installation)[0].person_id
    browser.post(f"{PEOPLE}/{person}/manner", language="pl", format="easy_read", neutral="no", never="sms")
    line = _parent(installation)[0]
    assert (line.manner.language, line.manner.format, line.never) == ("pl", "easy_read", ("sms",))
    browser.post(f"{PEOPLE}/{person}/stop", why="asked")
    assert _parent(installation)[0].point.stopped_why == "they asked for it"
    browser.post(f"{PEOPLE}/{person}/parts", role="parent", now="end")
    assert _parent(installation) == []


def test_a_way_that_is_never_to_be_used_is_not_the_only_one(browser: Browser, installation: Installation, case: str):
    typed = {"role": "school", "channel": "email", "address": "office@example.org", "language": "en"}
    refused = browser.post(f"{PEOPLE}/new", **typed, format="standard", neutral="no", never="email")
    assert refused.status_code == 422
    assert "The only way to reach them is one that is never to be used." in refused.text
    person = _parent(installation)[0].person_id
    browser.post(f"{PEOPLE}/{person}/manner", language="en", format="standard", neutral="no", never="sms")
    refused = browser.post(f"{PEOPLE}/{person}/points/new", channel="sms", address="07700 900123")
    assert refused.status_code == 422
    assert "For them this is never to be used" in refused.text
    assert [line.value for line in _parent(installation)] == ["a.parent@example.org"]


def test_a_language_in_which_there_are_no_words_is_said(browser: Browser, installation: Installation, case: str):
    person = _parent(installation)[0].person_id
    assert "There are no messages in" not in browser.get(PEOPLE).text
    browser.post(f"{PEOPLE}/{person}/manner", language="cy", format="standard", neutral="no")
    assert "There are no messages in cy, so they are in English and say so." in browser.get(PEOPLE).text


@pytest.mark.parametrize("part", ["manner", "parts", "stop", "points/new"])
def test_somebody_of_another_case_is_not_to_be_found_from_this_one(
    browser: Browser, installation: Installation, case: str, part: str
):
    make_case(installation)
    person = _parent(installation)[0].person_id
    assert browser.get(f"/cases/EHC-2026-0002/people/{person}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["agreed", "safe", "change", "verify", "stop"])
def test_a_contact_point_of_another_case_is_not_to_be_found_from_this_one(
    browser: Browser, installation: Installation, case: str, part: str
):
    make_case(installation)
    point = _parent(installation)[0].point.id
    assert browser.get(f"/cases/EHC-2026-0002/people/points/{point}/{part}").status_code == 404
    assert browser.get(f"{CASE}/people/points/{point}/{part}").status_code == 200
