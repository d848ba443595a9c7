"""Section F on pages: recording a line, logging what was given or missed, and putting either right."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.services.provision.ledger import provision_words, strand_titles
from ehcp_workflow.services.provision.listing import read_section_f
from ehcp_workflow.services.provision.recording import NewEntry, NewLine, add_line, log_delivery
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.changing.asking import case_address, show_form
from ehcp_workflow.web.changing.deed import Deed, take
from ehcp_workflow.web.changing.field import Field, Form, read
from ehcp_workflow.web.changing.provision_fields import (
    Choices,
    entry_fields,
    line_fields,
    read_typed_amount,
    rows_of,
    words_of,
)
from ehcp_workflow.web.forms import Sent

router = APIRouter()


@router.get("/cases/{reference}/provision/log")
def show_log(visit: Changing, reference: str, line: str = "") -> Response:
    """The form for what was given or missed."""
    record = visit.case(reference)
    typed = {"line": line, "by": By.NOT_SAID.value, "source": Source.ADVISER.value}
    return show_form(visit, _log_form(visit, record), typed)


@router.post("/cases/{reference}/provision/log/preview")
def preview_log(visit: Changing, reference: str) -> Response:
    """What will change when the entry is saved; nothing is stored."""
    return _log(visit, visit.case(reference, changed=False), preview=True)


@router.post("/cases/{reference}/provision/log")
def save_log(visit: Changing, reference: str) -> Response:
    """Save the entry, once, as it was shown."""
    return _log(visit, visit.case(reference), preview=False)


@router.get("/cases/{reference}/provision/lines/new")
def show_line(visit: Changing, reference: str) -> Response:
    """The form for a line of Section F of the newest plan."""
    return show_form(visit, _line_form(visit, visit.case(reference)), {"term_time": "yes"})


@router.post("/cases/{reference}/provision/lines/preview")
def preview_line(visit: Changing, reference: str) -> Response:
    """What will change when the line is saved; nothing is stored."""
    return _line(visit, visit.case(reference, changed=False), preview=True)


@router.post("/cases/{reference}/provision/lines")
def save_line(visit: Changing, reference: str) -> Response:
    """Save the line, once, as it was shown."""
    return _line(visit, visit.case(reference), preview=False)


def lines_known(visit: Visit, record: CaseRecord) -> Choices:
    """The lines of a case to choose from: each code once, as the newest version of the plan has it."""
    titles = strand_titles(visit.installation)
    found = {one.line.code: one.line for one in read_section_f(visit.installation, record.reference).lines}
    return tuple((code, f"{code}: {titles.get(line.strand, line.strand)}") for code, line in sorted(found.items()))


def strands_known(visit: Visit) -> Choices:
    """The kinds of help to choose from."""
    return tuple((strand.code, strand.title) for strand in provision_words(visit.installation).strands)


def form_of(record: CaseRecord, part: str, title: str, fields: tuple[Field, ...], **more: Any) -> Form:  # noqa: ANN401 - as Form takes it
    """A form about Section F, sent to the address that shows what will change."""
    return Form(
        title=title,
        action=case_address(record.reference, f"/provision/{part}/preview"),
        back=case_address(record.reference, "/provision"),
        fields=fields,
        button="See what will change",
        reference=record.reference,
        **more,
    )


def _log_form(visit: Visit, record: CaseRecord) -> Form:
    lines = lines_known(visit, record)
    lead = () if lines else ("No line of Section F is recorded. Record the plan and its lines first.",)
    fields = entry_fields(lines, visit.installation.today())
    return form_of(record, "log", "Record help given or missed", fields, lead=lead, blame="kind")


def _log(visit: Visit, record: CaseRecord, *, preview: bool) -> Response:
    form = _log_form(visit, record)

    def read_deed(sent: Sent) -> Deed | None:
        said = read(sent, form.fields)
        amount = read_typed_amount(sent, said["amount"])
        if sent.errors:
            return None
        new = NewEntry(
            line=said["line"],
            kind=EntryKind(said["kind"]),
            first=said["first"],
            last=said["last"] or said["first"],
            amount=amount,
            equivalent={"yes": True, "no": False}.get(said["equivalent"]),
            by=By(said["by"] or By.NOT_SAID),
            source=Source(said["source"]) if said["source"] else None,
            note=said["note"] or None,
            unit=Unit(said["unit"]) if said["unit"] else None,
        )
        return Deed(
            form=form,
            save_at=case_address(record.reference, "/provision/log"),
            done="logged",
            rows=rows_of(form.fields, said),
            act=lambda where, once: log_delivery(where, record.reference, new, visit.visitor.name, once),
        )

    return take(visit, record, form, read_deed, preview=preview)


def _line_form(visit: Visit, record: CaseRecord) -> Form:
    lead = ("It is added to the newest version of the plan that is recorded.",)
    return form_of(record, "lines", "Record a line of Section F", line_fields(strands_known(visit)), lead=lead)


def _line(visit: Visit, record: CaseRecord, *, preview: bool) -> Response:
    form = _line_form(visit, record)

    def read_deed(sent: Sent) -> Deed | None:
        said = read(sent, form.fields)
        amount = read_typed_amount(sent, said["amount"])
        if sent.errors:
            return None
        new = NewLine(
            code=said["code"].upper(),
            strand=said["strand"],
            amount=amount,
            unit=Unit(said["unit"]) if said["unit"] else None,
            per=Per(said["per"]) if said["per"] else None,
            term_time=said["term_time"] != "no",
            starts=said["starts"],
            ends=said["ends"],
            words=words_of(said),
        )
        return Deed(
            form=form,
            save_at=case_address(record.reference, "/provision/lines"),
            done="line-recorded",
            rows=rows_of(form.fields, said),
            act=lambda where, once: add_line(where, record.reference, new, visit.visitor.name, once),
        )

    return take(visit, record, form, read_deed, preview=preview)
