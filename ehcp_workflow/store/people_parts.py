"""People as records: who is put into a case in which part, and how they want to be written to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.people_history import Hand, note_change
from ehcp_workflow.store.people_roles import STAFF
from ehcp_workflow.store.tables import CasePersonRow, CaseRow, ContactPointRow, PersonRow
from ehcp_workflow.store.visibility import Sees, visible


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be written to; None leaves a wish as it is.

    Attributes:
        language: such as `en`.
        format: how they read best, such as `large_print`.
        neutral: whether messages may say only that there is something to read.
        never: the channels never to be used for them, all of them.
    """

    language: str | None = None
    format: str | None = None
    neutral: bool | None = None
    never: tuple[str, ...] | None = None


def find_person(session: Session, cipher: Cipher, case_id: int, role: str, values: Collection[str]) -> int | None:
    """The person in a role who has one of some addresses, or had it once; None when it is somebody new.

    One address of an adviser is one person in all their cases, and so is a supervisor's. A family's address is a person
    of its own in each case and role: two families may share one, and so may two parents, and must not share messages.
    """
    question = (
        select(ContactPointRow.person_id)
        .join(CasePersonRow, CasePersonRow.person_id == ContactPointRow.person_id)
        .where(ContactPointRow.value_lookup.in_({cipher.lookup(v) for v in values}), CasePersonRow.role == role)
        .order_by(ContactPointRow.person_id)
    )
    if role not in STAFF:
        question = question.where(CasePersonRow.case_id == case_id)
    return session.scalars(question.limit(1)).first()


def has_part_out_of_sight(session: Session, sees: Sees, person_id: int) -> bool:
    """Whether somebody has, or had, a part in a case that another may not see."""
    theirs = select(CaseRow.id).join(CasePersonRow, CasePersonRow.case_id == CaseRow.id)
    hidden = theirs.where(CasePersonRow.person_id == person_id, not_(visible(sees)))
    return session.scalar(hidden.limit(1)) is not None


def add_person(session: Session, cipher: Cipher, name: str | None) -> int:
    """Somebody new, with no contact point and no part in a case yet."""
    person = PersonRow(name_sealed=cipher.seal_if(name))
    session.add(person)
    session.flush()
    return person.id


def has_another_name(session: Session, cipher: Cipher, person_id: int, name: str | None) -> bool:
    """Whether somebody is known by another name than one given; capitals and blanks do not count, nor does no name."""
    kept = cipher.open_if(session.get_one(PersonRow, person_id).name_sealed)
    return bool(kept and name) and _plain(kept) != _plain(name)


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def cases_of(session: Session, person_id: int) -> list[int]:
    """The cases in which somebody has a part."""
    question = select(CasePersonRow.case_id).where(
        CasePersonRow.person_id == person_id, CasePersonRow.ended_at.is_(None)
    )
    return sorted(set(session.scalars(question)))


def begin_role(session: Session, case_id: int, person_id: int, role: str, hand: Hand, *, ended_too: bool) -> bool:
    """Give a person a part in a case; whether that changes anything.

    Args:
        session: the transaction.
        case_id: the case.
        person_id: who.
        role: the part.
        hand: who gives it, and when.
        ended_too: whether a part that ended begins again; a file from before must not bring it back.
    """
    row = session.get(CasePersonRow, (case_id, person_id, role))
    if row is not None and (row.ended_at is None or not ended_too):
        return False
    if row is None:
        session.add(CasePersonRow(case_id=case_id, person_id=person_id, role=role))
    else:
        row.ended_at = None
    note_change(session, hand, person_id, f"role begun: {role}")
    return True


def end_role(session: Session, case_id: int, person_id: int, role: str, hand: Hand) -> bool:
    """End the part a person plays in a case, so that they are told no more of it; whether they played it."""
    row = session.get(CasePersonRow, (case_id, person_id, role))
    if row is None or row.ended_at is not None:
        return False
    row.ended_at = hand.at
    note_change(session, hand, person_id, f"role ended: {role}")
    return True


def parts_ever(session: Session, person_id: int) -> tuple[tuple[int, str], ...]:
    """The parts a person plays or played: case and role."""
    question = (
        select(CasePersonRow.case_id, CasePersonRow.role)
        .where(CasePersonRow.person_id == person_id)
        .order_by(CasePersonRow.case_id, CasePersonRow.role)
    )
    return tuple((case_id, role) for case_id, role in session.execute(question))


def is_known(session: Session, person_id: int) -> bool:
    """Whether there is such a person."""
    return session.get(PersonRow, person_id) is not None


def keep_wishes(session: Session, person_id: int, wishes: Wishes, hand: Hand) -> None:
    """Keep how a person wants to be written to."""
    row, said = session.get_one(PersonRow, person_id, with_for_update=True), []
    if wishes.language is not None:
        row.language = wishes.language
        said.append(f"language {wishes.language}")
    if wishes.format is not None:
        row.format = wishes.format
        said.append(f"format {wishes.format}")
    if wishes.neutral is not None:
        row.neutral = wishes.neutral
        said.append("neutral messages" if wishes.neutral else "full messages")
    if wishes.never is not None:
        row.never = sorted(wishes.never)
        said.append(f"never by {', '.join(row.never)}" if row.never else "any channel")
    if said:
        note_change(session, hand, person_id, f"wishes: {'; '.join(said)}")


def never_of(session: Session, person_id: int) -> tuple[str, ...]:
    """The channels never to be used for a person."""
    return tuple(session.get_one(PersonRow, person_id).never)
