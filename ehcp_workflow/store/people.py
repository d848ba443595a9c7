"""People, the part they play in a case, and which of them are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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

Parts = Mapping[int, Sequence[tuple[int, str]]]
"""Who plays which part in cases: by case, pairs of a person and a role."""


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

    @property
    def large(self) -> bool:
        """Whether they read large print; the other formats are for their adviser to know."""
        return self.format == "large_print"


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
    return meant(parts_of_each(session, [case_id]), case_id, audience, rights_of)


def parts_of_each(session: Session, case_ids: Collection[int]) -> Parts:
    """Who plays which parts now, in each of some cases."""
    question = select(CasePersonRow.case_id, CasePersonRow.person_id, CasePersonRow.role).where(
        CasePersonRow.case_id.in_(case_ids), CasePersonRow.ended_at.is_(None)
    )
    found: dict[int, list[tuple[int, str]]] = {case_id: [] for case_id in case_ids}
    for case_id, person_id, role in session.execute(question):
        found[case_id].append((person_id, role))
    return found


def meant(parts: Parts, case_id: int, audience: Audience, rights_of: Holder) -> list[int]:
    """The people of an audience in a case whose parts are known, sorted; see `people_to_tell`."""
    roles = roles_told(audience, rights_of)
    return sorted({person_id for person_id, role in parts[case_id] if role in roles})


def audience_of(session: Session, person_id: int) -> Audience:
    """Which words a person is written to in."""
    roles = set(session.scalars(select(CasePersonRow.role).where(CasePersonRow.person_id == person_id)))
    return next((Audience(role) for role in STAFF if role in roles), Audience.FAMILY)


def manner_of(session: Session, person_id: int) -> Manner:
    """How a person is written to; neutral as well when somebody else in one of their cases reads the same address."""
    return manners_of(session, [person_id])[person_id]


def manners_of(session: Session, person_ids: Collection[int]) -> dict[int, Manner]:
    """How each of some people is written to; see `manner_of`."""
    question = select(PersonRow.id, PersonRow.language, PersonRow.format, PersonRow.neutral, _shares_an_address())
    return {
        id_: Manner(language, format_, neutral or shares)
        for id_, language, format_, neutral, shares in session.execute(question.where(PersonRow.id.in_(person_ids)))
    }


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


def _shares_an_address() -> ColumnElement[bool]:
    """That somebody else in one of the same cases has or had the same address, when one of the two is no adviser of it.

    It holds for good: whose part ended, or who has another address now, may still read what comes to the old one.
    Who advises and supervises may be one human with one address: what they are told of is their work.
    """
    mine, other = aliased(ContactPointRow), aliased(ContactPointRow)
    my_part, their_part = aliased(CasePersonRow), aliased(CasePersonRow)
    return (
        exists()
        .where(mine.person_id == PersonRow.id, mine.valid_to.is_(None))
        .where(other.value_lookup == mine.value_lookup, other.person_id != PersonRow.id)
        .where(my_part.person_id == PersonRow.id, my_part.ended_at.is_(None))
        .where(their_part.person_id == other.person_id, their_part.case_id == my_part.case_id)
        .where(or_(my_part.role.not_in(STAFF), their_part.role.not_in(STAFF)))
    )
