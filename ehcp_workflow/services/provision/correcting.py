"""Putting right what was recorded of Section F: always a new record; the old one stays, marked as corrected."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.section_f.entry import By, Entry, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Line, Per, Unit
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.casework import catch_up, work_out
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import Once, is_first
from ehcp_workflow.services.provision.checks import NewEntry, NewLine, check_calendar, check_entry, check_line
from ehcp_workflow.services.provision.ledger import provision_words
from ehcp_workflow.services.provision.recording import entry_for
from ehcp_workflow.services.provision.standing import line_on
from ehcp_workflow.services.terms.known import term_calendars
from ehcp_workflow.store import casebook, provision
from ehcp_workflow.store.engine import Unit as Transaction
from ehcp_workflow.store.provision import NO_WORDS

_WORDS = frozenset({"wording", "who", "where"})
_OF_LINES = frozenset({"strand", "amount", "unit", "per", "term_time", "calendar", "starts", "ends"})
_OF_ENTRIES = frozenset({"line", "kind", "first", "last", "amount", "unit", "equivalent", "by", "source"})


@dataclass(frozen=True)
class LineChanges:
    """What is put right of a line; what is None stays as it was."""

    strand: str | None = None
    amount: Fraction | None = None
    unit: Unit | None = None
    per: Per | None = None
    term_time: bool | None = None
    calendar: str | None = None
    starts: date | None = None
    ends: date | None = None
    wording: str | None = field(default=None, repr=False)
    who: str | None = field(default=None, repr=False)
    where: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class EntryChanges:
    """What is put right of an entry of the log; what is None stays as it was."""

    line: str | None = None
    kind: EntryKind | None = None
    first: date | None = None
    last: date | None = None
    amount: Fraction | None = None
    unit: Unit | None = None
    equivalent: bool | None = None
    by: By | None = None
    source: Source | None = None
    note: str | None = field(default=None, repr=False)


def withdraw(installation: Installation, reference: str, record_id: str, by: str, once: Once | None = None) -> Position:
    """Take back a line or an entry of the log; the old record stays and is marked as taken back.

    Raises:
        NotFound: the case has no single standing record whose id begins so.
        ChangedMeanwhile: the case is not as the sender of the form saw it.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not is_first(installation, unit, record, once):
            return work_out(installation, unit, record)
        catch_up(installation, unit, record)
        old = _find(casebook.read_case(unit, record), record_id)
        if isinstance(old, Line):
            gone = replace(old, id=new_id(), replaces=old.id, withdrawn=True, recorded_at=installation.now())
            provision.add_line(unit, installation.cipher, record.id, gone, NO_WORDS, by)
        else:
            back = replace(old, id=new_id(), replaces=old.id, withdrawn=True, recorded_at=installation.now())
            provision.add_entry(unit, installation.cipher, record.id, back, None, by)
        return work_out(installation, unit, record)


def correct_record(
    installation: Installation,
    reference: str,
    record_id: str,
    changes: LineChanges | EntryChanges,
    by: str,
    once: Once | None = None,
) -> Position:
    """Put right what a line or an entry of the log says; all that is not named stays as it was.

    Raises:
        NotFound: the case has no single standing record whose id begins so.
        BadInput: what is named does not belong to such a record, or the record would make no sense.
        Refused: an entry would be in the future.
        ChangedMeanwhile: the case is not as the sender of the form saw it.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        if not is_first(installation, unit, record, once):
            return work_out(installation, unit, record)
        catch_up(installation, unit, record)
        case = casebook.read_case(unit, record)
        old = _find(case, record_id)
        if isinstance(old, Line):
            right = _for_line(changes)
            _keep_unit(case, old, right.unit)
            check_calendar(right.calendar, term_calendars(installation, unit))
            _correct_line(installation, unit, record.id, old, right, by)
        else:
            _correct_entry(installation, unit, record.id, case, old, _for_entry(changes), by)
        return work_out(installation, unit, record)


def _keep_unit(case: Case, old: Line, unit: Unit | None) -> None:
    """Refuse another unit where the log has amounts of the line: they would silently mean something else."""
    counted = any(entry.line == old.code and entry.amount for entry in standing(case.section_f.entries))
    if counted and old.unit and unit not in {None, old.unit}:
        raise Refused(
            f"The log has amounts of {old.code} in {old.unit}, so its unit stays. "
            f"Give the right amount in {old.unit}, or take back those entries first."
        )


def _correct_line(inst: Installation, unit: Transaction, case_id: int, old: Line, said: LineChanges, by: str) -> None:
    words = replace(provision.words_of_lines(unit, inst.cipher, case_id)[old.id], **_named(said, _WORDS))
    kinds = provision_words(inst)
    right = replace(old, **_named(said, _OF_LINES))
    check_line(
        NewLine(
            right.code,
            right.strand,
            right.amount,
            right.unit,
            right.per,
            starts=right.starts,
            ends=right.ends,
            words=words,
        ),
        kinds,
    )
    vague = kinds.find_vague(words.wording or "")
    right = replace(right, id=new_id(), vague=vague, replaces=old.id, recorded_at=inst.now())
    provision.add_line(unit, inst.cipher, case_id, right, words, by)


def _correct_entry(
    inst: Installation, unit: Transaction, case_id: int, case: Case, old: Entry, said: EntryChanges, by: str
) -> None:
    note = said.note or provision.notes_of_entries(unit, inst.cipher, case_id).get(old.id)
    kind = said.kind or old.kind
    was = NewEntry(
        line=old.line,
        kind=kind,
        first=old.first,
        last=old.last,
        amount=None if said.kind is EntryKind.MISSED else old.amount,
        equivalent=old.equivalent if kind is EntryKind.CATCH_UP else None,
        by=old.by,
        source=old.source,
        note=note,
    )
    new = replace(was, **_named(said, _OF_ENTRIES))
    check_entry(new, inst.today())
    right = replace(entry_for(inst, line_on(case, new.line, new.first, case.reference), new), replaces=old.id)
    provision.add_entry(unit, inst.cipher, case_id, right, note, by)


def _named(said: LineChanges | EntryChanges, fields: frozenset[str]) -> dict[str, Any]:
    """What is to be put right, of some fields."""
    return {name: value for name, value in vars(said).items() if name in fields and value is not None}


def _for_line(changes: LineChanges | EntryChanges) -> LineChanges:
    if isinstance(changes, LineChanges):
        return changes
    if changes != EntryChanges(amount=changes.amount, unit=changes.unit):
        raise BadInput("That is a line: it has no days, kind, source or note. Correct its entry of the log instead.")
    return LineChanges(amount=changes.amount, unit=changes.unit)


def _for_entry(changes: LineChanges | EntryChanges) -> EntryChanges:
    if isinstance(changes, EntryChanges):
        return changes
    if changes != LineChanges(amount=changes.amount, unit=changes.unit):
        raise BadInput("That is an entry of the log: it has no strand, period or wording. Correct its line instead.")
    return EntryChanges(amount=changes.amount, unit=changes.unit)


def _find(case: Case, record_id: str) -> Line | Entry:
    """The record whose id begins so, among those that count."""
    records: list[Line | Entry] = [*standing(case.section_f.lines), *standing(case.section_f.entries)]
    found = [one for one in records if record_id and one.id.startswith(record_id)]
    if len(found) != 1:
        raise NotFound(f"{case.reference} has no single record '{record_id}'. `ehcp provision lines` lists the ids.")
    return found[0]
