"""Who is told in a case, in which words, and how; on both databases."""

from datetime import UTC, datetime

import pytest

from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import people, people_parts, people_points
from ehcp_workflow.store.people import Manner
from ehcp_workflow.store.people_history import Hand, changes_of
from ehcp_workflow.store.people_parts import Wishes

from installations import make_case

HAND = Hand("test", datetime(2026, 11, 23, 12, tzinfo=UTC))
FIRST, SECOND, YOUNG, ADVISER, SUPERVISOR, SCHOOL = range(1, 7)
ROLES = ("parent", "second_parent", "young_person", "adviser", "supervisor", "school")


@pytest.fixture
def family(installation: Installation) -> int:
    """A case with one person in each role, numbered 1 to 6 as ROLES has them; the number of the case."""
    record = make_case(installation, people=False)
    contacts = tuple(Contact(role, f"{role}@example.org", role.title(), "phone") for role in ROLES)
    with installation.database.write() as unit:
        add_contacts(installation, unit, record.id, contacts)
    return record.id


@pytest.mark.parametrize(
    ("audience", "holder", "told"),
    [
        (Audience.FAMILY, Holder.PARENT, [FIRST, SECOND]),
        (Audience.FAMILY, Holder.YOUNG_PERSON, [YOUNG]),
        (Audience.FAMILY, Holder.NOT_KNOWN, [FIRST, SECOND, YOUNG]),
        (Audience.ADVISER, Holder.YOUNG_PERSON, [ADVISER]),
        (Audience.SUPERVISOR, Holder.PARENT, [SUPERVISOR]),
        (Audience.OPERATOR, Holder.PARENT, []),
    ],
)
def test_those_are_told_whose_rights_or_work_it_is_and_never_the_school(
    installation: Installation, family: int, audience: Audience, holder: Holder, told: list[int]
):
    with installation.database.read() as unit:
        assert people.people_to_tell(unit, family, audience, holder) == told


def test_who_no_longer_plays_a_part_is_told_no_more_and_begins_again_when_it_is_given_back(
    installation: Installation, family: int
):
    with installation.database.write() as unit:
        assert people_parts.end_role(unit, family, FIRST, "parent", HAND)
        assert not people_parts.end_role(unit, family, FIRST, "parent", HAND)
        assert people.people_to_tell(unit, family, Audience.FAMILY, Holder.PARENT) == [SECOND]
        assert people_parts.begin_role(unit, family, FIRST, "parent", HAND, ended_too=True)
        assert people.people_to_tell(unit, family, Audience.FAMILY, Holder.PARENT) == [FIRST, SECOND]


def test_a_file_brings_back_no_part_that_ended(installation: Installation, family: int):
    with installation.database.write() as unit:
        people_parts.end_role(unit, family, FIRST, "parent", HAND)
        add_contacts(installation, unit, family, (Contact("parent", "parent@example.org", None, "a file"),))
        assert people.people_to_tell(unit, family, Audience.FAMILY, Holder.PARENT) == [SECOND]


@pytest.mark.parametrize(
    ("person", "audience"),
    [(FIRST, Audience.FAMILY), (ADVISER, Audience.ADVISER), (SUPERVISOR, Audience.SUPERVISOR)],
)
def test_each_is_written_to_in_the_words_of_their_part(
    installation: Installation, family: int, person: int, audience: Audience
):
    with installation.database.read() as unit:
        assert people.audience_of(unit, person) is audience


def test_an_advisers_address_is_one_person_in_all_cases_and_a_familys_one_in_each(
    installation: Installation, family: int
):
    other = make_case(installation, people=False)
    same = (Contact("parent", "Parent@example.org"), Contact("adviser", "ADVISER@example.org"))
    with installation.database.write() as unit:
        add_contacts(installation, unit, other.id, same)
        assert people.people_to_tell(unit, other.id, Audience.ADVISER) == [ADVISER]
        assert people.people_to_tell(unit, other.id, Audience.FAMILY) == [7]


def test_two_parents_with_one_address_are_two_people_whose_messages_say_nothing_of_the_case(
    installation: Installation, family: int
):
    with installation.database.write() as unit:
        add_contacts(installation, unit, family, (Contact("second_parent", "parent@example.org", "Other"),))
        assert people.manner_of(unit, FIRST) == Manner("en", "standard", neutral=True)
        assert people.manner_of(unit, 7).neutral
        assert not people.manner_of(unit, SECOND).neutral


def test_an_address_that_was_shared_once_says_nothing_of_the_case_for_good(installation: Installation, family: int):
    with installation.database.write() as unit:
        add_contacts(installation, unit, family, (Contact("second_parent", "parent@example.org", "Other"),))
        people_parts.end_role(unit, family, 7, "second_parent", HAND)
        assert people.manner_of(unit, FIRST).neutral  # who plays no part any more may read the mailbox still
        point = people_points.points_of(unit, installation.cipher, [7])[0].id
        people_points.replace_value(unit, installation.cipher, point, "new@example.org", HAND)
        assert people.manner_of(unit, FIRST).neutral


def test_one_address_in_two_cases_shares_nothing_within_either(installation: Installation, family: int):
    other = make_case(installation, people=False)
    with installation.database.write() as unit:
        add_contacts(installation, unit, other.id, (Contact("parent", "parent@example.org"),))
        assert not people.manner_of(unit, FIRST).neutral


def test_who_advises_and_supervises_from_one_address_gets_full_words(installation: Installation, family: int):
    with installation.database.write() as unit:
        add_contacts(installation, unit, family, (Contact("supervisor", "adviser@example.org"),))
        assert not people.manner_of(unit, ADVISER).neutral
        add_contacts(installation, unit, family, (Contact("parent", "adviser@example.org"),))
        assert people.manner_of(unit, ADVISER).neutral


def test_wishes_are_kept_one_by_one_and_stand_in_the_history(installation: Installation, family: int):
    with installation.database.write() as unit:
        people_parts.keep_wishes(unit, FIRST, Wishes(language="pl", never=("sms", "phone")), HAND)
        people_parts.keep_wishes(unit, FIRST, Wishes(format="large_print", neutral=True), HAND)
        people_parts.keep_wishes(unit, FIRST, Wishes(), HAND)
        assert people.manner_of(unit, FIRST) == Manner("pl", "large_print", neutral=True)
        assert people_parts.never_of(unit, FIRST) == ("phone", "sms")
        said = [change.what for change in changes_of(unit, FIRST)]
    assert said[-2:] == ["wishes: language pl; never by phone, sms", "wishes: format large_print; neutral messages"]


def test_the_case_page_shows_everybody_and_repr_shows_nobody(installation: Installation, family: int):
    with installation.database.read() as unit:
        shown = people.people_of_case(unit, installation.cipher, family)
    assert [(line.role, line.name, line.value) for line in shown[:2]] == [
        ("adviser", "Adviser", "adviser@example.org"),
        ("parent", "Parent", "parent@example.org"),
    ]
    assert "@" not in repr(shown)
    assert "Second_Parent" not in repr(shown)


def test_who_was_known_only_by_a_part_that_ended_is_not_shown(installation: Installation, family: int):
    with installation.database.write() as unit:
        people_parts.end_role(unit, family, SCHOOL, "school", HAND)
        assert "school" not in {line.role for line in people.people_of_case(unit, installation.cipher, family)}
