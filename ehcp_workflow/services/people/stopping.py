"""Writing no more to a contact point, to a person, or to an address wherever it is; and taking one up again."""

from __future__ import annotations

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import check_address, must_be_known, present_point
from ehcp_workflow.services.people.hearing import hear_from_now
from ehcp_workflow.services.people.reasons import Why
from ehcp_workflow.store import consents
from ehcp_workflow.store.contact_points import stop_contact_point
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_points import points_of, resume
from ehcp_workflow.store.suppressions import is_suppressed, stop_everywhere


def stop_point(installation: Installation, contact_point_id: int, why: Why, by: str) -> None:
    """Use a contact point no more, and take back the consent to it.

    Raises:
        NotFound: there is none of that number.
        Refused: another took its place.
    """
    with installation.database.write() as unit:
        _stop(installation, unit, present_point(unit, contact_point_id).id, why, by)


def stop_person(installation: Installation, person_id: int, why: Why, by: str) -> int:
    """Write to somebody no more, anywhere: their contact points stop, and their consent is withdrawn; how many.

    Raises:
        NotFound: there is no such person.
    """
    with installation.database.write() as unit:
        points = points_of(unit, installation.cipher, [must_be_known(unit, person_id)])
        for point in points:
            _stop(installation, unit, point.id, why, by)
    return len(points)


def stop_address(installation: Installation, channel: str, text: str, why: Why, by: str) -> list[int]:
    """Write to an address or number no more, whoever has it and in whatever case, now and later; who has it now.

    Raises:
        BadInput: it is not an address on that channel.
    """
    known, value = check_address(channel, text)
    with installation.database.write() as unit:
        return stop_everywhere(unit, installation.cipher.lookup(value), known, why.words, installation.now(), by)


def take_up_again(installation: Installation, contact_point_id: int, by: str) -> None:
    """Use a stopped contact point again because its owner asked for it; whoever took consent back must agree anew.

    Raises:
        NotFound: there is none of that number.
        Refused: it was not stopped.
    """
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        if not point.stopped and not is_suppressed(unit, point.value_lookup, point.channel):
            raise Refused(f"Contact point {contact_point_id} was not stopped, so there is nothing to take up again.")
        resume(unit, contact_point_id, Hand(by, installation.now()))
        hear_from_now(installation, unit, point.person_id)


def _stop(installation: Installation, unit: Unit, contact_point_id: int, why: Why, by: str) -> None:
    now = installation.now()
    consents.withdraw(unit, contact_point_id, consents.PURPOSES, why.words, by, now)
    stop_contact_point(unit, contact_point_id, why.words, now, by)
