"""People, the part they play in a case, and which of them are told."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from ehcp_workflow.cases.holder import Holder
from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.people_points import PointSheet, points_of
from ehcp_workflow.store.people_roles import STAFF, roles_told
from ehcp_workflow.store.tables import CasePersonRow, ContactPointRow, PersonRow


@dataclass(frozen=True)
class CasePerson:
    """A person in a case with one of their contact points, for the case's own page; `repr` names nobody.

    Attributes:
        consent: whether reminders may be sent to that contact point.
        point: the contact point; None for somebody who has none.
    """

    role: str
    name: str | None = field(repr=False)
    person_id: int
    manner: Manner
    never: tuple[str, ...]
    point: PointSheet | None

    @property
    def channel(self) -> str | None:
        """The channel of the contact point."""
        return self.point.channel if self.point else None

    @property
    def value(self) -> str | None:
        """The address or number itself."""
        return self.point.value if self.point else None

    @property
    def consent(self) -> bool:
        """Whether reminders may be sent there."""
        return bool(self.point and self.point.channel not in self.never and self.point.may_be_used_for(REMINDERS))


@dataclass(frozen=True)
class Manner:
    """How a person is written to.

    Attributes:
        language: of the messages, such as `en`.
        format: how they read best, such as `large_print`.
        neutral: whether messages may say only that there is something to read.
    """

    language: str
    format: str
    neutral: bool


def people_to_tell(
    session: Session, case_id: int, audience: Audience, rights_of: Holder = Holder.NOT_KNOWN
) -> list[int]:
    """The people of an audience in a case, sorted; for the family, those whose rights they are.

    Args:
        session: the transaction.
        case_id: the case.
        audience: whom to tell.
        rights_of: who holds the family's rights; while that is not known, parents and young person are all told.

    Source: Children and Families Act 2014 s83(2): after compulsory school age the rights are the young person's own.
    """
    question = select(CasePersonRow.person_id).where(
        CasePersonRow.case_id == case_id,
        CasePersonRow.role.in_(roles_told(audience, rights_of)),
        CasePersonRow.ended_at.is_(None),
    )
    return sorted(set(session.scalars(question)))


def audience_of(session: Session, person_id: int) -> Audience:
    """Which words a person is written to in."""
    roles = set(session.scalars(select(CasePersonRow.role).where(CasePersonRow.person_id == person_id)))
    return next((Audience(role) for role in STAFF if role in roles), Audience.FAMILY)


def manner_of(session: Session, person_id: int) -> Manner:
    """How a person is written to; neutral as well when somebody else in one of their cases reads the same address."""
    row, shares = session.execute(
        select(PersonRow, _shares_an_address(person_id)).where(PersonRow.id == person_id)
    ).one()
    return Manner(row.language, row.format, row.neutral or shares)


def people_of_case(session: Session, cipher: Cipher, case_id: int) -> tuple[CasePerson, ...]:
    """The people of a case with names and present addresses, one line for each contact point; for its own page only."""
    question = (
        select(CasePersonRow.role, PersonRow)
        .join(PersonRow, PersonRow.id == CasePersonRow.person_id)
        .where(CasePersonRow.case_id == case_id, CasePersonRow.ended_at.is_(None))
        .order_by(CasePersonRow.role, PersonRow.id)
    )
    found = session.execute(question).all()
    points = points_of(session, cipher, {row.id for _, row in found})
    lines: list[CasePerson] = []
    for role, row in found:
        manner, name = Manner(row.language, row.format, row.neutral), cipher.open_if(row.name_sealed)
        theirs: list[PointSheet | None] = [point for point in points if point.person_id == row.id]
        lines += [CasePerson(role, name, row.id, manner, tuple(row.never), point) for point in theirs or [None]]
    return tuple(lines)


def _shares_an_address(person_id: int) -> ColumnElement[bool]:
    """That somebody else in one of the same cases has the same address, when one of the two is no adviser of it.

    Who advises and supervises may be one human with one address: what they are told of is their work.
    """
    mine, other = aliased(ContactPointRow), aliased(ContactPointRow)
    my_part, their_part = aliased(CasePersonRow), aliased(CasePersonRow)
    return (
        exists()
        .where(mine.person_id == person_id, mine.valid_to.is_(None))
        .where(other.value_lookup == mine.value_lookup, other.person_id != person_id, other.valid_to.is_(None))
        .where(my_part.person_id == person_id, my_part.ended_at.is_(None))
        .where(their_part.person_id == other.person_id, their_part.ended_at.is_(None))
        .where(their_part.case_id == my_part.case_id)
        .where(or_(my_part.role.not_in(STAFF), their_part.role.not_in(STAFF)))
    )
