"""The people a case or a file brings with it, by e-mail address, and what it says of their being written to."""

from __future__ import annotations

from dataclasses import dataclass, field

from ehcp_workflow.messages.email import check_address
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.consents import CASELOAD, keep_answer
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.people_history import Hand
from ehcp_workflow.store.people_parts import add_person, begin_role, find_person
from ehcp_workflow.store.people_points import add_point


@dataclass(frozen=True)
class Contact:
    """A person to put into a case, with how they agreed to be written to, or that they said no."""

    role: str
    email: str = field(repr=False)
    name: str | None = field(default=None, repr=False)
    consent_source: str | None = None
    refused: bool = False


def add_contacts(installation: Installation, unit: Unit, case_id: int, contacts: tuple[Contact, ...]) -> bool:
    """Put people into a case, and keep what they said of being written to; whether anything is new.

    A file may be older than what is recorded: it brings back no part that ended, no address that another took the place
    of, and no agreement that somebody took back themselves.

    Raises:
        BadInput: an address is not one.
    """
    hand, cipher, new = Hand(CASELOAD, installation.now()), installation.cipher, False
    for contact in contacts:
        email = check_address(contact.email)
        person_id = find_person(unit, cipher, case_id, contact.role, [email])
        if person_id is None:
            person_id = add_person(unit, cipher, contact.name)
        point_id, added = add_point(unit, cipher, person_id, "email", email, hand, replaced_too=False)
        begun = begin_role(unit, case_id, person_id, contact.role, hand, ended_too=False)
        answered = keep_answer(unit, point_id, contact.consent_source, refused=contact.refused, at=hand.at)
        new |= added or begun or answered
    return new
