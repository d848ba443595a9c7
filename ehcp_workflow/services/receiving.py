"""What follows when a provider or a mailbox tells how a message ended.

Everything follows from the receipts that are kept and never from the order in which they came: that a message reached
nobody outweighs that it was delivered, and a second copy of a receipt changes nothing.
"""

from __future__ import annotations

from datetime import timedelta

from ehcp_workflow.services.delivery import rerouting
from ehcp_workflow.services.delivery.recording import note_accepted
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stopping import complain
from ehcp_workflow.store import contact_points, notices, receipts
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.receipts import CAME_TO_NOTHING, COMPLAINT, DELIVERED, LOST, PERMANENT, TEMPORARY, Receipt
from ehcp_workflow.store.receipts import Concerned as Message

LOOKED_BACK = timedelta(days=14)
"""How far back messages are looked at for receipts that came too early."""


def take(installation: Installation, unit: Unit, receipt: Receipt) -> str | None:
    """Keep a receipt, and do what follows from it.

    Returns:
        What it came to: `delivered`, `failed`, `complaint`, or `kept` when nothing follows, or not yet. None for a
        second copy, and for a receipt that is about none of our messages.
    """
    outbox_id = receipts.keep(unit, receipt, installation.now())
    if outbox_id is None:
        return None
    if receipt.status == COMPLAINT:
        point = receipts.concerned(unit, outbox_id).claimed.contact_point_id
        if point is not None:
            complain(installation, unit, point)
        return COMPLAINT
    return conclude(installation, unit, outbox_id) or "kept"


def conclude(installation: Installation, unit: Unit, outbox_id: int) -> str | None:
    """Bring a message to the end that its receipts tell; None when it is there already, or is still being sent."""
    message = receipts.concerned(unit, outbox_id)
    if message.state == "sending":
        return None
    point = message.claimed.contact_point_id
    if PERMANENT in message.told and point is not None:
        contact_points.hard_bounce(unit, point, f"bounced ({message.told[PERMANENT]})", installation.now())
    worst = next((status for status in CAME_TO_NOTHING if status in message.told), None)
    if message.state not in receipts.ANSWERED:
        return None
    if worst:
        _fail(installation, unit, message, worst)
        return "failed"
    if DELIVERED in message.told and message.state != "delivered":
        _arrived(installation, unit, message)
        return "delivered"
    return None


def _fail(installation: Installation, unit: Unit, message: Message, status: str) -> None:
    """What the message told goes the next safe way, or becomes a task."""
    claimed, code = message.claimed, message.told[status]
    receipts.mark(unit, claimed.id, "failed", installation.now())
    receipts.untell(unit, claimed.id)
    if status == TEMPORARY and claimed.contact_point_id is not None:
        contact_points.soft_bounce(unit, claimed.contact_point_id, installation.now())
    untold = notices.notices_of(unit, claimed.id)
    if status == LOST:  # a second try would meet the same trouble, and nothing says that it is not ours
        notices.settle(unit, [notice.id for notice in untold], "undeliverable")
        rerouting.make_tasks(installation, unit, untold, f"given up ({code})")
    elif claimed.person_id is not None:
        ways = contact_points.routes(unit, claimed.person_id, REMINDERS, installation.policy.must_be_verified)
        others = [way for way in ways if way.contact_point_id != claimed.contact_point_id]
        rerouting.reroute(installation, unit, claimed, untold, others)


def _arrived(installation: Installation, unit: Unit, message: Message) -> None:
    if message.state == "unknown":
        note_accepted(installation, unit, message.claimed)
    receipts.mark(unit, message.claimed.id, "delivered", installation.now())
    if message.claimed.contact_point_id is not None:
        contact_points.arrived(unit, message.claimed.contact_point_id)


def conclude_early(installation: Installation) -> dict[str, int]:
    """Do what follows from receipts that came before their message was known to be handed over; how many of each."""
    with installation.database.read() as unit:
        waiting = receipts.pending(unit, installation.now() - LOOKED_BACK)
    ends: dict[str, int] = {}
    for outbox_id in waiting:
        with installation.database.write() as unit:
            if end := conclude(installation, unit, outbox_id):
                ends[end] = ends.get(end, 0) + 1
    return ends
