"""What people said of being written to: every word is kept, and a file does not undo what somebody said since."""

from datetime import UTC, datetime, timedelta

from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import consents, people, suppressions
from ehcp_workflow.store.consents import CASELOAD
from ehcp_workflow.store.contact_points import routes

from installations import PARENT, make_case

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOTH = ("reminders", "updates")


def test_every_word_is_kept_and_the_latest_holds(installation: Installation):
    make_case(installation)
    with installation.database.write() as unit:
        consents.withdraw(unit, 1, ("reminders",), "reply", "the person", NOW)
        consents.give(unit, 1, BOTH, "phone", "ann", NOW + timedelta(days=1))
        kept = [(a.purpose, a.given, a.source, a.by) for a in consents.answers_of(unit, 1)]
        latest = {answer.purpose: answer.given for answer in consents.latest_answers(unit, [1])}
    assert kept == [
        ("reminders", True, "by phone", CASELOAD),
        ("reminders", False, "reply", "the person"),
        ("reminders", True, "phone", "ann"),
        ("updates", True, "phone", "ann"),
    ]
    assert latest == {"reminders": True, "updates": True}


def test_a_file_does_not_undo_what_somebody_said_themselves(installation: Installation):
    record = make_case(installation)
    yes = (Contact("parent", PARENT, None, "the file"),)
    with installation.database.write() as unit:
        consents.withdraw(unit, 1, consents.PURPOSES, "unsubscribed", suppressions.THEMSELVES, NOW)
        assert not add_contacts(installation, unit, record.id, yes)
        assert routes(unit, 1, "reminders") == []


def test_a_file_may_take_back_what_a_file_said_and_saying_it_twice_is_nothing_new(installation: Installation):
    record = make_case(installation)
    yes, no = (Contact("parent", PARENT, None, "the file"),), (Contact("parent", PARENT, refused=True),)
    with installation.database.write() as unit:
        new = [add_contacts(installation, unit, record.id, said) for said in (yes, no, no, yes, yes)]
        assert [route.contact_point_id for route in routes(unit, 1, "reminders")] == [1]
    assert new == [False, True, False, True, False]


def test_a_no_before_any_yes_is_kept_once(installation: Installation):
    record = make_case(installation, people=False)
    no = (Contact("parent", PARENT, refused=True),)
    with installation.database.write() as unit:
        assert [add_contacts(installation, unit, record.id, no) for _ in range(2)] == [True, False]
        assert [(answer.purpose, answer.given) for answer in consents.answers_of(unit, 1)] == [("reminders", False)]


def test_a_file_brings_back_no_address_that_another_took_the_place_of(installation: Installation):
    from ehcp_workflow.services.people.changing import change_address

    record = make_case(installation)
    change_address(installation, 1, "new@example.org", "ann")
    with installation.database.write() as unit:
        add_contacts(installation, unit, record.id, (Contact("parent", PARENT, None, "the file"),))
        found = people.people_of_case(unit, installation.cipher, record.id)
    assert [line.value for line in found if line.role == "parent"] == ["new@example.org"]
