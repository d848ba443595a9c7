"""Stopping messages without logging in: the link in each e-mail, and the word STOP in answer to a text."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stop_tasks import tell_of_stop
from ehcp_workflow.store import consents, contact_points, suppressions
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.owners import agreed_anywhere, owners_of

UNSUBSCRIBED, COMPLAINED, ANSWERED_STOP = "unsubscribed", "complained", "answered STOP"
_WORDS = frozenset({"stop", "stopall", "stop all", "unsubscribe", "end", "quit", "cancel"})


@dataclass(frozen=True)
class Stopped:
    """What a stop link is about: the channel, and whether messages were stopped before."""

    channel: str
    already: bool


def stop_token(installation: Installation, contact_point_id: int) -> str:
    """The unguessable part of a stop link: it names one contact point and can do nothing but stop it."""
    return f"{contact_point_id}-{installation.cipher.lookup(f'stop link {contact_point_id}')[:32]}"


def stop_link(installation: Installation, contact_point_id: int) -> str:
    """The page on which messages to a contact point can be stopped without logging in."""
    return f"{installation.settings.links}/stop/{stop_token(installation, contact_point_id)}"


def stop_headers(installation: Installation, contact_point_id: int) -> dict[str, str]:
    """The headers by which a mail program offers to stop messages in one click.

    Source: RFC 2369 section 3.2 and RFC 8058 section 3.1.
    """
    link = stop_link(installation, contact_point_id)
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def look_at(installation: Installation, token: str) -> Stopped:
    """What a stop link is about; nothing is changed.

    Raises:
        NotFound: the link is not one of ours.
    """
    contact_point_id = _of(installation, token)
    with installation.database.read() as unit:
        channel = _channel(unit, contact_point_id)
        agreed = any(answer.given for answer in consents.latest_answers(unit, [contact_point_id]))
        return Stopped(channel, already=not agreed)


def stop(installation: Installation, token: str) -> Stopped:
    """Stop messages to the address of a link, wherever it is; doing so again changes nothing.

    The adviser of each person who has it gets a task, because the dates still run.

    Raises:
        NotFound: the link is not one of ours.
    """
    contact_point_id = _of(installation, token)
    with installation.database.write() as unit:
        channel = _channel(unit, contact_point_id)
        lookup = installation.cipher.lookup(contact_points.value_of(unit, installation.cipher, contact_point_id))
        return Stopped(channel, already=not _stop(installation, unit, lookup, channel, UNSUBSCRIBED))


def complain(installation: Installation, unit: Unit, contact_point_id: int) -> bool:
    """Somebody marked a message as unwanted: stop as if they had unsubscribed; whether anything was still to stop."""
    channel = _channel(unit, contact_point_id)
    lookup = installation.cipher.lookup(contact_points.value_of(unit, installation.cipher, contact_point_id))
    return _stop(installation, unit, lookup, channel, COMPLAINED)


def is_stop(text: str) -> bool:
    """Whether an answer to a text message asks us to stop."""
    return " ".join(text.lower().split()).strip(" .!") in _WORDS


def stop_number(installation: Installation, channel: str, number: str) -> int:
    """Somebody answered STOP: write to their number no more, in no case; how many people have it.

    Args:
        installation: the installation.
        channel: the channel it was answered on.
        number: the number in its checked form, such as +447700900123.
    """
    lookup = installation.cipher.lookup(number)
    with installation.database.write() as unit:
        _stop(installation, unit, lookup, channel, ANSWERED_STOP)
        return len(owners_of(unit, lookup))


def _stop(installation: Installation, unit: Unit, lookup: str, channel: str, why: str) -> bool:
    """Stop an address on a channel; whether anybody was still written to there."""
    agreed = agreed_anywhere(unit, lookup)
    if not agreed and suppressions.is_suppressed(unit, lookup, channel):
        return False
    suppressions.stop_everywhere(unit, lookup, channel, why, installation.now())
    tell_of_stop(installation, unit, owners_of(unit, lookup), channel)
    return True


def _of(installation: Installation, token: str) -> int:
    number, _, _ = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise NotFound("This link cannot be used. It may be incomplete: copy the whole link from the message.")
    if not hmac.compare_digest(stop_token(installation, int(number)).encode(), token.encode()):
        raise NotFound("This link cannot be used. It may be incomplete: copy the whole link from the message.")
    return int(number)


def _channel(unit: Unit, contact_point_id: int) -> str:
    channel = contact_points.channel_of(unit, contact_point_id)
    if channel is None:
        raise NotFound("This link cannot be used: the address it was sent to is no longer here.")
    return channel
