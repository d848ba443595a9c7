"""Showing that a contact point is its owner's: a code is sent to it, and they say what it is."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import timedelta

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.messages.words import Surround
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import present_point
from ehcp_workflow.services.people.hearing import hear_from_now
from ehcp_workflow.store import codes, people, people_codes, people_parts
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_codes import Tried
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_points import PointRecord
from ehcp_workflow.store.suppressions import is_suppressed

BETWEEN_CODES = timedelta(minutes=1)


def begin_verification(installation: Installation, contact_point_id: int, by: str) -> int:
    """Send a code of six digits to a contact point; the number of the message. It is valid for a day and five tries.

    Only a keyed hash of the code is kept, and the message itself is sealed. A new code takes the place of an old one.

    Raises:
        NotFound: there is no such contact point.
        Refused: it may not be written to, a person must do it by hand, or a code was sent within the last minute.
    """
    now, code = installation.now(), f"{secrets.randbelow(1_000_000):06d}"
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        _check_may_be_sent(installation, unit, point)
        people_codes.keep_code(unit, point.id, _lookup(installation, point.id, code), Hand(by, now))
        language = people.manner_of(unit, point.person_id).language
        around = Surround(code=code)
        words = installation.templates.write("verify", Channel(point.channel).words, language, [], around)
        return codes.enqueue_ready(
            unit,
            key=f"verify:{point.id}:{new_id()}",
            person_id=point.person_id,
            channel=point.channel,
            contact_point_id=point.id,
            content_sealed=installation.cipher.seal(json.dumps(asdict(words))),  # as delivery opens it again
            reference=new_id(),
            now=now,
            next_at=now,
        )


def confirm(installation: Installation, contact_point_id: int, code: str, by: str) -> None:
    """Keep that a contact point is its owner's, because they said the code that was sent to it.

    Raises:
        NotFound: there is no such contact point.
        BadInput: the code is wrong; that counts as one of five tries.
        Refused: there is no code to be said: none was sent, it is a day old, or it was tried five times.
    """
    typed = "".join(code.split())
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        hand = Hand(by, installation.now())
        tried = people_codes.try_code(unit, point.id, _lookup(installation, point.id, typed), hand)
        if tried not in {Tried.WRONG, Tried.OVER}:
            hear_from_now(installation, unit, point.person_id)
    # Only now, outside the transaction: an error inside it would take back that the try was counted.
    if tried is Tried.WRONG:
        raise BadInput(f"That is not the code sent to contact point {contact_point_id}. Ask for it again.")
    if tried is Tried.OVER:
        raise Refused(
            f"No code is waiting for contact point {contact_point_id}: it was used, is a day old, or was tried five "
            f"times. Send a new one: ehcp people verify {contact_point_id}"
        )


def _lookup(installation: Installation, contact_point_id: int, code: str) -> str:
    """The keyed hash of a code for one contact point: the same code for another is another hash."""
    return installation.cipher.lookup(f"code {contact_point_id} {code}")


def _check_may_be_sent(installation: Installation, unit: Unit, point: PointRecord) -> None:
    """A code may go where consent has not been given yet, and never where it was taken back or is not safe."""
    if not Channel(point.channel).is_sent:
        raise Refused(f"Contact point {point.id} is for {point.channel}: nothing is sent there that could verify it.")
    never = point.channel in people_parts.never_of(unit, point.person_id)
    if point.stopped or point.do_not_use or never or is_suppressed(unit, point.value_lookup, point.channel):
        raise Refused(f"Contact point {point.id} may not be written to, so no code is sent there.")
    if point.code_until and point.code_until - people_codes.VALID > installation.now() - BETWEEN_CODES:
        raise Refused(f"A code was sent to contact point {point.id} less than a minute ago. Wait for it to arrive.")
