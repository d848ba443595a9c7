"""Telling the adviser that somebody stopped messages: one task for each case, whatever was waiting for that person."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from ehcp_workflow.cases.alerts import Alert, AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.planner import Planner
from ehcp_workflow.store import notices
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.owners import cases_of, drop_what_waits
from ehcp_workflow.store.people import audience_of

log = logging.getLogger(__name__)
STOPPED, ANSWERED, WRONG_ANSWERS = "stopped messages", "answered a text", "the family's page"


def tell_of_stop(installation: Installation, unit: Unit, people: Iterable[int], channel: str, which: str = "") -> None:
    """Let the advisers of some people know that messages on a channel were stopped, and how they are told from now on.

    Statutory dates still run: who can be reached by no message any more must be told by a person. An adviser or a
    supervisor who stops is the operator's to mend: each thing they are not told of is a task by itself.

    Args:
        installation: the installation.
        unit: the transaction.
        people: who stopped.
        channel: the channel.
        which: `old ` when it was an address that they have no more.
    """
    for person_id in people:
        if audience_of(unit, person_id) is not Audience.FAMILY:
            log.warning("Person %s, who works on cases, stopped messages. See: ehcp people history", person_id)
            continue
        ways = routes(unit, person_id, REMINDERS, installation.policy.must_be_verified)
        sent = next((way.channel for way in ways if Channel(way.channel).is_sent), None)
        if sent:
            why = f"stopped {which}{channel}; told by {sent} now"
        else:
            why = f"stopped {which}{channel}: phone or write"
            drop_what_waits(unit, person_id, installation.now(), until_agreed=not ways)
        _make_task(installation, unit, person_id, STOPPED, why)


def tell_of_answer(installation: Installation, unit: Unit, people: Iterable[int]) -> None:
    """Let the advisers of some people know that they answered a text; what they wrote is kept nowhere."""
    for person_id in people:
        _make_task(installation, unit, person_id, ANSWERED, "answered a text: ask what they need")


def tell_of_wrong_answers(installation: Installation, unit: Unit, person_id: int) -> None:
    """Let the advisers of somebody know that their link ended because somebody answered wrongly too often."""
    _make_task(installation, unit, person_id, WRONG_ANSWERS, "wrong answers on their page")


def _make_task(installation: Installation, unit: Unit, person_id: int, subject: str, why: str) -> None:
    """One task for each case of a person, once a day."""
    planner, today = Planner(installation, unit), installation.today()
    alert = Alert(AlertKind.TASK, Audience.FAMILY, subject, today.isoformat(), 0)
    for case_id in cases_of(unit, person_id):
        notice_id = notices.add(unit, alert, case_id, person_id, installation.now())
        if notice_id is not None:
            notices.settle(unit, [notice_id], "undeliverable")
            planner.make_task(notice_id, why)
