"""Messages of which nobody knows whether they arrived: the same bytes again, or asked after, or tried once more."""

import pytest
from relay import ACCEPTED, BUSY, SILENT, Relay
from scenes import family, later, messages, tasks_of, told

from ehcp_workflow.services.delivery import LEASE, deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.changing import change_address
from ehcp_workflow.store import outbox

from installations import PARENT


@pytest.fixture
def parent(installation: Installation) -> Installation:
    """One parent with one thing to hear, seven days before a limit."""
    family(installation)
    return installation


def test_who_may_have_a_message_gets_the_same_bytes_after_a_server_that_was_then_busy(parent: Installation):
    relay = Relay()
    for answer, days in ((SILENT, 0), (BUSY, 0.01), (ACCEPTED, 0.02)):
        relay.answers = [answer]
        deliver(later(parent, days=days), relay.by())
    first, *others = relay.handed
    assert len(others) == 2
    assert all(other == first for other in others)


def test_a_worker_that_dies_before_it_asks_leaves_a_message_in_doubt(parent: Installation):
    relay = Relay([SILENT], can_be_asked=True, resend_unknown=False)
    deliver(parent, relay.by())
    soon = later(parent, minutes=5)
    with soon.database.write() as unit:
        assert outbox.claim(unit, soon.now(), LEASE, "email", 10)  # claimed, and never seen again
    relay.arrived = {message.reference: ACCEPTED for message in relay.handed}
    handed = len(relay.handed)
    deliver(later(parent, minutes=20), relay.by())
    assert len(relay.handed) == handed
    assert messages(parent).keys() <= {"accepted", "cancelled"}


def test_a_provider_that_has_the_message_is_not_sent_it_again(parent: Installation):
    relay = Relay([SILENT], can_be_asked=True, resend_unknown=False)
    deliver(parent, relay.by())
    relay.arrived = {message.reference: ACCEPTED for message in relay.handed}
    handed = len(relay.handed)
    assert deliver(later(parent, minutes=3), relay.by()).sent == handed
    assert len(relay.handed) == handed


def test_a_provider_that_has_not_got_the_message_is_sent_it_once(parent: Installation):
    relay = Relay([SILENT], can_be_asked=True, resend_unknown=False)
    deliver(parent, relay.by())
    deliver(later(parent, minutes=3), relay.by())
    deliver(later(parent, minutes=6), relay.by())
    first, second = relay.handed
    assert first == second


def test_a_message_stays_unknown_while_its_provider_cannot_be_asked(parent: Installation):
    relay = Relay([SILENT], can_be_asked=True, resend_unknown=False, cannot_be_asked_now=True)
    deliver(parent, relay.by())
    handed = len(relay.handed)
    deliver(later(parent, minutes=3), relay.by())
    deliver(later(parent, minutes=15), relay.by())
    assert len(relay.handed) == handed
    assert set(messages(parent)) <= {"unknown", "cancelled"}


def test_a_text_in_doubt_waits_four_hours_is_tried_once_more_and_then_becomes_a_task(installation: Installation):
    family(installation)
    relay = Relay([SILENT] * 5, resend_unknown=False, provider="seven")
    deliver(installation, relay.by())
    deliver(later(installation, hours=3, minutes=59), relay.by())
    assert len(relay.handed) == 1
    deliver(later(installation, hours=4, minutes=1), relay.by())
    assert len(relay.handed) == 2
    assert messages(installation)["dead"] == 1
    for days in (1, 2, 3):
        deliver(later(installation, days=days), relay.by())
    assert len(relay.handed) == 2
    assert tasks_of(installation).total() == 1


def test_words_that_nobody_knows_the_end_of_are_given_up_after_two_days_and_somebody_is_to_phone(
    installation: Installation,
):
    family(installation)
    relay = Relay([SILENT], can_be_asked=True, resend_unknown=False, cannot_be_asked_now=True)
    deliver(installation, relay.by())
    deliver(later(installation, days=1, hours=23), relay.by())
    assert messages(installation) == {"unknown": 1}
    deliver(later(installation, days=2, hours=1), relay.by())
    assert messages(installation)["dead"] == 1
    assert told(installation)["expired"] == 1
    assert tasks_of(installation).total() == 1
    assert len(relay.handed) == 1


def test_what_is_in_doubt_at_an_old_address_is_told_at_the_new_one_in_a_message_of_its_own(parent: Installation):
    relay = Relay([SILENT])
    deliver(parent, relay.by())
    change_address(parent, 1, "new@example.org", "test")
    deliver(later(parent, minutes=3), relay.by())
    deliver(later(parent, days=1), relay.by())  # they may have had today's
    first, second = relay.handed
    assert (first.to, second.to) == (PARENT, "new@example.org")
    assert first.reference != second.reference
