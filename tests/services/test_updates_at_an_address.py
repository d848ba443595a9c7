"""Who agreed to updates only gets updates; who has an address for each gets each there; an update is never a task."""

from __future__ import annotations

from relay import SPAM, Relay
from scenes import do, family, rows, tasks_of

from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.services.people.agreeing import give_consent
from ehcp_workflow.services.planning.round import plan_round

from installations import PARENT, make_case, on_day

CASE, OTHER = "EHC-2026-0001", "other@example.org"


def _wants_updates(here: Installation, channel: str = "email", address: str = PARENT) -> None:
    """Somebody in a case in which nothing but an update is due before the middle of December."""
    make_case(here, ("request_received", "2026-11-20"), people=False)
    new = NewPerson("parent", ((channel, address),), source="by phone", purposes=("updates",))
    add_person(here, CASE, new, "test")


def _two_weeks_later(here: Installation) -> Installation:
    due = on_day(here, "2026-12-07")
    plan_round(due)
    return due


def _updates(here: Installation) -> list[str]:
    return [state for (state,) in rows(here, "SELECT state FROM notices WHERE kind = 'update'")]


def test_who_agreed_to_updates_only_gets_them_and_nobody_a_task(installation: Installation):
    _wants_updates(installation)
    due, relay = _two_weeks_later(installation), Relay()
    deliver(due, relay.by())
    assert [message.to for message in relay.handed] == [PARENT]
    assert (_updates(due), tasks_of(due).total()) == (["told"], 0)


def test_an_update_that_is_refused_is_no_task_and_no_trouble(installation: Installation):
    _wants_updates(installation)
    due = _two_weeks_later(installation)
    deliver(due, Relay([SPAM]).by())
    assert (_updates(due), tasks_of(due).total()) == (["satisfied"], 0)


def test_nobody_telephones_to_say_that_nothing_has_changed(installation: Installation):
    _wants_updates(installation, "phone", "07700 900123")
    due = _two_weeks_later(installation)
    assert (_updates(due), tasks_of(due).total()) == (["undeliverable"], 0)


def test_an_update_that_has_no_way_left_is_no_task(installation: Installation):
    _wants_updates(installation)
    due, relay = _two_weeks_later(installation), Relay()
    do(due, "UPDATE contact_points SET stopped_at = valid_from")
    deliver(due, relay.by())
    assert relay.handed == []
    assert (_updates(due), tasks_of(due).total()) == (["satisfied"], 0)


def test_an_update_is_dropped_from_a_message_to_an_address_that_is_for_reminders_only(installation: Installation):
    """The answer is due on 1 January; a week before it the update is due too, and is wanted at another address."""
    record = family(installation, PARENT, ("request_received", "2026-11-20"))
    new = NewPerson("parent", (("email", PARENT), ("email", OTHER)))
    give_consent(
        installation,
        add_person(installation, record.reference, new, "t").contact_point_ids[1],
        ["updates"],
        "by phone",
        "t",
    )
    do(installation, "UPDATE people SET next_update_on = '2026-12-25'")
    due, relay = on_day(installation, "2026-12-25"), Relay()  # a week before the answer is due
    plan_round(due)
    assert len(_updates(due)) == 1
    deliver(due, relay.by())
    assert [message.to for message in relay.handed] == [PARENT]
    assert _updates(due) == ["satisfied"]
