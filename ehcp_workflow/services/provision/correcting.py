"""Putting right what was recorded of Section F: always a new record; the old one stays, marked as corrected."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.section_f.entry import Entry, EntryKind
from ehcp_workflow.cases.section_f.line import Line
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.casework import work_out
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.amounts import check_delivered
from ehcp_workflow.services.provision.standing import line_on, standing
from ehcp_workflow.store import casebook, provision
from ehcp_workflow.store.engine import Unit as Transaction
from ehcp_workflow.store.provision import NO_WORDS


def withdraw(installation: Installation, reference: str, record_id: str, by: str) -> Position:
    """Take back a line or an entry of the log; the old record stays and is marked as taken back.

    Raises:
        NotFound: the case has no single standing record whose id begins so.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        old = _find(casebook.read_case(unit, record), record_id)
        if isinstance(old, Line):
            gone = replace(old, id=new_id(), replaces=old.id, withdrawn=True, recorded_at=installation.now())
            provision.add_line(unit, installation.cipher, record.id, gone, NO_WORDS, by)
        else:
            back = replace(old, id=new_id(), replaces=old.id, withdrawn=True, recorded_at=installation.now())
            provision.add_entry(unit, installation.cipher, record.id, back, None, by)
        return work_out(installation, unit, record)


def correct_amount(installation: Installation, reference: str, record_id: str, amount: Fraction, by: str) -> Position:
    """Put right how much a line specifies, or how much an entry says was delivered; all else stays as it was.

    Raises:
        NotFound: the case has no single standing record whose id begins so.
        BadInput: the record has no amount, or there cannot be so much.
    """
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        case = casebook.read_case(unit, record)
        old = _find(case, record_id)
        if isinstance(old, Line):
            _correct_line(installation, unit, record.id, old, amount, by)
        else:
            line = line_on(case, old.line, old.first, record.reference)
            _correct_entry(installation, unit, record.id, old, line, amount, by)
        return work_out(installation, unit, record)


def _correct_line(inst: Installation, unit: Transaction, case_id: int, old: Line, amount: Fraction, by: str) -> None:
    if not old.can_be_measured:
        raise BadInput(f"{old.code} says no unit and period. Take it back with --withdraw and add it anew with them.")
    right = replace(old, id=new_id(), amount=amount, replaces=old.id, recorded_at=inst.now())
    words = provision.words_of_lines(unit, inst.cipher, case_id)[old.id]
    provision.add_line(unit, inst.cipher, case_id, right, words, by)


def _correct_entry(
    inst: Installation, unit: Transaction, case_id: int, old: Entry, line: Line, amount: Fraction, by: str
) -> None:
    if old.kind is EntryKind.MISSED:
        raise BadInput("Nothing was delivered, so `missed` has no amount. Take it back with --withdraw and log `part`.")
    check_delivered(line, amount, old.first, old.last)
    right = replace(old, id=new_id(), amount=amount, replaces=old.id, recorded_at=inst.now())
    note = provision.notes_of_entries(unit, inst.cipher, case_id).get(old.id)
    provision.add_entry(unit, inst.cipher, case_id, right, note, by)


def _find(case: Case, record_id: str) -> Line | Entry:
    """The record whose id begins so, among those that count."""
    records: list[Line | Entry] = [*standing(case.section_f.lines), *standing(case.section_f.entries)]
    found = [one for one in records if record_id and one.id.startswith(record_id)]
    if len(found) != 1:
        raise NotFound(f"{case.reference} has no single record '{record_id}'. `ehcp provision lines` lists the ids.")
    return found[0]
