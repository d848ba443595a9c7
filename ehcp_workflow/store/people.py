"""People, the part they play in a case, and how they may be reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import CasePersonRow, ContactPointRow, PersonRow

ROLES = {Audience.FAMILY: ("parent", "young_person"), Audience.ADVISER: ("adviser",)}


@dataclass(frozen=True)
class ContactPoint:
    """One way of reaching a person that may be used now."""

    id: int
    person_id: int
    channel: str
    value: str


@dataclass(frozen=True)
class CasePerson:
    """A person in a case, for the case's own page."""

    role: str
    name: str | None
    channel: str | None
    value: str | None
    consent: bool


def add_person(
    session: Session, cipher: Cipher, case_id: int, role: str, name: str | None, email: str
) -> tuple[int, bool]:
    """Put a person with an e-mail address into a case, in a role; the person, and whether that is new.

    One address of an adviser is one person in all their cases. A family's address is a person of its own in each case:
    two families may share one address, and must not share their messages. Nobody is written to before `set_consent`.
    """
    audience = Audience.ADVISER if role in ROLES[Audience.ADVISER] else Audience.FAMILY
    person_id = _known(session, cipher, email, case_id, audience)
    if person_id is None:
        person = PersonRow(name_sealed=cipher.seal_if(name))
        session.add(person)
        session.flush()
        person_id = person.id
        sealed, lookup = cipher.seal(email), cipher.lookup(email)
        session.add(
            ContactPointRow(
                person_id=person_id, channel="email", value_sealed=sealed, value_lookup=lookup, consent=False
            )
        )
    new = session.get(CasePersonRow, (case_id, person_id, role)) is None
    if new:
        session.add(CasePersonRow(case_id=case_id, person_id=person_id, role=role))
    session.flush()
    return person_id, new


def set_consent(session: Session, person_id: int, source: str | None, *, refused: bool, at: datetime) -> bool:
    """Keep what a person said of being written to; whether it changes anything.

    Args:
        session: the transaction.
        person_id: who.
        source: how they agreed; None says nothing new.
        refused: they said no, or take their agreement back: what waits for them is not sent.
        at: now.
    """
    changed = False
    for point in session.scalars(select(ContactPointRow).where(ContactPointRow.person_id == person_id)):
        if refused and point.consent:
            point.consent, point.consent_source, point.consent_at, changed = False, None, at, True
        elif source and not point.consent and not refused:
            point.consent, point.consent_source, point.consent_at, changed = True, source, at, True
    session.flush()
    return changed


def _known(session: Session, cipher: Cipher, email: str, case_id: int, audience: Audience) -> int | None:
    question = (
        select(ContactPointRow.person_id)
        .join(CasePersonRow, CasePersonRow.person_id == ContactPointRow.person_id)
        .where(ContactPointRow.value_lookup == cipher.lookup(email), CasePersonRow.role.in_(ROLES[audience]))
        .order_by(ContactPointRow.person_id)
    )
    if audience is Audience.FAMILY:
        question = question.where(CasePersonRow.case_id == case_id)
    return session.scalars(question.limit(1)).first()


def people_to_tell(session: Session, case_id: int, audience: Audience) -> list[int]:
    """The people of an audience in a case."""
    question = select(CasePersonRow.person_id).where(
        CasePersonRow.case_id == case_id, CasePersonRow.role.in_(ROLES[audience])
    )
    return sorted(set(session.scalars(question)))


def reach(session: Session, cipher: Cipher, person_id: int) -> ContactPoint | None:
    """How a person may be reached now: the first contact point they agreed to and have not stopped."""
    question = (
        select(ContactPointRow)
        .where(
            ContactPointRow.person_id == person_id,
            ContactPointRow.consent.is_(True),
            ContactPointRow.stopped_at.is_(None),
        )
        .order_by(ContactPointRow.id)
    )
    row = session.scalars(question.limit(1)).first()
    return ContactPoint(row.id, person_id, row.channel, cipher.open(row.value_sealed)) if row else None


def can_be_reached(session: Session, person_id: int) -> bool:
    """Whether a person has a contact point they agreed to and have not stopped."""
    question = select(ContactPointRow.id).where(
        ContactPointRow.person_id == person_id,
        ContactPointRow.consent.is_(True),
        ContactPointRow.stopped_at.is_(None),
    )
    return session.scalars(question.limit(1)).first() is not None


def stop_contact_point(session: Session, contact_point_id: int, why: str, at: datetime) -> None:
    """Never use a contact point again, for example because its address does not exist."""
    row = session.get_one(ContactPointRow, contact_point_id)
    row.stopped_at, row.stopped_why = at, why


def audience_of(session: Session, person_id: int) -> Audience:
    """Which words a person is written to in."""
    roles = set(session.scalars(select(CasePersonRow.role).where(CasePersonRow.person_id == person_id)))
    return Audience.ADVISER if roles & set(ROLES[Audience.ADVISER]) else Audience.FAMILY


def people_of_case(session: Session, cipher: Cipher, case_id: int) -> tuple[CasePerson, ...]:
    """The people of a case with names and addresses, for the case's own page."""
    question = (
        select(CasePersonRow.role, PersonRow.name_sealed, ContactPointRow)
        .join(PersonRow, PersonRow.id == CasePersonRow.person_id)
        .outerjoin(ContactPointRow, ContactPointRow.person_id == PersonRow.id)
        .where(CasePersonRow.case_id == case_id)
        .order_by(CasePersonRow.role, PersonRow.id)
    )
    return tuple(
        CasePerson(
            role,
            cipher.open_if(name),
            point.channel if point else None,
            cipher.open(point.value_sealed) if point else None,
            bool(point and point.consent and point.stopped_at is None),
        )
        for role, name, point in session.execute(question)
    )
