"""People are put into a case with what they agreed to, and what cannot be meant is refused without repeating it."""

import pytest

from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added, NewPerson, add_person
from ehcp_workflow.services.people.listing import history_of, list_people
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.services.people.stopping import stop_address, stop_point
from ehcp_workflow.store.people_parts import Wishes

from .conftest import REFERENCE

KIM = (("email", "kim@example.org"),)


def test_somebody_is_listed_with_every_way_they_gave(installation: Installation, pat: Added):
    first, second = list_people(installation, REFERENCE)
    assert (first.role, first.name, first.value, first.consent) == ("parent", "Pat Parent", "pat@example.org", True)
    assert second.point
    assert (second.person_id, second.value, second.point.purposes) == (1, "+447700900123", ("reminders",))


def test_a_yes_at_an_address_its_owner_stopped_is_refused_and_without_it_they_are_added(
    installation: Installation, pat: Added
):
    stop_address(installation, "email", "pat@example.org", Why.ASKED, "ann")
    stop_point(installation, 2, Why.ASKED, "ann")
    stopped = (("email", "pat@example.org"),), (("sms", "07700 900123"),)
    for role, contacts in (("parent", stopped[0]), ("second_parent", stopped[0]), ("parent", stopped[1])):
        with pytest.raises(Refused, match="--take-up-again") as refused:
            add_person(installation, REFERENCE, NewPerson(role, (*KIM, *contacts), None, "phone"), "ann")
        assert "example.org" not in str(refused.value)
    assert len(list_people(installation, REFERENCE)) == 2
    add_person(installation, REFERENCE, NewPerson("second_parent", stopped[0]), "ann")
    assert len(list_people(installation, REFERENCE)) == 3


def test_without_a_word_of_agreement_a_family_is_not_written_to_and_an_adviser_is(
    installation: Installation, pat: Added
):
    add_person(installation, REFERENCE, NewPerson("young_person", KIM), "ann")
    add_person(installation, REFERENCE, NewPerson("supervisor", (("email", "sam@example.org"),)), "ann")
    assert {line.role: line.consent for line in list_people(installation, REFERENCE)} == {
        "parent": True,
        "young_person": False,
        "supervisor": True,
    }


def test_a_further_way_to_reach_somebody_known_makes_no_second_person(installation: Installation, pat: Added):
    contacts = (("whatsapp", "+44 7700 900123"), ("phone", "0113 496 0000"))
    again = add_person(installation, REFERENCE, NewPerson("parent", contacts, None, "phone"), "ann")
    assert again == Added(1, (3, 4))
    assert [line.channel for line in list_people(installation, REFERENCE)] == ["email", "sms", "whatsapp", "phone"]


def test_two_people_of_one_part_and_address_do_not_become_one_without_a_word(installation: Installation, pat: Added):
    email = (("email", "pat@example.org"),)
    with pytest.raises(Refused, match="second_parent") as refused:
        add_person(installation, REFERENCE, NewPerson("parent", email, "Kim Secret"), "ann")
    assert not any(name in str(refused.value) for name in ("Kim", "Pat", "pat@"))
    for name in ("pat  PARENT", None):
        assert add_person(installation, REFERENCE, NewPerson("parent", email, name), "ann").person_id == 1
    assert add_person(installation, REFERENCE, NewPerson("second_parent", email, "Kim Secret"), "ann").person_id == 2


def test_language_format_and_safety_come_along(installation: Installation, pat: Added):
    wishes = Wishes("pl", "large_print", neutral=True, never=("phone",))
    add_person(installation, REFERENCE, NewPerson("second_parent", KIM, wishes=wishes), "ann")
    line = list_people(installation, REFERENCE)[-1]
    assert (line.role, line.manner.language, line.manner.format) == ("second_parent", "pl", "large_print")
    assert (line.manner.neutral, line.never) == (True, ("phone",))


@pytest.mark.parametrize(
    "new",
    [
        NewPerson("Pat Parent", KIM),
        NewPerson("parent", ()),
        NewPerson("parent", (("email", "secret at example.org"),)),
        NewPerson("parent", (("sms", "0113 496 0000"),)),
        NewPerson("parent", (("secret@example.org", "x"),)),
        NewPerson("parent", (("organisation", "ops#1"),)),
        NewPerson("parent", KIM, "secret" * 50),
        NewPerson("parent", KIM, None, "phone", ("secret",)),
        NewPerson("parent", KIM, None, " "),
        NewPerson("parent", KIM, wishes=Wishes(language="Secret")),
        NewPerson("parent", KIM, wishes=Wishes(format="secret")),
        NewPerson("parent", KIM, wishes=Wishes(never=("secret",))),
    ],
)
def test_what_cannot_be_meant_is_refused_without_repeating_it_and_adds_nobody(
    installation: Installation, pat: Added, new: NewPerson
):
    with pytest.raises(BadInput) as refused:
        add_person(installation, REFERENCE, new, "ann")
    said = str(refused.value).lower()
    assert not any(word in said for word in ("secret", "496", "pat parent", "kim@"))
    assert len(list_people(installation, REFERENCE)) == 2


def test_nobody_is_added_to_a_case_that_is_not_there(installation: Installation):
    with pytest.raises(NotFound, match="EHC-2026-0099"):
        add_person(installation, "EHC-2026-0099", NewPerson("parent", KIM), "ann")


def test_neither_history_nor_repr_holds_a_name_or_an_address(installation: Installation, pat: Added):
    what = [change.what for change in history_of(installation, pat.person_id)]
    assert what == [
        "role begun: parent",
        "contact point added: email",
        "contact point added: sms",
        "consent given: reminders",
        "consent given: reminders",
    ]
    assert "kim" not in repr(NewPerson("parent", KIM, "Kim"))
    with pytest.raises(NotFound, match="no person 99"):
        history_of(installation, 99)
