"""The links of families to their pages: who has one, what it asks for, how often the answer was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import FamilyLinkRow


@dataclass(frozen=True)
class FamilyLink:
    """The link of one person to the page of one case.

    Attributes:
        salt: what its address is made from, with the key.
        asks: `birth_date` or `word`; word_hash: what the word is checked against.
        wrong: wrong answers that count; wrong_lately: those since `lately_since`.
        used_at: when somebody last gave the right answer.
        ended_at, ended_why: when and why it ended before its time.
    """

    id: int
    case_id: int
    person_id: int
    salt: str = field(repr=False)
    asks: str
    word_hash: str | None = field(repr=False)
    made_at: datetime
    made_by: str
    expires_at: datetime
    wrong: int
    wrong_lately: int
    lately_since: datetime | None
    used_at: datetime | None
    ended_at: datetime | None
    ended_why: str | None

    def holds(self, now: datetime) -> bool:
        """Whether it can still be used."""
        return self.ended_at is None and now < self.expires_at


@dataclass(frozen=True)
class NewLink:
    """A link to be kept; `word_hash` where it asks for a word."""

    case_id: int
    person_id: int
    salt: str = field(repr=False)
    asks: str
    word_hash: str | None = field(repr=False)
    made_at: datetime
    made_by: str
    expires_at: datetime


def add_link(session: Session, new: NewLink) -> FamilyLink:
    """Keep a link."""
    row = FamilyLinkRow(**vars(new))
    session.add(row)
    session.flush()
    return _link(row)


def find_link(session: Session, link_id: int, *, hold: bool = False) -> FamilyLink | None:
    """The link of a number, ended or not; `hold` keeps others from changing it until the transaction ends."""
    question = select(FamilyLinkRow).where(FamilyLinkRow.id == link_id)
    row = session.scalar(question.with_for_update() if hold else question)
    return _link(row) if row else None


def links_of(session: Session, case_id: int) -> tuple[FamilyLink, ...]:
    """Every link to the page of a case, the newest first."""
    question = select(FamilyLinkRow).where(FamilyLinkRow.case_id == case_id).order_by(FamilyLinkRow.id.desc())
    return tuple(_link(row) for row in session.scalars(question))


def all_links(session: Session, now: datetime) -> tuple[FamilyLink, ...]:
    """Every link that can still be used, by case."""
    holds = (FamilyLinkRow.ended_at.is_(None), FamilyLinkRow.expires_at > now)
    question = select(FamilyLinkRow).where(*holds).order_by(FamilyLinkRow.case_id, FamilyLinkRow.id)
    return tuple(_link(row) for row in session.scalars(question))


def open_link_of(session: Session, case_id: int, person_id: int, now: datetime) -> FamilyLink | None:
    """The link that a person can use now to see the page of a case."""
    return next((one for one in links_of(session, case_id) if one.person_id == person_id and one.holds(now)), None)


def change_link(session: Session, link_id: int, **to: int | str | datetime | None) -> None:
    """Change columns of a link, by their names."""
    session.execute(update(FamilyLinkRow).where(FamilyLinkRow.id == link_id).values(**to))


def end_links_of(session: Session, case_id: int, person_id: int, why: str, now: datetime) -> None:
    """End whatever links a person has to the page of a case."""
    theirs = (FamilyLinkRow.case_id == case_id, FamilyLinkRow.person_id == person_id, FamilyLinkRow.ended_at.is_(None))
    session.execute(update(FamilyLinkRow).where(*theirs).values(ended_at=now, ended_why=why))


def _link(row: FamilyLinkRow) -> FamilyLink:
    return FamilyLink(
        id=row.id,
        case_id=row.case_id,
        person_id=row.person_id,
        salt=row.salt,
        asks=row.asks,
        word_hash=row.word_hash,
        made_at=row.made_at,
        made_by=row.made_by,
        expires_at=row.expires_at,
        wrong=row.wrong,
        wrong_lately=row.wrong_lately,
        lately_since=row.lately_since,
        used_at=row.used_at,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
    )
