"""A task ends when what it was about is over or was told after all, and what was told by hand is not sent again."""

import pytest
from relay import ACCEPTED, SPAM, Relay
from scenes import family, later, rows, tasks_of

from ehcp_workflow.errors import Refused
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, checks
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.outbox_desk import finish_task, retry_message
from ehcp_workflow.services.people.agreeing import give_consent, withdraw_consent

from installations import PARENT, on_day

CASE = "EHC-2026-0001"


def _ends(here: Installation) -> list[str | None]:
    return [by for (by,) in rows(here, "SELECT done_by FROM tasks ORDER BY id")]


def test_a_yes_after_a_no_between_planning_and_sending_is_heard_and_the_task_closes(installation: Installation):
    family(installation)
    withdraw_consent(installation, 1, ["reminders"], "by phone", "test")
    deliver(installation, Relay().by())
    assert _ends(installation) == [None]
    wednesday, relay = on_day(installation, "2026-11-25"), Relay()
    give_consent(wednesday, 1, ["reminders"], "by phone", "test")
    checks.check_deadlines(wednesday)
    deliver(wednesday, relay.by())
    assert [message.to for message in relay.handed] == [PARENT]
    assert _ends(wednesday) == ["told by message"]


def test_a_task_to_tell_of_a_date_closes_when_the_date_is_met(installation: Installation):
    family(installation)
    deliver(installation, Relay([SPAM]).by())
    assert tasks_of(installation).total() == 1
    decided = NewEvent("decision_to_assess_notified", When.parse("2026-11-23"))
    casework.record_event(later(installation, hours=1), CASE, decided, by="test")
    assert _ends(installation) == ["no longer needed"]


def test_a_task_to_tell_of_a_date_stays_while_the_date_runs(installation: Installation):
    family(installation)
    deliver(installation, Relay([SPAM]).by())
    checks.check_deadlines(on_day(installation, "2026-11-24"))
    assert _ends(installation) == [None]


def test_what_was_told_by_hand_is_not_sent_again(installation: Installation):
    family(installation)
    deliver(installation, Relay([SPAM]).by())
    finish_task(installation, 1, "ann")
    with pytest.raises(Refused, match="told by hand"):
        retry_message(installation, 1)


def test_a_message_that_is_tried_again_with_success_closes_its_task(installation: Installation):
    family(installation)
    deliver(installation, Relay([SPAM]).by())
    retry_message(installation, 1)
    deliver(later(installation, minutes=1), Relay([ACCEPTED]).by())
    assert _ends(installation) == ["told by message"]
