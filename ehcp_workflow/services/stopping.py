"""Stopping messages without logging in: the link in each e-mail, and the word STOP in answer to a text."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import consents, contact_points, suppressions
from ehcp_workflow.store.consents import PURPOSES
from ehcp_workflow.store.engine import Unit

UNSUBSCRIBED = "unsubscribed"
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
        return _stopped(unit, contact_point_id)


def stop(installation: Installation, token: str) -> Stopped:
    """Stop messages to the contact point of a link; doing so again changes nothing.

    Raises:
        NotFound: the link is not one of ours.
    """
    contact_point_id, now = _of(installation, token), installation.now()
    with installation.database.write() as unit:
        stopped = _stopped(unit, contact_point_id)
        if not stopped.already:
            consents.withdraw(unit, contact_point_id, PURPOSES, UNSUBSCRIBED, suppressions.THEMSELVES, now)
            contact_points.stop_contact_point(unit, contact_point_id, UNSUBSCRIBED, now, suppressions.THEMSELVES)
    return stopped


def is_stop(text: str) -> bool:
    """Whether an answer to a text message asks us to stop."""
    return " ".join(text.lower().split()).strip(" .!") in _WORDS


def stop_number(installation: Installation, channel: str, number: str) -> int:
    """Stop messages to a number wherever it is; how many people have it."""
    with installation.database.write() as unit:
        lookup = installation.cipher.lookup(number)
        return len(suppressions.stop_everywhere(unit, lookup, channel, "answered STOP", installation.now()))


def _of(installation: Installation, token: str) -> int:
    number, _, _ = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise NotFound("This link cannot be used. It may be incomplete: copy the whole link from the message.")
    if not hmac.compare_digest(stop_token(installation, int(number)).encode(), token.encode()):
        raise NotFound("This link cannot be used. It may be incomplete: copy the whole link from the message.")
    return int(number)


def _stopped(unit: Unit, contact_point_id: int) -> Stopped:
    channel = contact_points.channel_of(unit, contact_point_id)
    if channel is None:
        raise NotFound("This link cannot be used: the address it was sent to is no longer here.")
    agreed = any(answer.given for answer in consents.latest_answers(unit, [contact_point_id]))
    return Stopped(channel, not agreed)
