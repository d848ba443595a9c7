"""The people of a case, and whether they agreed to be written to."""

from __future__ import annotations

from dataclasses import dataclass

from ehcp_workflow.messages.email import check_address
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import people
from ehcp_workflow.store.engine import Unit


@dataclass(frozen=True)
class Contact:
    """A person to put into a case, with how they agreed to be written to, or that they said no."""

    role: str
    email: str
    name: str | None = None
    consent_source: str | None = None
    refused: bool = False


def add_contacts(installation: Installation, unit: Unit, case_id: int, contacts: tuple[Contact, ...]) -> bool:
    """Put people into a case, and keep what they said of being written to; whether anything is new.

    Raises:
        BadInput: an address is not one.
    """
    new = False
    for contact in contacts:
        email, at = check_address(contact.email), installation.now()
        person_id, added = people.add_person(unit, installation.cipher, case_id, contact.role, contact.name, email)
        agreed = people.set_consent(unit, person_id, contact.consent_source, refused=contact.refused, at=at)
        new |= added or agreed
    return new
