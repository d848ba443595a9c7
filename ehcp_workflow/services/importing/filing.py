"""Filing one row of a caseload: finding or opening its case, and adding what is new. Nothing recorded is changed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.findings import Severity
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.casework import file_quietly, find_if_there
from ehcp_workflow.services.contacts import Contact, add_contacts
from ehcp_workflow.services.councils import Council, find_council
from ehcp_workflow.services.event_checks import OURS, NewEvent, check_event
from ehcp_workflow.services.importing.readings import EventCell, RowReading
from ehcp_workflow.services.importing.verdicts import Outcome, Verdict
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accesses, case_desks, casebook
from ehcp_workflow.store.accesses import Access
from ehcp_workflow.store.casebook import CaseRecord, NewCase
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.visibility import EVERYTHING, Sees, may_see

BY = "import"
_NOT_SHOWN = "The file says something else than the record, or the record is odd. Ask an adviser who sees the case."


@dataclass(frozen=True)
class Filer:
    """Who imports.

    Attributes:
        by: what records are kept under.
        knows: which cases they may know of; no other is changed.
        shown: whether they may be shown what is recorded in a case.
        team: the team whose the new cases are; None for nobody's.
        account_id, what: under what it is written down that a case was changed; nothing is at the terminal.
    """

    by: str = BY
    knows: Sees = EVERYTHING
    shown: bool = True
    team: int | None = None
    account_id: int | None = None
    what: str | None = None


AT_THE_TERMINAL = Filer()


def file_row(installation: Installation, unit: Unit, reading: RowReading, filer: Filer = AT_THE_TERMINAL) -> Verdict:
    """File one row: in the case it is known by, or in a new one."""
    try:
        name, council = _check(reading)
        events = [(cell, check_event(installation, _new_event(cell, reading))) for cell in reading.events]
        record = find_if_there(installation, unit, name)
        new = record is None
        _refuse_unseen(unit, filer, record)
        record = record or _open(installation, unit, reading, name, council, filer)
    except (BadInput, Refused) as error:
        remarks = [str(problem) for problem in reading.problems] or [str(error)]
        return Verdict(reading.row_number, Outcome.REFUSED, None, tuple(remarks))
    verdict = _file(installation, unit, reading, record, events, new=new, by=filer.by)
    if verdict.remarks and not filer.shown:
        verdict = replace(verdict, remarks=(_NOT_SHOWN,))
    if filer.what and verdict.outcome is not Outcome.UNCHANGED:
        access = Access(filer.by, filer.what, changed=True, at=installation.now())
        accesses.add_access(unit, record.id, filer.account_id, access)
    return verdict


def _refuse_unseen(unit: Unit, filer: Filer, record: CaseRecord | None) -> None:
    """Refuse a case that whoever imports may not see: neither is it changed, nor is a second one opened.

    Raises:
        Refused: they may not see it.
    """
    if record is not None and not may_see(unit, filer.knows, record.id):
        raise Refused(
            "There is a case by this reference that you may not see, so nothing was done. Ask your supervisor."
        )


def _file(
    installation: Installation,
    unit: Unit,
    reading: RowReading,
    record: CaseRecord,
    events: list[tuple[EventCell, Event]],
    *,
    new: bool,
    by: str,
) -> Verdict:
    """Add what a row says to its case, and say what a person should look at."""
    remarks: list[str] = []
    added = _add_events(installation, unit, record, reading, events, remarks, by) or new
    added |= add_contacts(installation, unit, record.id, _contacts(reading))
    if added:
        findings = file_quietly(installation, unit, record).findings
        remarks += [finding.message for finding in findings if finding.severity is not Severity.NOTE]
    outcome = Outcome.NEEDS_ATTENTION if remarks else Outcome.IMPORTED if added else Outcome.UNCHANGED
    return Verdict(reading.row_number, outcome, record.reference, tuple(remarks), opened=new)


def _check(reading: RowReading) -> tuple[str, Council | None]:
    """What a row is known by when it comes again, and its council.

    That is the row's own reference, or else the child, birth date and council.

    Raises:
        BadInput: the row cannot be read, names no council we know, or could not be known again.
    """
    if reading.is_refused:
        raise BadInput("The row cannot be read.")
    council = find_council(reading.council)
    if reading.council and council is None:
        # The cell is not repeated: a name pasted one column too far must not travel into a report.
        raise BadInput("'Council' is not a council we know. Write its name as the DfE does, or its DfE number.")
    if reading.reference:
        return reading.reference, council
    if not reading.facts.child_name:
        raise BadInput(
            "The row has neither a reference nor a child's name, so it could not be known again. Add a reference."
        )
    born = reading.facts.date_of_birth
    said = (reading.facts.child_name, f"born {born}" if born else "", council.name if council else "")
    return ", ".join(filter(None, said)), council


def _open(
    installation: Installation, unit: Unit, reading: RowReading, name: str, council: Council | None, filer: Filer
) -> CaseRecord:
    """Open a case for a row.

    Raises:
        Refused: it would go by a reference that looks like one of ours.
    """
    if OURS.fullmatch(name):
        raise Refused("The reference looks like one of ours, and there is no such case. Correct it, or use your own.")
    new = NewCase(
        opened_at=installation.now(),
        council_code=council.code if council else None,
        child_name=reading.facts.child_name,
        birth_date=reading.facts.date_of_birth,
        requested_by=reading.facts.requested_by,
        their_reference=name,
        source=reading.source,
    )
    record = casebook.add_case(unit, installation.cipher, new)
    if filer.team is not None:
        case_desks.assign(unit, record.id, filer.team, None)
    return record


def _add_events(
    installation: Installation,
    unit: Unit,
    record: CaseRecord,
    reading: RowReading,
    events: list[tuple[EventCell, Event]],
    remarks: list[str],
    by: str,
) -> bool:
    """Add the events that are new; one that differs from the record is left alone and said."""
    standing, added = casebook.read_case(unit, record).standing, False
    for cell, event in events:
        same_kind = [old for old in standing if (old.kind, old.about) == (event.kind, event.about)]
        if any(_bears_out(old, event) for old in same_kind):
            continue
        if same_kind:
            remarks.append(_differs(record, cell, same_kind[-1], event))
            continue
        note = reading.notes if not added and not standing else None
        casebook.add_event(unit, installation.cipher, record.id, event, by=by, source=reading.source, note=note)
        added = True
    return added


def _bears_out(old: Event, new: Event) -> bool:
    """Whether the record says all that the file says; what the file leaves blank contradicts nothing."""
    return old.on == new.on and new.dates.items() <= old.dates.items() and new.options.items() <= old.options.items()


def _differs(record: CaseRecord, cell: EventCell, old: Event, new: Event) -> str:
    more = [f"--date {which}={when}" for which, when in new.dates.items()]
    more += [f"--option {option}={shlex.quote(value)}" for option, value in new.options.items()]
    return (
        f"'{cell.column}': the file says {_said(new)}, the record says {_said(old)}. Nothing was changed. If the file "
        f"is right: {' '.join(['ehcp case correct', record.reference, old.id[:8], '--on', str(new.on), *more])}"
    )


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
