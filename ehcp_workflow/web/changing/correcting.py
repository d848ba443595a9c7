"""Putting right what was recorded of an event, or taking it back: what will change is shown first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ehcp_workflow.cases.position import Position
from ehcp_workflow.errors import NotFound
from ehcp_workflow.services import casework
from ehcp_workflow.services.casework import Further
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import Once
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.casebook import CaseRecord, EventRecord
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.changing.asking import case_address, show_form
from ehcp_workflow.web.changing.deed import Deed, take
from ehcp_workflow.web.changing.event_fields import event_fields, read_event, typed_event
from ehcp_workflow.web.changing.field import Field, Form, Shape
from ehcp_workflow.web.changing.recording import event_rows
from ehcp_workflow.web.forms import Sent

router = APIRouter()
RIGHT, BACK = "right", "back"
_WHAT = Field(
    "what",
    "What do you want to do?",
    Shape.ONE,
    choices=((RIGHT, "Put right what was recorded"), (BACK, "Take it back, because it never happened")),
    missing="Choose whether to put it right or to take it back.",
)


@dataclass(frozen=True)
class Correction:
    """What is to become of an event: what replaces it, or None to take it back; and why."""

    instead: NewEvent | None
    note: str | None


@router.get("/cases/{reference}/events/{event_id}/correct")
def show_correction(visit: Changing, reference: str, event_id: str) -> HTMLResponse:
    """The form for correcting an event, with what is recorded of it now."""
    record = visit.case(reference)
    old = _find(visit, record, event_id)
    return show_form(visit, _form(visit, record, old), {"what": RIGHT, **typed_event(_as_typed(old))})


@router.post("/cases/{reference}/events/{event_id}/correct/preview")
def preview_correction(visit: Changing, reference: str, event_id: str) -> Response:
    """What will change when the event is corrected; nothing is stored."""
    return _with_deed(visit, visit.case(reference, changed=False), event_id, preview=True)


@router.post("/cases/{reference}/events/{event_id}/correct")
def save_correction(visit: Changing, reference: str, event_id: str) -> Response:
    """Correct the event, once, as it was shown."""
    return _with_deed(visit, visit.case(reference), event_id, preview=False)


def _find(visit: Visit, record: CaseRecord, event_id: str) -> EventRecord:
    """An event of a case with what is recorded around it."""
    history = read_sheet(visit.installation, record.reference).history
    found = next((one for one in history if one.event.id == event_id and not one.event.withdrawn), None)
    if found is None or found.event.kind not in visit.installation.rulebook.events:
        raise NotFound(f"{record.reference} has no such event that can be corrected. Choose one from its history.")
    return found


def _as_typed(old: EventRecord) -> NewEvent:
    event = old.event
    return NewEvent(event.kind, event.on, event.dates, event.about, event.options, old.note, old.source)


def _form(visit: Visit, record: CaseRecord, old: EventRecord) -> Form:
    kind = visit.installation.rulebook.events[old.event.kind]
    address = case_address(record.reference, f"/events/{old.event.id}/correct")
    return Form(
        title=f"Correct: {kind.title}",
        action=f"{address}/preview",
        back=case_address(record.reference),
        fields=(_WHAT, *event_fields(visit.installation.rulebook, kind, visit.installation.today())),
        button="See what will change",
        reference=record.reference,
        blame="on",
        lead=("The old record is kept, and is marked as corrected. To take it back, leave the dates as they are.",),
    )


def _with_deed(visit: Visit, record: CaseRecord, event_id: str, *, preview: bool) -> Response:
    old = _find(visit, record, event_id)
    form = _form(visit, record, old)

    def read_deed(sent: Sent) -> Deed | None:
        correction = _read(visit, sent, old, form.fields)
        return _deed(visit, record, old, form, correction) if correction else None

    return take(visit, record, form, read_deed, preview=preview)


def _read(visit: Visit, sent: Sent, old: EventRecord, fields: tuple[Field, ...]) -> Correction | None:
    """What was typed; None where something is wrong, which is gathered in `sent`."""
    what = sent.choice("what", {RIGHT, BACK}, _WHAT.missing)
    if what == BACK:
        return Correction(None, sent.text("note") or None)
    event = read_event(sent, visit.installation.rulebook.events[old.event.kind], fields[1:])
    return Correction(event, event.note) if event and not sent.errors else None


def _deed(visit: Visit, record: CaseRecord, old: EventRecord, form: Form, correction: Correction) -> Deed:
    reference, by, instead = record.reference, visit.visitor.name, correction.instead
    rulebook, why = visit.installation.rulebook, (("Note", correction.note),) if correction.note else ()

    def correct(where: Installation, once: Once | None) -> Position:
        further, on = replace(_further(correction), once=once), instead.on if instead else None
        return casework.correct_event(where, reference, old.event.id, on, by, correction.note, further)

    return Deed(
        form=form,
        save_at=case_address(reference, f"/events/{old.event.id}/correct"),
        done="corrected" if instead else "taken-back",
        rows=event_rows(rulebook, instead) if instead else (("Taken back", "It never happened"), *why),
        act=correct,
        before=event_rows(rulebook, _as_typed(old)),
    )


def _further(correction: Correction) -> Further:
    new = correction.instead
    return Further(new.dates, new.options, new.about, new.source, whole=True) if new else Further()
