"""Consent, stops, safety, new addresses and roles as advisers change them; each change stands in the history."""

from datetime import time

import pytest

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added, NewPerson, add_person
from ehcp_workflow.services.people.agreeing import give_consent, withdraw_consent
from ehcp_workflow.services.people.changing import begin_role, change_address, end_role
from ehcp_workflow.services.people.listing import history_of, list_people
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.services.people.stopping import stop_address, stop_person, stop_point, take_up_again
from ehcp_workflow.services.people.wishes import keep_manner, keep_point_safe, keep_safe, read_hours
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.people_points import SafeUse

from .conftest import REFERENCE
from installations import make_case


def usable(installation: Installation, person_id: int = 1, purpose: str = "reminders") -> list[int]:
    with installation.database.read() as unit:
        return [route.contact_point_id for route in routes(unit, person_id, purpose)]


def what(installation: Installation, person_id: int = 1) -> list[str]:
    return [change.what for change in history_of(installation, person_id)]


def test_consent_is_given_and_taken_back_by_purpose(installation: Installation, pat: Added):
    give_consent(installation, 1, (), "phone, 3 May", "ann")
    withdraw_consent(installation, 1, ("reminders", "check_ins"), "letter", "ann")
    assert usable(installation) == [2]
    assert usable(installation, purpose="updates") == [1]
    assert what(installation)[-2:] == [
        "consent given: reminders, updates, check_ins",
        "consent withdrawn: reminders, check_ins",
    ]


@pytest.mark.parametrize(("purposes", "source"), [(("news",), "phone"), ((), ""), ((), "  ")])
def test_consent_needs_a_purpose_we_know_and_a_source(
    installation: Installation, pat: Added, purposes: tuple[str, ...], source: str
):
    with pytest.raises(BadInput):
        give_consent(installation, 1, purposes, source, "ann")
    with pytest.raises(NotFound, match="no contact point 9"):
        give_consent(installation, 9, (), "phone", "ann")


def test_a_stopped_contact_point_is_taken_up_again_before_it_can_be_agreed_to(installation: Installation, pat: Added):
    stop_point(installation, 1, Why.ASKED, "ann")
    assert usable(installation) == [2]
    with pytest.raises(Refused, match="--take-up-again"):
        give_consent(installation, 1, (), "phone", "ann")
    take_up_again(installation, 1, "ann")
    assert usable(installation) == [2]  # what they took back is asked anew
    give_consent(installation, 1, (), "phone", "ann")
    assert usable(installation) == [1, 2]
    with pytest.raises(Refused, match="was not stopped"):
        take_up_again(installation, 1, "ann")


def test_a_person_is_stopped_at_every_contact_point(installation: Installation, pat: Added):
    assert stop_person(installation, 1, Why.NOT_SAFE, "ann") == 2
    assert usable(installation) == []
    assert what(installation).count("contact point stopped: it is not safe") == 2
    with pytest.raises(NotFound, match="no person 9"):
        stop_person(installation, 9, Why.ASKED, "ann")


def test_an_address_is_stopped_in_every_case_however_it_is_written(installation: Installation, pat: Added):
    other = make_case(installation, people=False).reference
    same = (("email", "pat@example.org"),)
    add_person(installation, other, NewPerson("parent", same, None, "phone"), "ann")
    assert stop_address(installation, "email", "Pat@Example.org", Why.ASKED, "ann") == [1, 2]
    assert (usable(installation), usable(installation, 2)) == ([2], [])
    with pytest.raises(BadInput):
        stop_address(installation, "email", "not an address", Why.ASKED, "ann")
    take_up_again(installation, 1, "ann")
    give_consent(installation, 1, (), "phone", "ann")
    assert usable(installation) == [1, 2]


