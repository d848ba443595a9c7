"""Messages of which nobody knows whether they arrived: ask the provider, where one can, before sending again."""

from __future__ import annotations

import logging

from ehcp_workflow.errors import EhcpError, Unavailable
from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.services.delivery.freezing import Flight

log = logging.getLogger(__name__)


def send(flight: Flight) -> Sent:
    """Ask after a message in doubt where that can be done, and otherwise send it; in a thread of its own."""
    try:
        return settle_or_send(flight)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one message, the others still leave
        log.error("Message %s could not be sent (%s)", flight.claimed.id, type(error).__name__)  # noqa: TRY400 - may hold data
        return broken(error)


def settle_or_send(flight: Flight) -> Sent:
    """What became of a message: as the provider says of one in doubt, or as the attempt now made ends."""
    if flight.claimed.in_doubt and flight.transport.can_be_asked:
        try:
            found = flight.transport.look_up(flight.message.reference)
        except Unavailable:
            return Sent(Outcome.UNKNOWN, "not asked", "connect", "The provider could not be asked.")
        if found is not None:
            return found
    return flight.transport.send(flight.message)


def broken(error: Exception) -> Sent:
    """The end of an attempt that never began, because the message or our own settings are wrong."""
    code = type(error).__name__[:20]
    detail = str(error) if isinstance(error, EhcpError) else "The message could not be made."
    return Sent(Outcome.PERMANENT, code, "connect", detail)
