"""The people of a case with names and addresses, for the case's own command; and what was changed about one of them."""

from __future__ import annotations

from collections.abc import Iterable

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.people.checking import must_be_known
from ehcp_workflow.store import casebook
from ehcp_workflow.store.people import CasePerson, manners_of, people_of_case
from ehcp_workflow.store.people_history import Change, changes_of


def list_people(installation: Installation, reference: str) -> tuple[CasePerson, ...]:
    """The people of a case, one line for each of their contact points, best first.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        case = casebook.find_case(unit, installation.cipher, reference)
        return people_of_case(unit, installation.cipher, case.id)


def neutral_in_fact(installation: Installation, people: Iterable[int]) -> frozenset[int]:
    """Those to whom messages say only that there is something to read: by wish, or because an address is shared."""
    with installation.database.read() as unit:
        return frozenset(person for person, manner in manners_of(unit, list(people)).items() if manner.neutral)


def history_of(installation: Installation, person_id: int) -> tuple[Change, ...]:
    """Everything that was changed about somebody, oldest first, without names and addresses.

    Raises:
        NotFound: there is no such person.
    """
    with installation.database.read() as unit:
        return changes_of(unit, must_be_known(unit, person_id))
