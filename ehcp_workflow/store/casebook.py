"""Cases and their events: opening, finding, adding to and reading them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import cast

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.facts import CaseFacts
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import When
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.provision import read_sections
from ehcp_workflow.store.tables import CaseRow, EventRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees, visible

_REFERENCES = 0x45484350  # names our advisory lock on PostgreSQL: "EHCP"


@dataclass(frozen=True)
class NewCase:
    """What is known of a case when it is opened; all of it but the time may be missing."""

    opened_at: datetime
    council_code: str | None = None
    child_name: str | None = None
    birth_date: date | None = None
    requested_by: str | None = None
    their_reference: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class CaseRecord:
    """A case as an adviser sees it. The name, birth date and their own reference are for the case's own page only."""

    id: int
    reference: str
    council_code: str | None
    child_name: str | None
    birth_date: date | None
    requested_by: str | None
    their_reference: str | None
    source: str | None


@dataclass(frozen=True)
class EventRecord:
    """An event with what is recorded around it: by whom, from what source, and the sealed note."""

    event: Event
    recorded_by: str
    source: str | None
    note: str | None


def add_case(session: Session, cipher: Cipher, new: NewCase) -> CaseRecord:
    """Open a case under the next reference of its year, for example EHC-2026-0042."""
    row = CaseRow(
        reference=_next_reference(session, new.opened_at.year),
        their_reference_sealed=cipher.seal_if(new.their_reference),
        their_reference_lookup=cipher.lookup(new.their_reference) if new.their_reference else None,
        council_code=new.council_code,
        child_name_sealed=cipher.seal_if(new.child_name),
        birth_date_sealed=cipher.seal_if(new.birth_date.isoformat() if new.birth_date else None),
        requested_by=new.requested_by,
        source=new.source,
        opened_at=new.opened_at,
    )
    session.add(row)
    session.flush()
    return _record(row, cipher)


def _next_reference(session: Session, year: int) -> str:
    if session.get_bind().dialect.name == "postgresql":
        # On SQLite a transaction that writes is alone already; here those that open cases follow each other.
        session.execute(select(func.pg_advisory_xact_lock(_REFERENCES, year)))
    prefix = f"EHC-{year}-"
    # References have at least four digits; the longest, then the greatest, is the last one given.
    last = session.scalars(
        select(CaseRow.reference)
        .where(CaseRow.reference.startswith(prefix))
        .order_by(func.length(CaseRow.reference).desc(), CaseRow.reference.desc())
        .limit(1)
    ).first()
    number = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:04d}"


def find_case(session: Session, cipher: Cipher, name: str, *, lock: bool = False) -> CaseRecord:
    """The case with a reference, ours or the adviser's own.

    Args:
        session: the transaction.
        cipher: opens the sealed columns.
        name: the reference.
        lock: hold the case until the transaction ends, so that two changes to one case follow each other.

    Raises:
        NotFound: no case has that reference.
    """
    ours = CaseRow.reference == name.strip().upper()
    wanted = or_(ours, CaseRow.their_reference_lookup == cipher.lookup(name))
    question = select(CaseRow).where(wanted).order_by(case((ours, 0), else_=1)).limit(1)
    row = session.scalars(question.with_for_update() if lock else question).first()
    if row is None:
        raise NotFound(f"There is no case '{name}'. `ehcp case list` shows the references.")
    return _record(row, cipher)


def look_up_case(session: Session, cipher: Cipher, their_reference: str) -> CaseRecord | None:
    """The case an adviser knows under a reference of their own, if it is here already."""
    row = session.scalars(
        select(CaseRow).where(CaseRow.their_reference_lookup == cipher.lookup(their_reference))
    ).first()
    return _record(row, cipher) if row else None


