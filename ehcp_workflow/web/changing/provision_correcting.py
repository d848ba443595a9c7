"""Putting right a line of Section F or an entry of the log, or taking it back, with what will change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import Once
from ehcp_workflow.services.provision.correcting import EntryChanges, LineChanges, correct_record, withdraw
from ehcp_workflow.services.provision.listing import ListedEntry, ListedLine, read_section_f
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.changing.asking import case_address, show_form
from ehcp_workflow.web.changing.correcting import BACK, RIGHT
from ehcp_workflow.web.changing.deed import Deed, take
from ehcp_workflow.web.changing.field import Field, Form, Shape, read
from ehcp_workflow.web.changing.provision import form_of, lines_known, strands_known
from ehcp_workflow.web.changing.provision_fields import (
    entry_fields,
    line_fields,
    read_typed_amount,
    rows_of,
    typed_entry,
    typed_line,
)
from ehcp_workflow.web.forms import Sent

router = APIRouter()
_WHAT = Field(
    "what",
    "What do you want to do?",
    Shape.ONE,
    choices=((RIGHT, "Put right what was recorded"), (BACK, "Take it back, because it is wrong altogether")),
    missing="Choose whether to put it right or to take it back.",
)


@dataclass(frozen=True)
class Old:
    """What is to be put right: a line or an entry, its form and what is typed in it to begin with."""

    form: Form
    typed: Mapping[str, str]
    is_line: bool


@router.get("/cases/{reference}/provision/records/{record_id}/correct")
def show_correction(visit: Changing, reference: str, record_id: str) -> Response:
    """The form for putting a line or an entry right."""
    old = _old(visit, visit.case(reference), record_id)
    return show_form(visit, old.form, {"what": RIGHT, **old.typed})


@router.post("/cases/{reference}/provision/records/{record_id}/correct/preview")
def preview_correction(visit: Changing, reference: str, record_id: str) -> Response:
    """What will change when it is put right; nothing is stored."""
    return _correct(visit, visit.case(reference, changed=False), record_id, preview=True)


@router.post("/cases/{reference}/provision/records/{record_id}/correct")
def save_correction(visit: Changing, reference: str, record_id: str) -> Response:
    """Put it right, once, as it was shown."""
    return _correct(visit, visit.case(reference), record_id, preview=False)


def _old(visit: Visit, record: CaseRecord, record_id: str) -> Old:
    sheet = read_section_f(visit.installation, record.reference)
    found: ListedLine | ListedEntry | None = next((one for one in sheet.lines if one.line.id == record_id), None)
    found = found or next((one for one in sheet.entries if one.entry.id == record_id), None)
    lead = ("The old record is kept. What you leave empty stays as it was.",)
    part = f"records/{record_id}/correct"
    if isinstance(found, ListedLine):
        fields = (_WHAT, *(field for field in line_fields(strands_known(visit)) if field.name != "code"))
        form = form_of(record, part, f"Correct line {found.line.code}", fields, lead=lead, blame="amount")
        return Old(form, typed_line(found.line, found.words), is_line=True)
    if isinstance(found, ListedEntry):
        fields = (_WHAT, *entry_fields(lines_known(visit, record), visit.installation.today()))
        form = form_of(record, part, "Correct an entry of the log", fields, lead=lead, blame="kind")
        return Old(form, typed_entry(found.entry, found.note), is_line=False)
    raise NotFound(f"{record.reference} has no such line or entry that counts. Choose one from its provision.")


def _correct(visit: Visit, record: CaseRecord, record_id: str, *, preview: bool) -> Response:
    old = _old(visit, record, record_id)

    def read_deed(sent: Sent) -> Deed | None:
        if sent.choice("what", {RIGHT, BACK}, _WHAT.missing) == BACK:
            return _deed(visit, record, record_id, old, None, (("Taken back", "It is wrong altogether"),))
        said = read(sent, old.form.fields[1:])
        amount = read_typed_amount(sent, said["amount"])
        if sent.errors:
            return None
        changes = _line_changes(said, amount) if old.is_line else _entry_changes(said, amount)
        return _deed(visit, record, record_id, old, changes, rows_of(old.form.fields[1:], said))

    return take(visit, record, old.form, read_deed, preview=preview)


def _deed(
    visit: Visit,
    record: CaseRecord,
    record_id: str,
    old: Old,
    changes: LineChanges | EntryChanges | None,
    rows: tuple[tuple[str, str], ...],
) -> Deed:
    def act(where: Installation, once: Once | None) -> Position:
        if changes is None:
            return withdraw(where, record.reference, record_id, visit.visitor.name, once)
        return correct_record(where, record.reference, record_id, changes, visit.visitor.name, once)

    address = case_address(record.reference, f"/provision/records/{record_id}/correct")
    fields = old.form.fields[1:]
    before = rows_of(fields, read(Sent(old.typed), fields))
    return Deed(old.form, address, "corrected" if changes else "taken-back", rows, act, before)


def _entry_changes(said: dict[str, Any], amount: Any) -> EntryChanges:  # noqa: ANN401 - an exact fraction
    return EntryChanges(
        line=said["line"],
        kind=EntryKind(said["kind"]),
        first=said["first"],
        last=said["last"] or said["first"],
        amount=amount,
        unit=Unit(said["unit"]) if said["unit"] else None,
        equivalent={"yes": True, "no": False}.get(said["equivalent"]),
        by=By(said["by"]) if said["by"] else None,
        source=Source(said["source"]) if said["source"] else None,
        note=said["note"] or None,
    )


def _line_changes(said: dict[str, Any], amount: Any) -> LineChanges:  # noqa: ANN401 - as above
    return LineChanges(
        strand=said["strand"],
        amount=amount,
        unit=Unit(said["unit"]) if said["unit"] else None,
        per=Per(said["per"]) if said["per"] else None,
        term_time={"yes": True, "no": False}.get(said["term_time"]),
        starts=said["starts"],
        ends=said["ends"],
        wording=said["wording"] or None,
        who=said["who"] or None,
        where=said["where"] or None,
    )
