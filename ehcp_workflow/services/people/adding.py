"""Putting somebody into a case, with every way they gave to be reached and what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass, field

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.agreeing import would_not_be_heard
from ehcp_workflow.services.people.checking import (
    check_address,
    check_channels,
    check_format,
    check_language,
    check_name,
    check_purposes,
    check_role,
    check_source,
    present_point,
)
from ehcp_workflow.services.people.hearing import hear_from_now
from ehcp_workflow.services.people.reach import check_reach
from ehcp_workflow.store import casebook, consents, people_parts, people_roles
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_parts import Wishes
from ehcp_workflow.store.people_points import add_point
from ehcp_workflow.store.visibility import EVERYTHING, Sees


@dataclass(frozen=True)
class NewPerson:
    """Somebody to put into a case; `repr` shows neither name nor address.

    Attributes:
        role: parent, second_parent, young_person, adviser, supervisor or school.
        contacts: pairs of channel and address, the best first.
        name: kept sealed.
        source: how they agreed to be written to; None when they did not. Advisers and supervisors agree by their work.
        purposes: what they agreed to be written to for.
        wishes: language, format, neutral words, and channels never to use.
    """

    role: str
    contacts: tuple[tuple[str, str], ...] = field(repr=False)
    name: str | None = field(default=None, repr=False)
    source: str | None = None
    purposes: tuple[str, ...] = (consents.REMINDERS,)
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True)
class Added:
    """Who was added, and by which contact points they may be reached, best first."""

    person_id: int
    contact_point_ids: tuple[int, ...]


def add_person(installation: Installation, reference: str, new: NewPerson, by: str, sees: Sees = EVERYTHING) -> Added:
    """Put somebody into a case, or give somebody in it more ways to be reached.

    An adviser or supervisor known by one of the addresses is the same person in every case; a parent is known again in
    the same case and role only.

    Args:
        installation: the installation.
        reference: the case.
        new: who they are.
        by: who adds them.
        sees: which cases the one who adds them may see: somebody known from others is not changed from here.

    Raises:
        NotFound: there is no such case.
        BadInput: the role, a channel, an address or a wish cannot be meant.
        Refused: they agreed, and an address was stopped, so that a yes would not be heard; or somebody of another name
            has that part and address; or they also have a part in a case out of sight.
    """
    checked, wishes = _check(new), _check_wishes(new.wishes)
    hand = Hand(by, installation.now())
    _must_be_usable(checked, wishes)
    with installation.database.write() as unit:
        case = casebook.find_case(unit, installation.cipher, reference, lock=True)
        values = [value for _, value in checked]
        person_id = people_parts.find_person(unit, installation.cipher, case.id, new.role, values)
        if person_id is None:
            person_id = people_parts.add_person(unit, installation.cipher, new.name)
        else:
            check_reach(unit, sees, person_id)
        if new.role not in people_roles.STAFF:
            _must_be_the_same(installation, unit, person_id, new.name)
        people_parts.begin_role(unit, case.id, person_id, new.role, hand, ended_too=True)
        people_parts.keep_wishes(unit, person_id, wishes, hand)
        points = [
            add_point(unit, installation.cipher, person_id, channel, value, hand, replaced_too=True)[0]
            for channel, value in checked
        ]
        _agree(unit, points, new, hand)
        hear_from_now(installation, unit, person_id, new.purposes if new.source else ())
    return Added(person_id, tuple(points))


def _check(new: NewPerson) -> list[tuple[str, str]]:
    check_role(new.role)
    check_name(new.name)
    if not new.contacts:
        raise BadInput("There is no way to reach them. Give at least one contact point, such as email=ADDRESS.")
    return [check_address(channel, text) for channel, text in new.contacts]


def _must_be_usable(contacts: list[tuple[str, str]], wishes: Wishes) -> None:
    """Somebody with no way but one that is never to be used would look reachable, and never hear anything."""
    if all(channel in (wishes.never or ()) for channel, _ in contacts):
        raise BadInput("The only way to reach them is one that is never to be used. Give another, or allow it.")


def _must_be_the_same(installation: Installation, unit: Unit, person_id: int, name: str | None) -> None:
    """Two parents may share an address, and must not become one person because of it."""
    if people_parts.has_another_name(unit, installation.cipher, person_id, name):
        raise Refused(
            f"Person {person_id} has this role and address under another name. If it is somebody else, add them as "
            "second_parent; if it is the same person, leave --name out or write it as `ehcp people list` shows it."
        )


def _check_wishes(wishes: Wishes) -> Wishes:
    never = None if wishes.never is None else tuple(check_channels(wishes.never))
    return Wishes(check_language(wishes.language), check_format(wishes.format), wishes.neutral, never)


def _agree(unit: Unit, points: list[int], new: NewPerson, hand: Hand) -> None:
    """Keep what they agreed to; who works on the case agreed by that."""
    by_work = f"{new.role} of the case" if new.role in people_roles.STAFF else None
    if source := new.source or by_work:
        for point in points:
            if new.source:
                _must_be_heard(unit, point)
            consents.give(unit, point, check_purposes(new.purposes), check_source(source), hand.by, hand.at)


def _must_be_heard(unit: Unit, contact_point_id: int) -> None:
    if would_not_be_heard(unit, present_point(unit, contact_point_id)):
        raise Refused(
            "One of these addresses was stopped, so nobody was added. Add them without --agreed. If its owner asks for "
            "messages again, then: ehcp people stop --contact-point NUMBER --take-up-again, and ehcp people consent"
        )