def test_another_address_takes_the_place_of_one_and_both_are_in_the_history(installation: Installation, pat: Added):
    new = change_address(installation, 2, "07700 900456", "ann")
    assert [line.value for line in list_people(installation, REFERENCE)] == ["pat@example.org", "+447700900456"]
    assert usable(installation) == [1, new]
    assert what(installation)[-1] == f"contact point replaced by {new}"
    with pytest.raises(Refused, match="Another took the place"):
        change_address(installation, 2, "07700 900789", "ann")
    with pytest.raises(Refused, match="has that contact point already"):
        change_address(installation, new, "07700900456", "ann")
    with pytest.raises(BadInput):
        change_address(installation, new, "pat@example.org", "ann")


def test_safe_contact_is_kept_for_the_person_and_for_each_contact_point(installation: Installation, pat: Added):
    keep_safe(installation, 1, ["phone", "sms"], [], neutral=True, by="ann")
    assert usable(installation) == [1]
    keep_safe(installation, 1, [], ["sms"], neutral=None, by="ann")
    keep_point_safe(installation, 1, SafeUse(do_not_use=True), "ann")
    assert usable(installation) == [2]
    line = list_people(installation, REFERENCE)[0]
    assert (line.never, line.manner.neutral, line.consent) == (("phone",), True, False)
    assert what(installation)[-1] == "safe contact: do not use"
    with pytest.raises(BadInput):
        keep_safe(installation, 1, ["pigeon"], [], neutral=None, by="ann")
    with pytest.raises(NotFound):
        keep_safe(installation, 9, ["sms"], [], neutral=None, by="ann")


def test_language_and_format_are_changed_one_at_a_time(installation: Installation, pat: Added):
    keep_manner(installation, 1, "cy", None, "ann")
    keep_manner(installation, 1, None, "easy_read", "ann")
    manner = list_people(installation, REFERENCE)[0].manner
    assert (manner.language, manner.format) == ("cy", "easy_read")


@pytest.mark.parametrize(
    "text", ["9", "09:00", "17:00-09:00", "09:00-09:00", "morning-night", "09:00+01:00-17:00+01:00"]
)
def test_hours_that_are_none_are_refused(text: str):
    with pytest.raises(BadInput, match="09:00-17:00"):
        read_hours(text)


@pytest.mark.parametrize("text", ["00:00-03:00", "01:00-03:29", "09:00-09:29", "02:00-02:45"])
def test_hours_in_which_nothing_would_ever_be_sent_are_refused(text: str):
    with pytest.raises(BadInput, match="Nothing is sent before 03:00"):
        read_hours(text)


@pytest.mark.parametrize("text", ["00:00-03:30", "09:00-09:30", "23:00-23:59"])
def test_hours_of_half_an_hour_after_three_are_enough(text: str):
    assert read_hours(text)[0] < read_hours(text)[1]


def test_hours_are_read_as_typed():
    assert read_hours("09:00-17:30") == (time(9), time(17, 30))
    assert read_hours("any") == (time(0), time(0))


def test_a_role_ends_and_begins_again(installation: Installation, pat: Added):
    end_role(installation, REFERENCE, 1, "parent", "ann")
    assert list_people(installation, REFERENCE) == ()
    with pytest.raises(NotFound, match="no such role"):
        end_role(installation, REFERENCE, 1, "parent", "ann")
    assert begin_role(installation, REFERENCE, 1, "parent", "ann")
    assert not begin_role(installation, REFERENCE, 1, "parent", "ann")
    assert what(installation)[-2:] == ["role ended: parent", "role begun: parent"]


def test_nobody_plays_a_part_that_would_mix_two_families_or_two_kinds_of_words(installation: Installation, pat: Added):
    other = make_case(installation, people=False).reference
    ann = add_person(installation, REFERENCE, NewPerson("adviser", (("email", "ann@example.org"),)), "ann").person_id
    with pytest.raises(Refused, match="person of its own"):
        begin_role(installation, other, 1, "parent", "ann")
    with pytest.raises(Refused, match="person of its own"):
        begin_role(installation, REFERENCE, 1, "adviser", "ann")
    with pytest.raises(Refused, match="person of its own"):
        begin_role(installation, REFERENCE, 1, "school", "ann")
    assert begin_role(installation, other, ann, "adviser", "ann")
    assert begin_role(installation, REFERENCE, 1, "young_person", "ann")
