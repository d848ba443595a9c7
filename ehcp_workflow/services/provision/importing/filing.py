"""Importing a file of what was delivered into one case: a verdict a row, and read twice it adds nothing."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.section_f.entry import TELLING, Entry, EntryKind, Source
from ehcp_workflow.cases.standing import standing
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.casework import file_quietly
from ehcp_workflow.services.importing.columns import ColumnSet, Matched, load_columns, match_columns
from ehcp_workflow.services.importing.table import Table, read_file, read_upload
from ehcp_workflow.services.importing.template import write_template
from ehcp_workflow.services.importing.uploads import MAX_ROWS
from ehcp_workflow.services.importing.verdicts import Outcome, Verdict
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.provision.checks import NewEntry, check_entry
from ehcp_workflow.services.provision.importing.reading import Reading, read_row
from ehcp_workflow.services.provision.recording import entry_for
from ehcp_workflow.services.provision.standing import line_on
from ehcp_workflow.store import casebook, provision
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.engine import Unit

SHEET = "Delivered"
_RULES = (
    "One row is what happened to one line of Section F on one day, or in several days from first to last.",
    "Leave out what nobody knows. A week without any row is 'not reported'; it is never taken for missed.",
    "The day comes before the month. A date that could be read in two ways is refused, never guessed.",
    "A row with anything that cannot be read is refused whole and named.",
    "The columns may stand in any order, and those you do not need may be deleted.",
    "The rows whose line begins with EXAMPLE are not imported. Delete or keep them.",
)


@dataclass(frozen=True)
class ImportedLog:
    """What became of a file: a verdict for each row, and the headings that mean nothing to us."""

    verdicts: tuple[Verdict, ...]
    unknown_headings: tuple[str, ...]


def write_log_template(installation: Installation, path: Path) -> None:
    """Write an empty workbook for what was delivered, with explanations.

    Raises:
        BadInput: its name does not end in `.xlsx`.
        Refused: there is a file of that name, or nothing can be written there.
    """
    write_template(path, _columns(installation), SHEET, _RULES)


def import_log(
    installation: Installation, reference: str, path: Path, by: str, *, dry_run: bool = False
) -> ImportedLog:
    """Import a file into the delivery log of a case, in one transaction; a dry run does the same and undoes it.

    Nobody is sent anything by it: what it brings to be told is held until a person accepts it.

    Raises:
        NotFound: there is no such case or no such file.
        BadInput: the file cannot be read, or lacks a column without which no row could be understood.
    """
    known = _columns(installation)
    table = read_file(path, lambda heading: known.find(heading) is not None)
    return import_table(installation, reference, table, by, dry_run=dry_run)


def read_log(installation: Installation, content: bytes) -> Table:
    """Read a file of what was delivered that was uploaded.

    Raises:
        BadInput: it cannot be read.
    """
    known = _columns(installation)
    return read_upload(content, lambda heading: known.find(heading) is not None, MAX_ROWS)


def import_table(
    installation: Installation, reference: str, table: Table, by: str, *, dry_run: bool = False
) -> ImportedLog:
    """Import a table that was read, as `import_log`.

    Raises:
        NotFound, BadInput: as `import_log`.
    """
    known = _columns(installation)
    matched = match_columns(table.headings, known)
    _check_columns(matched)
    readings = [reading for row, values in table.rows if (reading := read_row(matched, row, values))]
    with installation.database.write() as unit:
        record = casebook.find_case(unit, installation.cipher, reference, lock=True)
        verdicts = tuple(_file_rows(installation, unit, record, readings, by))
        if any(verdict.outcome in {Outcome.IMPORTED, Outcome.NEEDS_ATTENTION} for verdict in verdicts):
            file_quietly(installation, unit, record)
        if dry_run:
            unit.rollback()
    return ImportedLog(verdicts, matched.unknown)


def _columns(installation: Installation) -> ColumnSet:
    return load_columns(installation.config / "delivery_columns.yaml")


def _check_columns(matched: Matched) -> None:
    there = {column.fills.entry for column in matched.columns.values()}
    if not {"line", "kind"} <= there or not ("day" in there or {"first", "last"} <= there):
        raise BadInput(
            "The file needs the columns 'Line', 'What happened', and 'Date' or both 'From' and 'To'. "
            "The template has them."
        )


def _file_rows(
    installation: Installation, unit: Unit, record: CaseRecord, readings: list[Reading], by: str
) -> list[Verdict]:
    case = casebook.read_case(unit, record)
    there, before = provision.import_keys(unit, record.id), standing(case.section_f.entries)
    equal: Counter[str] = Counter()
    verdicts = []
    for reading in readings:
        try:
            entry, note = _entry(installation, case, reading.entry)
        except (BadInput, NotFound, Refused) as error:
            remarks = reading.problems or (str(error),)
            verdicts.append(Verdict(reading.row, Outcome.REFUSED, record.reference, remarks))
            continue
        said = _said(entry)
        equal[said] += 1
        key = hashlib.sha256(f"{said}|{equal[said]}".encode()).hexdigest()  # equal rows are as many deliveries
        if key in there:
            verdicts.append(Verdict(reading.row, Outcome.UNCHANGED, record.reference))
            continue
        provision.add_entry(unit, installation.cipher, record.id, entry, note, by, key)
        others = tuple(_other(other) for other in before if _overlap(entry, other))
        outcome = Outcome.NEEDS_ATTENTION if others else Outcome.IMPORTED
        verdicts.append(Verdict(reading.row, outcome, record.reference, others))
    return verdicts


def _entry(installation: Installation, case: Case, new: NewEntry | None) -> tuple[Entry, str | None]:
    """The entry to log and its note.

    Raises:
        BadInput: the row could not be read, or cannot be.
        NotFound: the case has no such line.
        Refused: it is in the future.
    """
    if new is None:
        raise BadInput("The row cannot be read.")
    new = replace(new, source=new.source or (None if new.kind is EntryKind.AGREED_GAP else Source.FILE))
    check_entry(new, installation.today())
    line = line_on(case, new.line, new.first, case.reference)
    entry = entry_for(installation, line, new)
    return replace(entry, source=new.source or Source.FILE), new.note


def _said(entry: Entry) -> str:
    """What a row says, without its note: a note reworded in the file is no second delivery."""
    parts = (entry.line, entry.kind, entry.first, entry.last, entry.amount, entry.equivalent, entry.by)
    return "|".join(map(str, parts))


def _overlap(entry: Entry, other: Entry) -> bool:
    same = entry.line == other.line and {entry.kind, other.kind} <= TELLING
    return same and entry.first <= other.last and other.first <= entry.last


def _other(other: Entry) -> str:
    return (
        f"The log has another entry for {other.line} from {day_in_words(other.first)} ({other.id[:8]}). "
        f"If both say the same, take one back with `ehcp provision correct`."
    )