def add_event(
    session: Session,
    cipher: Cipher,
    case_id: int,
    event: Event,
    *,
    by: str,
    source: str | None = None,
    note: str | None = None,
) -> None:
    """Add an event to a case; nothing is ever changed or removed."""
    if event.recorded_at is None:
        raise ValueError("an event is recorded at some time")
    session.add(
        EventRow(
            id=event.id,
            case_id=case_id,
            kind=event.kind,
            on=event.on,
            dates={which: str(when) for which, when in event.dates.items()},
            about=event.about,
            options=dict(event.options),
            corrects=event.corrects,
            withdrawn=event.withdrawn,
            note_sealed=cipher.seal_if(note),
            source=source,
            recorded_at=event.recorded_at,
            recorded_by=by,
        )
    )
    session.flush()


def read_case(session: Session, record: CaseRecord) -> Case:
    """A case with everything recorded in it."""
    rows = session.scalars(select(EventRow).where(EventRow.case_id == record.id).order_by(EventRow.recorded_at))
    events = tuple(_event(row) for row in rows)
    section_f = read_sections(session, {record.id: record.council_code}).get(
        record.id, SectionF(council=record.council_code)
    )
    return Case(record.reference, events, CaseFacts(date_of_birth=record.birth_date), section_f)


def read_history(session: Session, cipher: Cipher, record: CaseRecord) -> tuple[EventRecord, ...]:
    """Every record of a case in the order of recording, corrections and corrected ones included."""
    rows = session.scalars(
        select(EventRow).where(EventRow.case_id == record.id).order_by(EventRow.recorded_at, EventRow.id)
    )
    return tuple(EventRecord(_event(r), r.recorded_by, r.source, cipher.open_if(r.note_sealed)) for r in rows)


def read_cases(session: Session, case_ids: Iterable[int]) -> Iterator[tuple[int, Case]]:
    """Several cases with their events, in the order of their ids; made for bulk, with no names."""
    ids = sorted(case_ids)
    about = select(CaseRow.id, CaseRow.reference, CaseRow.council_code).where(CaseRow.id.in_(ids))
    known = {id_: (reference, council) for id_, reference, council in session.execute(about)}
    sections = read_sections(session, {id_: council for id_, (_, council) in known.items()})
    question = select(EventRow).where(EventRow.case_id.in_(ids)).order_by(EventRow.case_id)
    events = {id_: tuple(map(_event, rows)) for id_, rows in groupby(session.scalars(question), lambda r: r.case_id)}
    for id_ in ids:
        yield (
            id_,
            Case(known[id_][0], events.get(id_, ()), section_f=sections.get(id_, SectionF(council=known[id_][1]))),
        )


def hold_cases(session: Session, case_ids: Iterable[int]) -> None:
    """Hold cases until the transaction ends; always taken in the order of their ids."""
    question = select(CaseRow.id).where(CaseRow.id.in_(list(case_ids))).order_by(CaseRow.id)
    session.execute(question.with_for_update()).all()


def reference_of(session: Session, case_id: int) -> str:
    """The reference of a case."""
    return session.scalars(select(CaseRow.reference).where(CaseRow.id == case_id)).one()


def all_case_ids(session: Session, after: int = 0, limit: int = 500, sees: Sees = EVERYTHING) -> list[int]:
    """The next case ids after one, in order, of the cases that may be seen."""
    question = select(CaseRow.id).where(CaseRow.id > after, visible(sees)).order_by(CaseRow.id).limit(limit)
    return list(session.scalars(question))


def _record(row: CaseRow, cipher: Cipher) -> CaseRecord:
    born = cipher.open_if(row.birth_date_sealed)
    return CaseRecord(
        id=row.id,
        reference=row.reference,
        council_code=row.council_code,
        child_name=cipher.open_if(row.child_name_sealed),
        birth_date=date.fromisoformat(born) if born else None,
        requested_by=row.requested_by,
        their_reference=cipher.open_if(row.their_reference_sealed),
        source=row.source,
    )


def _event(row: EventRow) -> Event:
    return Event(
        id=row.id,
        kind=row.kind,
        on=row.on,
        dates={cast("CountsFrom", which): When.parse(text) for which, text in row.dates.items()},
        about=row.about,
        options={key: str(value) for key, value in row.options.items()},
        corrects=row.corrects,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
    )
