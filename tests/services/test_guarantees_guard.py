"""When a day brings more than can be right, the rest waits for a person."""

import pytest
from relay import Relay
from scenes import do, family, later, messages, rows
from sqlalchemy import text

from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import release
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.verifying import begin_verification


@pytest.fixture
def guarded(installation: Installation) -> Installation:
    """More than three messages on a day are too many."""
    guard = installation.policy.guard.model_copy(update={"at_least": 3})
    installation.policy = installation.policy.model_copy(update={"guard": guard})
    return installation


def _families(here: Installation, n: int) -> None:
    for number in range(n):
        family(here, f"p{number}@example.org")


def test_what_is_within_the_measure_goes(guarded: Installation):
    _families(guarded, 3)
    assert deliver(guarded, Relay().by()).sent == 3


def test_of_more_than_the_measure_the_measure_goes_and_the_rest_is_held_and_goes_when_released(guarded: Installation):
    _families(guarded, 6)
    relay = Relay()
    report = deliver(guarded, relay.by())
    assert (report.sent, report.held) == (3, 3)
    assert deliver(later(guarded, minutes=5), relay.by()).sent == 0
    release(guarded, None, None, "test")
    report = deliver(later(guarded, minutes=10), relay.by())  # a second look of the guard holds nothing released
    assert (report.sent, report.held) == (3, 0)
    assert len({message.to for message in relay.handed}) == 6


def test_the_urgent_go_first_and_the_oldest_of_the_rest(guarded: Installation):
    _families(guarded, 5)
    do(guarded, "UPDATE outbox SET priority = 0 WHERE person_id = 5")
    relay = Relay()
    deliver(guarded, relay.by(), senders=1)
    assert [message.to for message in relay.handed] == [f"p{n}@example.org" for n in (4, 0, 1)]


def test_released_messages_go_in_the_same_order_some_at_a_time(guarded: Installation):
    _families(guarded, 6)
    do(guarded, "UPDATE outbox SET state = 'held', held_why = 'too many'")
    do(guarded, "UPDATE outbox SET priority = 0 WHERE person_id = 6")
    relay = Relay()
    for _ in range(3):
        assert release(guarded, "too many", 2, "test") == 2
        deliver(guarded, relay.by(), senders=1)
    assert [message.to for message in relay.handed] == [f"p{n}@example.org" for n in (5, 0, 1, 2, 3, 4)]


def test_a_code_that_somebody_waits_for_goes_whatever_is_held(guarded: Installation):
    _families(guarded, 5)
    new = NewPerson("second_parent", (("email", "second@example.org"),), source="by phone")
    point = add_person(guarded, "EHC-2026-0001", new, "test").contact_point_ids[0]
    begin_verification(guarded, point, "test")
    relay = Relay()
    deliver(guarded, relay.by())
    assert "second@example.org" in {message.to for message in relay.handed}
    assert messages(guarded)["held"] == 2


def test_what_was_tried_already_is_not_held(guarded: Installation):
    _families(guarded, 5)
    do(guarded, "UPDATE outbox SET attempts = 1 WHERE person_id = 1")
    deliver(guarded, Relay().by())
    assert rows(guarded, "SELECT state FROM outbox WHERE person_id = 1") == [("accepted",)]


def test_the_measure_grows_with_what_is_usual(guarded: Installation):
    _families(guarded, 10)
    with guarded.database.write() as unit:  # ten usual days with three messages each: up to nine are no wonder
        for n in range(30):
            unit.execute(
                text(
                    "INSERT INTO outbox (key, person_id, channel, message, london_date, state, priority, next_at,"
                    " attempts, fence, finished_at) VALUES (:key, 1, 'email', 'family', :day, 'accepted', 1, :at,"
                    " 1, 1, :at)"
                ),
                {
                    "key": f"before:{n}",
                    "day": f"2026-11-{n // 3 + 2:02d}",
                    "at": f"2026-11-{n // 3 + 2:02d} 12:00:00+00",
                },
            )
    report = deliver(guarded, Relay().by())
    assert (report.sent, report.held) == (9, 1)
