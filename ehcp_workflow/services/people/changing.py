"""A new address in the place of an old one, and the part somebody plays in a case."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import check_address, check_role, must_be_known, present_point
from ehcp_workflow.store import casebook, owners, people_parts, people_points, people_roles
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_points import find_point, has_point, replace_value


@dataclass(frozen=True)
class StillThere:
    """A contact point that still has an address that changed for somebody, and in which cases its owner has a part."""

    contact_point_id: int
    person_id: int
    references: tuple[str, ...]


def change_address(installation: Installation, contact_point_id: int, text: str, by: str) -> int:
    """Put another address of the same channel in the place of one; the number of the new contact point.

    What its owner agreed to goes over to it, and so do its rules. It must be verified again where its channel asks for
    that. The old one is kept in the history and used no more.

    Raises:
        NotFound: there is no such contact point.
        BadInput: the new address is not one of its channel.
        Refused: they have that address already, or another took its place before.
    """
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        _, value = check_address(point.channel, text)
        if has_point(unit, installation.cipher, point.person_id, point.channel, value):
            raise Refused(f"Person {point.person_id} has that contact point already. Use it, and stop the other.")
        return replace_value(unit, installation.cipher, contact_point_id, value, Hand(by, installation.now()))


def still_at(installation: Installation, contact_point_id: int) -> list[StillThere]:
    """The present contact points that have the address of one that another took the place of; nothing is changed.

    A family's address is a person of its own in each case and part, so that it must be changed for each.
    """
    with installation.database.read() as unit:
        old = find_point(unit, contact_point_id)
        found = owners.points_at(unit, old.value_lookup) if old else []
        return [
            StillThere(
                point, person, tuple(casebook.reference_of(unit, case) for case in owners.cases_of(unit, person))
            )
            for point, person in found
            if point != contact_point_id
        ]


def put_first(installation: Installation, contact_point_id: int, by: str) -> None:
    """Try a contact point before the others of its owner.

    Raises:
        NotFound: there is none of that number.
        Refused: another took its place.
    """
    with installation.database.write() as unit:
        point = present_point(unit, contact_point_id)
        people_points.put_first(unit, point.id, Hand(by, installation.now()))


def begin_role(installation: Installation, reference: str, person_id: int, role: str, by: str) -> bool:
    """Give somebody who is recorded a part in a case; whether that changes anything.

    Raises:
        NotFound: there is no such case or person.
        BadInput: the role is none.
        Refused: they are an adviser and the part is a family's, or of the family of another case.
    """
    check_role(role)
    with installation.database.write() as unit:
        case = casebook.find_case(unit, installation.cipher, reference, lock=True)
        _check_part(unit, case.id, must_be_known(unit, person_id), role)
        hand = Hand(by, installation.now())
        return people_parts.begin_role(unit, case.id, person_id, role, hand, ended_too=True)


def end_role(installation: Installation, reference: str, person_id: int, role: str, by: str) -> None:
    """End the part somebody plays in a case: they are told no more of it.

    Raises:
        NotFound: there is no such case, or they do not play that part in it.
        BadInput: the role is none.
    """
    check_role(role)
    with installation.database.write() as unit:
        case = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not people_parts.end_role(unit, case.id, person_id, role, Hand(by, installation.now())):
            raise NotFound(f"Person {person_id} has no such role in {case.reference}. `ehcp people list` shows them.")


def _check_part(unit: Unit, case_id: int, person_id: int, role: str) -> None:
    """Nobody is told of two families' cases, nor written to in the words of advisers and of families."""
    for other_case, other in people_parts.parts_ever(unit, person_id):
        same_words = people_roles.audience_of_role(other) is people_roles.audience_of_role(role)
        if not same_words or (role not in people_roles.STAFF and other_case != case_id):
            raise Refused(
                f"Person {person_id} is known as {other.replace('_', ' ')} and cannot have this part as well. "
                "Add them to the case as a person of its own: ehcp people add"
            )
