"""Stopping messages without logging in: the link in each e-mail, and the word STOP in answer to a text."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.secret_links import number_in
from ehcp_workflow.services.stop_tasks import tell_of_stop
from ehcp_workflow.store import consents, suppressions
from ehcp_workflow.store.contact_points import routes
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.owners import agreed_anywhere, owners_of
from ehcp_workflow.store.people_points import PointRecord, find_point

UNSUBSCRIBED, COMPLAINED, ANSWERED_STOP = "unsubscribed", "complained", "answered STOP"


@dataclass(frozen=True)
class Stopped:
    """What a stop link is about.

    Attributes:
        channel: by which its message came.
        already: whether its address was stopped before, for everybody who has it.
        elsewhere: whether its reader is written to at another address on that channel now, which it does not stop.
    """

    channel: str
    already: bool
    elsewhere: bool = False


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
        point = _point(unit, contact_point_id)
        already = _is_stopped(unit, point.value_lookup, point.channel, hold=False)
        return Stopped(point.channel, already, _goes_elsewhere(installation, unit, point))


def stop(installation: Installation, token: str) -> Stopped:
    """Stop messages to the address of a link, wherever it is; doing so again changes nothing.

    The adviser of each person who has it gets a task, because the dates still run.

    Raises:
        NotFound: the link is not one of ours.
    """
    contact_point_id = _of(installation, token)
    with installation.database.write() as unit:
        point = _point(unit, contact_point_id)
        already = not _stop_point(installation, unit, point, UNSUBSCRIBED)
        return Stopped(point.channel, already, _goes_elsewhere(installation, unit, point))


def complain(installation: Installation, unit: Unit, contact_point_id: int) -> bool:
    """Somebody marked a message as unwanted: stop as if they had unsubscribed; whether anything was still to stop."""
    return _stop_point(installation, unit, _point(unit, contact_point_id), COMPLAINED)


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


def _stop_point(installation: Installation, unit: Unit, point: PointRecord, why: str) -> bool:
    """Stop the address of a contact point; whether anybody was still written to there.

    Who had it once and has another now is told of as well: they mean us to stop, and it is not the present address.
    """
    if not _stop(installation, unit, point.value_lookup, point.channel, why):
        return False
    if not point.is_present:
        tell_of_stop(installation, unit, [point.person_id], point.channel, "old ")
    return True


def _stop(installation: Installation, unit: Unit, lookup: str, channel: str, why: str) -> bool:
    """Stop an address on a channel; whether anybody was still written to there."""
    if _is_stopped(unit, lookup, channel, hold=True):
        return False
    suppressions.stop_everywhere(unit, lookup, channel, why, installation.now())
    tell_of_stop(installation, unit, owners_of(unit, lookup), channel)
    return True


def _is_stopped(unit: Unit, lookup: str, channel: str, *, hold: bool) -> bool:
    """Whether an address is stopped on a channel for everybody who has it."""
    return not agreed_anywhere(unit, lookup, hold=hold) and suppressions.is_suppressed(unit, lookup, channel)


def _goes_elsewhere(installation: Installation, unit: Unit, point: PointRecord) -> bool:
    """Whether the owner of a contact point is written to at another one on its channel."""
    ways = routes(unit, point.person_id, consents.REMINDERS, installation.policy.must_be_verified)
    return any(way.channel == point.channel and way.contact_point_id != point.id for way in ways)


def _of(installation: Installation, token: str) -> int:
    number = number_in(token)
    if number is None or not hmac.compare_digest(stop_token(installation, number).encode(), token.encode()):
        raise NotFound("This link cannot be used. It may be incomplete: copy the whole link from the message.")
    return number


def _point(unit: Unit, contact_point_id: int) -> PointRecord:
    point = find_point(unit, contact_point_id)
    if point is None:
        raise NotFound("This link cannot be used: the address it was sent to is no longer here.")
    return point
