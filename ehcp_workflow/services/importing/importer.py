"""Bringing a caseload in: one verdict and one transaction a row. Importing the same file again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.findings import Severity
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.casework import Contact, NewEvent, add_contacts, check_event, file_quietly
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.importing.columns import Matched, load_columns, match_headings
from ehcp_workflow.services.importing.readings import EventCell, RowReading
from ehcp_workflow.services.importing.rows import read_rows
from ehcp_workflow.services.importing.table import NumberedRow, read_file
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook
from ehcp_workflow.store.casebook import CaseRecord, NewCase
from ehcp_workflow.store.engine import Unit

BY = "import"


class Outcome(StrEnum):
    """What became of a row."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    NEEDS_ATTENTION = "needs attention"
    REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """What became of one row.

    Attributes:
        row: its number in the file.
        outcome: imported (something was added), unchanged, needs attention (see the remarks; what was clear is in), or
            refused (nothing of the row was stored).
        reference: the case, where there is one.
        remarks: what a person should look at, and where.
    """

    row: int
    outcome: Outcome
    reference: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseloadFile:
    """A caseload file that can be imported: its columns are understood, its rows not yet read."""

    columns: Matched
    rows: tuple[NumberedRow, ...]

    @property
    def unknown_headings(self) -> tuple[str, ...]:
        """Headings that mean nothing to us; nothing is read from their columns."""
        return self.columns.unknown

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.rows)


def open_caseload(path: Path) -> CaseloadFile:
    """Open a CSV or xlsx file and match its columns.

    Raises:
        NotFound: there is no such file.
        BadInput: it is not such a file, is too big, or its columns cannot be understood.
    """
    known = load_columns()
    table = read_file(path, lambda heading: known.find(heading) is not None)
    return CaseloadFile(match_headings(table.headings, known), table.rows)


def import_rows(installation: Installation, file: CaseloadFile, *, dry_run: bool = False) -> Iterator[Verdict]:
    """Import a file row by row, each in a transaction of its own.

    A dry run does the same in one transaction and undoes it, so that its verdicts are the real ones. Nobody is sent
    anything by an import: the next check looks at the cases it brought.
    """
    readings = read_rows(file.columns, file.rows, installation.today())
    if not dry_run:
        for reading in readings:
            with installation.database.write() as unit:
                yield _import_row(installation, unit, reading)
        return
    with installation.database.write() as unit:
        for reading in readings:
            yield _import_row(installation, unit, reading)
        unit.rollback()


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict for other programs."""
    return {
        "row": verdict.row,
        "outcome": verdict.outcome.value,
        "reference": verdict.reference,
        "remarks": list(verdict.remarks),
    }


def _import_row(installation: Installation, unit: Unit, reading: RowReading) -> Verdict:
    if reading.is_refused:
        return Verdict(reading.row_number, Outcome.REFUSED, None, tuple(str(problem) for problem in reading.problems))
    name = _identity(reading)
    if name is None:
        remark = "The row has neither a reference nor a child's name, so it could not be known again. Add a reference."
        return Verdict(reading.row_number, Outcome.REFUSED, None, (remark,))
    try:
        events = [(cell, check_event(installation, _new_event(cell, reading))) for cell in reading.events]
    except (BadInput, Refused) as error:
        return Verdict(reading.row_number, Outcome.REFUSED, None, (str(error),))
    record = casebook.look_up_case(unit, installation.cipher, name)
    remarks: list[str] = []
    if record is None:
        record, added = _open(installation, unit, reading, name, remarks), True
        standing: tuple[Event, ...] = ()
    else:
        standing, added = casebook.read_case(unit, record).standing, False
    added |= _add_events(installation, unit, record, reading, events, standing, remarks)
    added |= add_contacts(installation, unit, record.id, _contacts(reading))
    if added:
        findings = file_quietly(installation, unit, record).findings
        remarks += [finding.message for finding in findings if finding.severity is not Severity.NOTE]
    outcome = Outcome.NEEDS_ATTENTION if remarks else Outcome.IMPORTED if added else Outcome.UNCHANGED
    return Verdict(reading.row_number, outcome, record.reference, tuple(remarks))


def _identity(reading: RowReading) -> str | None:
    """What a row is known by when it comes again: its own reference, or the council, child and birth date."""
    if reading.reference:
        return reading.reference
    if reading.facts.child_name:
        born = reading.facts.date_of_birth
        return f"row {reading.council or ''} {reading.facts.child_name} {born or ''}"
    return None


def _open(installation: Installation, unit: Unit, reading: RowReading, name: str, remarks: list[str]) -> CaseRecord:
    council = find_council(reading.council)
    if reading.council and council is None:
        remarks.append(f"'Council': '{reading.council}' is not a council we know; the case has none. Correct the name.")
    new = NewCase(
        opened_at=installation.now(),
        council_code=council.code if council else None,
        child_name=reading.facts.child_name,
        birth_date=reading.facts.date_of_birth,
        requested_by=reading.facts.requested_by,
        their_reference=name,
        source=reading.source,
    )
    return casebook.add_case(unit, installation.cipher, new)


def _add_events(
    installation: Installation,
    unit: Unit,
    record: CaseRecord,
    reading: RowReading,
    events: list[tuple[EventCell, Event]],
    standing: tuple[Event, ...],
    remarks: list[str],
) -> bool:
    """Add the events that are new; one that differs from the record is left alone and said."""
    added = False
    for cell, event in events:
        same_kind = [old for old in standing if (old.kind, old.about) == (event.kind, event.about)]
        if any(_says_the_same(old, event) for old in same_kind):
            continue
        if same_kind:
            remarks.append(
                f"'{cell.column}': the file says {_said(event)}, the record says {_said(same_kind[-1])}. "
                f"Nothing was changed. If the file is right: ehcp case correct {record.reference} "
                f"{same_kind[-1].id[:8]} --on {event.on}"
            )
            continue
        note = reading.notes if not added and not standing else None
        casebook.add_event(unit, installation.cipher, record.id, event, by=BY, source=reading.source, note=note)
        added = True
    return added


def _says_the_same(old: Event, new: Event) -> bool:
    return (old.on, dict(old.dates), dict(old.options)) == (new.on, dict(new.dates), dict(new.options))


def _said(event: Event) -> str:
    more = [f"{which.replace('_', ' ')} {when.in_words()}" for which, when in event.dates.items()]
    return ", ".join([event.on.in_words(), *more, *event.options.values()])


def _new_event(cell: EventCell, reading: RowReading) -> NewEvent:
    return NewEvent(cell.kind, cell.when, cell.dates, cell.about, cell.options, source=reading.source)


def _contacts(reading: RowReading) -> tuple[Contact, ...]:
    contacts = []
    if reading.contacts.parent_email:
        agreed = reading.contacts.parent_agreed
        source = "the imported caseload says so" if agreed else None
        contacts.append(Contact("parent", reading.contacts.parent_email, None, source, refused=agreed is False))
    if reading.contacts.adviser_email:
        contacts.append(Contact("adviser", reading.contacts.adviser_email, None, "adviser of the case"))
    return tuple(contacts)
