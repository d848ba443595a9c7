"""When a message cannot go as planned: by another channel, on another day, or as a task for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.sending_hours import window_for
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.planner import Planner
from ehcp_workflow.store import notices
from ehcp_workflow.store.consents import has_ever_agreed
from ehcp_workflow.store.contact_points import Route
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.joining import Post, join
from ehcp_workflow.store.notices import Notice
from ehcp_workflow.store.outbox import Claim

SOON = timedelta(minutes=1)


def reroute(
    installation: Installation, unit: Unit, claimed: Claim, untold: Sequence[Notice], ways: Sequence[Route]
) -> None:
    """Let what a message had to tell go by the next safe way; where none is left it becomes a task for the adviser.

    Args:
        installation: the installation.
        unit: the transaction.
        claimed: the message that could not go.
        untold: its notices that still have to be told.
        ways: the contact points that may still be used, best first.
    """
    way = next((way for way in ways if Channel(way.channel).is_sent), None)
    planner = Planner(installation, unit)
    for notice in untold:
        if way and notice.person_id is not None:
            planner.post(notice.id, notice.person_id, way, Audience(notice.audience), urgent=claimed.urgent)
        else:
            notices.settle(unit, [notice.id], "undeliverable")
    if way is None:
        agreed = claimed.person_id is not None and has_ever_agreed(unit, claimed.person_id)
        if agreed or ways:
            make_tasks(installation, unit, untold, f"to be told by {ways[0].channel}" if ways else "no safe way left")


def make_tasks(installation: Installation, unit: Unit, untold: Sequence[Notice], why: str) -> None:
    """Make tasks of what families could not be told; nobody phones them to say that nothing has changed."""
    planner = Planner(installation, unit)
    for notice in untold:
        if notice.kind == AlertKind.UPDATE:
            notices.settle(unit, [notice.id], "satisfied")
        elif notice.audience == Audience.FAMILY:
            planner.make_task(notice.id, why)


def put_off(installation: Installation, unit: Unit, claimed: Claim, notice: Notice, until: datetime) -> None:
    """Give a silenced notice to the message of the first day after its silence; there it is looked at again."""
    window = window_for(installation.policy, installation.rulebook.calendar, claimed.message, urgent=False)
    post = Post(claimed.recipient, claimed.channel, claimed.message)
    join(unit, [notice.id], post, window.slots(until), installation.now())
