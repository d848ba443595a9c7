"""What people say of being written to: yes and no, for each contact point and purpose, and how they said it."""

from __future__ import annotations

from collections.abc import Iterable

from ehcp_workflow.errors import Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import check_purposes, check_source, present_point
from ehcp_workflow.services.people.hearing import hear_from_now
from ehcp_workflow.store import consents
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_points import PointRecord
from ehcp_workflow.store.suppressions import is_suppressed


def give_consent(
    installation: Installation, contact_point_id: int, purposes: Iterable[str], source: str, by: str
) -> None:
    """Record that somebody agreed to be written to at a contact point; for all purposes when none is named.

    Raises:
        NotFound: there is no such contact point.
        BadInput: a purpose is none, or the source is missing.
        Refused: it was stopped, or its address is written to no more; a yes would not be heard.
    """
    wanted, said = check_purposes(purposes), check_source(source)
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        if would_not_be_heard(unit, point):
            raise Refused(
                f"Contact point {contact_point_id} was stopped. If its owner asks for messages again, first run: "
                f"ehcp people stop --contact-point {contact_point_id} --take-up-again"
            )
        consents.give(unit, contact_point_id, wanted, said, by, installation.now())
        hear_from_now(installation, unit, point.person_id, wanted)


def would_not_be_heard(unit: Unit, point: PointRecord) -> bool:
    """Whether a yes at a contact point changes nothing: it was stopped, or its address is written to no more."""
    return point.stopped or is_suppressed(unit, point.value_lookup, point.channel)


def withdraw_consent(
    installation: Installation, contact_point_id: int, purposes: Iterable[str], source: str, by: str
) -> None:
    """Record that somebody does not want to be written to at a contact point; for no purpose when none is named.

    Raises:
        NotFound: there is no such contact point.
        BadInput: a purpose is none, or the source is missing.
    """
    wanted, said = check_purposes(purposes), check_source(source)
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        consents.withdraw(unit, point.id, wanted, said, by, installation.now())
