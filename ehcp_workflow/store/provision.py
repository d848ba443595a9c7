"""Lines of Section F and the delivery log: adding records and reading them; nothing is ever changed or removed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import DeliveryRow, ProvisionLineRow

_Row = TypeVar("_Row", ProvisionLineRow, DeliveryRow)


@dataclass(frozen=True)
class LineWords:
    """What a line says in words: the plan's wording, who gives the help, and where. Kept sealed."""

    wording: str | None = field(default=None, repr=False)
    who: str | None = field(default=None, repr=False)
    where: str | None = field(default=None, repr=False)


NO_WORDS = LineWords()


def add_line(session: Session, cipher: Cipher, case_id: int, line: Line, words: LineWords, by: str) -> None:
    """Add a line of Section F to a case, or a correction of one."""
    said = {name: value for name, value in vars(words).items() if value}
    session.add(
        ProvisionLineRow(
            id=line.id,
            case_id=case_id,
            code=line.code,
            plan=line.plan,
            strand=line.strand,
            amount=_text(line.amount),
            unit=line.unit,
            per=line.per,
            term_time=line.term_time,
            calendar=line.calendar,
            starts=line.starts,
            ends=line.ends,
            vague=list(line.vague),
            words_sealed=cipher.seal(json.dumps(said)) if said else None,
            replaces=line.replaces,
            withdrawn=line.withdrawn,
            recorded_at=line.recorded_at,
            recorded_by=by,
        )
    )
    session.flush()


def add_entry(
    session: Session,
    cipher: Cipher,
    case_id: int,
    entry: Entry,
    note: str | None,
    by: str,
    import_key: str | None = None,
) -> None:
    """Add an entry of the delivery log to a case, or a correction of one, with its note sealed."""
    _add(session, case_id, entry, by, import_key, cipher.seal_if(note))


def add_answer(session: Session, case_id: int, entry: Entry, by: str, import_key: str) -> None:
    """Add what a family answered to the delivery log; an answer has no note, so nothing has to be sealed."""
    _add(session, case_id, entry, by, import_key, None)


def _add(
    session: Session, case_id: int, entry: Entry, by: str, import_key: str | None, note_sealed: str | None
) -> None:
    session.add(
        DeliveryRow(
            id=entry.id,
            case_id=case_id,
            line=entry.line,
            kind=entry.kind,
            first=entry.first,
            last=entry.last,
            amount=_text(entry.amount),
            equivalent=entry.equivalent,
            by=entry.by,
            source=entry.source,
            note_sealed=note_sealed,
            import_key=import_key,
            replaces=entry.replaces,
            withdrawn=entry.withdrawn,
            recorded_at=entry.recorded_at,
            recorded_by=by,
        )
    )
    session.flush()


def import_keys(session: Session, case_id: int) -> frozenset[str]:
    """The keys of all rows of files that are in the log of a case, also of those taken back since."""
    question = select(DeliveryRow.import_key).where(DeliveryRow.case_id == case_id, DeliveryRow.import_key.is_not(None))
    return frozenset(key for key in session.scalars(question) if key)


def read_sections(session: Session, councils: Mapping[int, str | None]) -> dict[int, SectionF]:
    """Section F of those of some cases that have lines, with the log; one query for lines and one for entries.

    Args:
        session: the transaction.
        councils: the cases by their ids, each with the DfE number of its council.
    """
    lines: dict[int, list[Line]] = defaultdict(list)
    for row in session.scalars(_in_order(ProvisionLineRow, councils)):
        lines[row.case_id].append(_line(row))
    if not lines:
        return {}  # an entry always names a line
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in session.scalars(_in_order(DeliveryRow, lines)):
        entries[entry.case_id].append(_entry(entry))
    return {id_: SectionF(tuple(found), tuple(entries[id_]), councils[id_]) for id_, found in lines.items()}


def with_lines(session: Session, case_ids: Iterable[int]) -> set[int]:
    """Which of some cases have lines of Section F on record."""
    question = select(ProvisionLineRow.case_id).where(ProvisionLineRow.case_id.in_(list(case_ids))).distinct()
    return set(session.scalars(question))


def cases_with_lines(session: Session, after: int = 0, limit: int = 200) -> list[int]:
    """The next cases of which at least one line was ever recorded, by id."""
    question = select(ProvisionLineRow.case_id).where(ProvisionLineRow.case_id > after).distinct()
    return list(session.scalars(question.order_by(ProvisionLineRow.case_id).limit(limit)))


def words_of_lines(session: Session, cipher: Cipher, case_id: int) -> dict[str, LineWords]:
    """What each record of a line says in words, by its id; for the case's own page and commands only."""
    question = select(ProvisionLineRow.id, ProvisionLineRow.words_sealed).where(ProvisionLineRow.case_id == case_id)
    return {id_: _words(cipher, sealed) for id_, sealed in session.execute(question)}


def notes_of_entries(session: Session, cipher: Cipher, case_id: int) -> dict[str, str]:
    """The notes of the log's entries, by id; for the case's own page and commands only."""
    question = select(DeliveryRow.id, DeliveryRow.note_sealed).where(DeliveryRow.case_id == case_id)
    return {id_: cipher.open(sealed) for id_, sealed in session.execute(question) if sealed}


def _in_order(row: type[_Row], case_ids: Iterable[int]) -> Select[_Row]:
    return select(row).where(row.case_id.in_(list(case_ids))).order_by(row.case_id, row.recorded_at, row.id)


def _words(cipher: Cipher, sealed: str | None) -> LineWords:
    return LineWords(**json.loads(cipher.open(sealed))) if sealed else NO_WORDS


def _text(amount: Fraction | None) -> str | None:
    return None if amount is None else str(amount)


def _amount(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _line(row: ProvisionLineRow) -> Line:
    return Line(
        id=row.id,
        code=row.code,
        plan=row.plan,
        strand=row.strand,
        amount=_amount(row.amount),
        unit=Unit(row.unit) if row.unit else None,
        per=Per(row.per) if row.per else None,
        term_time=row.term_time,
        calendar=row.calendar,
        starts=row.starts,
        ends=row.ends,
        vague=tuple(row.vague),
        replaces=row.replaces,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
    )


def _entry(row: DeliveryRow) -> Entry:
    return Entry(
        id=row.id,
        line=row.line,
        kind=EntryKind(row.kind),
        first=row.first,
        last=row.last,
        amount=_amount(row.amount),
        equivalent=row.equivalent,
        by=By(row.by),
        source=Source(row.source),
        replaces=row.replaces,
        withdrawn=row.withdrawn,
        recorded_at=row.recorded_at,
    )
