"""What is said of an address holds for all who have it; a new address is one person's, and the others are named."""

from datetime import time

import pytest
from sqlalchemy import select

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import Added, NewPerson, add_person
from ehcp_workflow.services.people.changing import StillThere, change_address, still_at
from ehcp_workflow.services.people.listing import history_of
from ehcp_workflow.services.people.wishes import Reach, keep_point_safe, keep_safe
from ehcp_workflow.store.people_points import SafeUse
from ehcp_workflow.store.tables import ContactPointRow, PersonRow

from .conftest import REFERENCE
from installations import make_case

SAME = ("email", "Pat@example.org")


@pytest.fixture
def shared(installation: Installation, pat: Added) -> Installation:
    """Person 1's e-mail (1) is also that of person 2 in the same case (3) and of person 3 in another case (4)."""
    add_person(installation, REFERENCE, NewPerson("second_parent", (SAME,), None, "phone"), "ann")
    other = make_case(installation, people=False).reference
    add_person(installation, other, NewPerson("parent", (SAME,), None, "phone"), "ann")
    return installation


def points(installation: Installation) -> list[ContactPointRow]:
    with installation.database.read() as unit:
        return list(unit.scalars(select(ContactPointRow).order_by(ContactPointRow.id)))


def neutral(installation: Installation) -> list[bool]:
    with installation.database.read() as unit:
        return list(unit.scalars(select(PersonRow.neutral).order_by(PersonRow.id)))


def last(installation: Installation, person_id: int) -> str:
    return history_of(installation, person_id)[-1].what


def test_an_address_that_is_not_safe_is_not_safe_for_anybody_who_has_it(shared: Installation):
    rules = SafeUse(do_not_use=True, no_voicemail=True, hours=(time(9), time(15)))
    assert keep_point_safe(shared, 1, rules, "ann") == Reach(people=3, cases=2)
    kept = [(row.do_not_use, row.no_voicemail, row.hours_from, row.hours_to) for row in points(shared)]
    safe, untouched = (True, True, time(9), time(15)), (False, False, None, None)
    assert kept == [safe, untouched, safe, safe]
    said = "safe contact: do not use, no voicemail, only 09:00 to 15:00"
    assert [last(shared, person) for person in (1, 2, 3)] == [said] * 3


def test_an_address_that_was_replaced_is_left_as_it_was(shared: Installation):
    change_address(shared, 4, "kim@example.org", "ann")
    assert keep_point_safe(shared, 1, SafeUse(do_not_use=True), "ann") == Reach(people=2, cases=1)
    assert not points(shared)[3].do_not_use


def test_neutral_words_are_for_everybody_at_one_of_the_persons_addresses(shared: Installation):
    assert keep_safe(shared, 1, [], [], neutral=True, by="ann") == Reach(people=3, cases=2)
    assert neutral(shared) == [True, True, True]
    assert [last(shared, person) for person in (1, 2, 3)] == ["wishes: neutral messages"] * 3


def test_full_words_and_channels_are_one_persons_own(shared: Installation):
    keep_safe(shared, 1, [], [], neutral=True, by="ann")
    assert keep_safe(shared, 1, ["sms"], [], neutral=False, by="ann") == Reach(people=1, cases=1)
    assert neutral(shared) == [False, True, True]
    with shared.database.read() as unit:
        assert [row.never for row in unit.scalars(select(PersonRow).order_by(PersonRow.id))] == [["sms"], [], []]


def test_who_still_has_an_address_that_changed_for_one_is_named_and_left(shared: Installation):
    change_address(shared, 1, "new@example.org", "ann")
    assert still_at(shared, 1) == [StillThere(3, 2, ("EHC-2026-0001",)), StillThere(4, 3, ("EHC-2026-0002",))]
    assert [row.valid_to is None for row in points(shared)][2:4] == [True, True]
