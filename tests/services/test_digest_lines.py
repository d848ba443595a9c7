"""The lines of a digest: what reads the same stands there once, and a supervisor is told why."""

from __future__ import annotations

from relay import Relay

from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.adding import NewPerson, add_person
from ehcp_workflow.store import notices

from installations import ADVISER, make_case

BOSS = "a.supervisor@example.org"


def test_advice_asked_of_two_on_one_day_is_one_line_and_both_are_told(installation: Installation):
    """Asked on Monday 26 October 2026, due from both by Monday 7 December, in 14 days."""
    record = make_case(installation, ("request_received", "2026-09-07"), ("decision_to_assess_notified", "2026-10-12"))
    for about in ("health", "social_care"):
        asked = NewEvent("advice_request_received", When.parse("2026-10-26"), about=about)
        casework.record_event(installation, record.reference, asked, by="test")
    relay = Relay()
    deliver(installation, relay.by())
    (digest,) = [message for message in relay.handed if message.to == ADVISER]
    assert digest.text.count("Give the advice the council asked for") == 1
    assert digest.subject == "1 thing to check"
    with installation.database.read() as unit:
        # Satisfied: that parent and adviser were to be told of the answer, until it was recorded.
        assert notices.count_by_state(unit) == {"told": 2, "satisfied": 2}


def test_a_supervisor_is_not_told_that_nobody_confirmed_what_stands_still(installation: Installation):
    """The answer to a request of Monday 14 September was due on Monday 26 October, 28 days ago."""
    record = make_case(installation, people=False)
    add_person(installation, record.reference, NewPerson("supervisor", (("email", BOSS),)), by="test")
    asked = NewEvent("request_received", When.parse("2026-09-14"))
    casework.record_event(installation, record.reference, asked, by="test")
    relay = Relay()
    deliver(installation, relay.by())
    (message,) = relay.handed
    assert message.subject == "1 thing to look into"
    assert "stand still" in message.text
    assert "Nobody has confirmed" not in message.text
