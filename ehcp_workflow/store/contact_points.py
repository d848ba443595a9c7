"""Which of a person's contact points may be used now, and when one is used no more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.people_history import Hand, note_change
from ehcp_workflow.store.people_roles import STAFF
from ehcp_workflow.store.suppressions import suppress, suppressed_point
from ehcp_workflow.store.tables import CasePersonRow, ConsentRow, ContactPointRow, PersonRow

SOFT_BOUNCES = 3
SOFT_WITHIN = timedelta(days=7)
DELIVERY = "delivery"


@dataclass(frozen=True)
class Route:
    """A contact point that may be used now, without its address.

    Attributes:
        contact_point_id: which.
        channel: how it goes; `phone` and `letter` are for a person to do.
        hours_from, hours_to: the only hours it may be used in, London time: from inclusive, to exclusive.
        verified: whether its owner proved that it is theirs.
        no_voicemail: for phones: leave no word.
    """

    contact_point_id: int
    channel: str
    hours_from: time | None
    hours_to: time | None
    verified: bool
    no_voicemail: bool = False


def routes(session: Session, person_id: int, purpose: str, must_be_verified: Collection[str] = ()) -> list[Route]:
    """Every contact point of somebody that may be used now for a purpose, best first; see `routes_of_each`."""
    return routes_of_each(session, [person_id], purpose, must_be_verified)[person_id]


def routes_of_each(
    session: Session, person_ids: Collection[int], purpose: str, must_be_verified: Collection[str] = ()
) -> dict[int, list[Route]]:
    """Every contact point that may be used now for a purpose, by person, best first.

    It was agreed to, has not stopped, was not replaced, is safe to use, and its address is not suppressed. Who works on
    cases agreed by that work: for advisers and supervisors the word about reminders counts for every purpose.

    Args:
        session: the transaction.
        person_ids: who is to be reached.
        purpose: what for, one of `consents.PURPOSES`.
        must_be_verified: the channels on which only a verified contact point may be used.
    """
    question = (
        select(ContactPointRow, PersonRow.never)
        .join(PersonRow, PersonRow.id == ContactPointRow.person_id)
        .where(
            ContactPointRow.person_id.in_(person_ids),
            *_usable(),
            or_(ContactPointRow.verified_at.is_not(None), ContactPointRow.channel.not_in(must_be_verified)),
            _agreed(purpose),
        )
        .order_by(ContactPointRow.rank, ContactPointRow.id)
    )
    found: dict[int, list[Route]] = {person_id: [] for person_id in person_ids}
    for row, never in session.execute(question):
        if row.channel not in never:
            found[row.person_id].append(_route(row))
    return found


def _agreed(purpose: str) -> ColumnElement[bool]:
    """That the latest word about a contact point and a purpose is a yes."""
    works_on_cases = (CasePersonRow.person_id == ContactPointRow.person_id, CasePersonRow.role.in_(STAFF))
    is_staff = exists().where(*works_on_cases).correlate(ContactPointRow)
    newest = (
        select(func.max(ConsentRow.id))
        .where(
            ConsentRow.contact_point_id == ContactPointRow.id,
            ConsentRow.purpose == case((is_staff, REMINDERS), else_=purpose),
        )
        .correlate(ContactPointRow)
        .scalar_subquery()
    )
    return exists().where(and_(ConsentRow.id == newest, ConsentRow.given.is_(True)))


def _route(row: ContactPointRow) -> Route:
    return Route(row.id, row.channel, row.hours_from, row.hours_to, row.verified_at is not None, row.no_voicemail)


def may_carry_code(session: Session, contact_point_id: int) -> Route | None:
    """A contact point as it is now, if a code that verifies it may still go there; None where it may not.

    Neither consent nor verification is needed, which is what the code is for. It must be present, not stopped and safe
    to use, on a channel its owner does not refuse, not suppressed, and its owner must still have a part in some case.
    """
    has_part = exists().where(CasePersonRow.person_id == ContactPointRow.person_id, CasePersonRow.ended_at.is_(None))
    question = (
        select(ContactPointRow, PersonRow.never)
        .join(PersonRow, PersonRow.id == ContactPointRow.person_id)
        .where(ContactPointRow.id == contact_point_id, *_usable(), has_part)
    )
    found = session.execute(question).first()
    return None if found is None or found[0].channel in found[1] else _route(found[0])


def _usable() -> tuple[ColumnElement[bool], ...]:
    """That a contact point is present, not stopped, safe to use, and its address not suppressed."""
    return (
        ContactPointRow.valid_to.is_(None),
        ContactPointRow.stopped_at.is_(None),
        ContactPointRow.do_not_use.is_(False),
        ~suppressed_point(),
    )


def value_of(session: Session, cipher: Cipher, contact_point_id: int) -> str:
    """The address or number of a contact point, opened; for the message that leaves and for nothing else."""
    return cipher.open(session.get_one(ContactPointRow, contact_point_id).value_sealed)


def values_of(session: Session, cipher: Cipher, contact_point_ids: Collection[int]) -> dict[int, str]:
    """The addresses or numbers of some contact points, opened; for messages that leave and for nothing else."""
    question = select(ContactPointRow.id, ContactPointRow.value_sealed).where(ContactPointRow.id.in_(contact_point_ids))
    return {id_: cipher.open(sealed) for id_, sealed in session.execute(question)}


def stop_contact_point(session: Session, contact_point_id: int, why: str, at: datetime, by: str = DELIVERY) -> None:
    """Never use a contact point again, for example because its address does not exist; the first reason is kept.

    Args:
        session: the transaction.
        contact_point_id: which.
        why: in words of ours, never what was typed.
        at: when.
        by: who stopped it.
    """
    row = _held(session, contact_point_id)
    if row.stopped_at is None:
        row.stopped_at, row.stopped_why = at, why[:40]
        note_change(session, Hand(by, at), row.person_id, f"contact point stopped: {why}", row.id)


def soft_bounce(session: Session, contact_point_id: int, at: datetime) -> None:
    """A message came back for the time being. The third within seven days of the first stops the contact point."""
    row = _held(session, contact_point_id)
    if row.soft_since is None or at - row.soft_since > SOFT_WITHIN:
        row.soft_bounces, row.soft_since = 0, at
    row.soft_bounces += 1
    session.flush()
    if row.soft_bounces >= SOFT_BOUNCES:
        stop_contact_point(session, contact_point_id, "soft bounces", at)


def hard_bounce(session: Session, contact_point_id: int, why: str, at: datetime) -> None:
    """A message came back for good: stop the contact point, and write to its address no more, whoever has it."""
    row = _held(session, contact_point_id)
    stop_contact_point(session, contact_point_id, why, at)
    suppress(session, row.value_lookup, row.channel, why, at)


def arrived(session: Session, contact_point_id: int) -> None:
    """A message was delivered: what came back before it counts no more."""
    row = _held(session, contact_point_id)
    row.soft_bounces, row.soft_since = 0, None


def _held(session: Session, contact_point_id: int) -> ContactPointRow:
    """A contact point nobody else changes until the transaction ends."""
    return session.get_one(ContactPointRow, contact_point_id, with_for_update=True, populate_existing=True)
