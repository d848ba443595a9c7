"""What an adviser is told of a task: for whom, what it is about and until when, why, and how to go about it."""

from datetime import time

import pytest
from relay import NOBODY, SPAM, Relay
from scenes import family, later

from ehcp_workflow.law.when import When
from ehcp_workflow.messages.outgoing import Outgoing
from ehcp_workflow.services.casework import record_event
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.wishes import keep_point_safe
from ehcp_workflow.services.stop_tasks import tell_of_answer
from ehcp_workflow.store.people_points import SafeUse

from installations import ADVISER, PARENT, make_case

CASE = "EHC-2026-0001"


def digest(installation: Installation) -> Outgoing:
    """The adviser's message of the next morning, or of now."""
    relay = Relay()
    deliver(later(installation, days=1), relay.by())
    return next(message for message in relay.handed if message.to == ADVISER)


def a_phone(installation: Installation, **rules: object) -> int:
    """A case whose family is told by phone: the answer to its request is due on Monday 30 November 2026."""
    record = make_case(installation, people=False)
    add_person(installation, record.reference, NewPerson("adviser", (("email", ADVISER),)), by="test")
    new = NewPerson("second_parent", (("phone", "07700 900123"),), source="by phone")
    added = add_person(installation, record.reference, new, by="test")
    keep_point_safe(installation, added.contact_point_ids[0], SafeUse(**rules), by="test")  # type: ignore[arg-type]
    record_event(installation, CASE, NewEvent("request_received", When.parse("2026-10-19")), by="test")
    return added.person_id


def test_who_is_told_by_phone_is_named_by_part_and_number_with_the_date(installation: Installation):
    person = a_phone(installation)
    text = digest(installation).text
    assert f"{CASE}: Tell the family whether it will assess" in text
    assert (
        f"\nFor: second parent, person {person}.\nThe date is Monday 30 November 2026, in 6 days.\nPhone them.\n"
        in text
    )
    assert "07700" not in text


def test_the_hours_of_a_phone_and_that_no_word_may_be_left_are_said(installation: Installation):
    a_phone(installation, hours=(time(9), time(15)), no_voicemail=True)
    assert "\nPhone them. Phone between 09:00 and 15:00 only. Leave no message.\n" in digest(installation).text


def test_where_any_hour_will_do_no_hours_are_said(installation: Installation):
    a_phone(installation, hours=(time(0), time(0)))
    assert "Phone them.\n" in digest(installation).text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (NOBODY, "Find a safe way to reach them: there is none left."),
        (SPAM, "A message to them was given up. Tell them yourself."),
    ],
)
def test_whom_no_message_reached_is_to_be_reached_otherwise(installation: Installation, answer, words):
    family(installation, adviser=ADVISER)
    relay = Relay()
    relay.before = lambda: relay.answers.append(answer) if not relay.handed else None  # the parent's goes first
    deliver(installation, relay.by(), senders=1)
    assert relay.handed[0].to == PARENT
    text = digest(installation).text
    assert words in text
    assert "For: parent, person " in text


def test_an_answer_to_a_text_says_what_to_do_and_no_date(installation: Installation):
    family(installation, adviser=ADVISER)
    deliver(installation, Relay().by())
    with installation.database.write() as unit:
        tell_of_answer(installation, unit, [1])
    text = digest(installation).text
    assert f"{CASE}: Answered a text\nFor: parent, person 1.\nThey answered a text: ask what they need.\n" in text
