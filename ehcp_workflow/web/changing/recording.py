"""Recording what happened in a case: choosing what, typing it, seeing what will change, and saving it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ehcp_workflow.cases.claims import CLAIM
from ehcp_workflow.cases.promises import MADE
from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import EventKind
from ehcp_workflow.services import casework
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.services.recordable import groups, likely
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.changing.asking import case_address, show_form
from ehcp_workflow.web.changing.deed import Deed, take
from ehcp_workflow.web.changing.event_fields import event_fields, read_event
from ehcp_workflow.web.changing.event_words import DATES, DATES_OF_KIND, option_question, value_in_words
from ehcp_workflow.web.changing.field import Form
from ehcp_workflow.web.forms import Sent
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import how_far, plain_name

router = APIRouter()
_LEADS = {
    CLAIM: (
        "An exemption is a statutory reason for which a limit need not be met. It is a claim to be tested, not a "
        "pause: it adds no days. The next page shows whether what is recorded meets its condition, and both answers.",
        "Some conditions are days: give from when to when the school was closed, or the family away. Others are "
        "circumstances: say whether you accept that the facts are as claimed.",
    ),
    MADE: (
        "A promise is kept beside the date of law and never replaces it. The page of the case shows how it went, and "
        "how far the promised day has moved.",
    ),
}


@router.get("/cases/{reference}/events/new")
def choose_kind(visit: Changing, reference: str, kind: str = "") -> HTMLResponse:
    """Everything that can be recorded, what the open dates wait for first; or the form of one kind."""
    record = visit.case(reference)
    if kind:
        return show_form(visit, form_for(visit, record, _kind(visit, kind)), {})
    rulebook, position = visit.installation.rulebook, read_sheet(visit.installation, record.reference).position
    expected = likely(rulebook, position)
    return show(
        visit,
        "changing/choose.html",
        reference=record.reference,
        likely=[(one, how_far(one.clock.due, position.as_at)) for one in expected],
        groups=groups(rulebook),
        back=case_address(record.reference),
    )


@router.get("/cases/{reference}/exceptions/new")
def new_claim(visit: Changing, reference: str) -> HTMLResponse:
    """The form for a claim that an exemption applies."""
    return show_form(visit, form_for(visit, visit.case(reference), _kind(visit, CLAIM)), {})


@router.get("/cases/{reference}/promises/new")
def new_promise(visit: Changing, reference: str) -> HTMLResponse:
    """The form for what the council promised by a day."""
    return show_form(visit, form_for(visit, visit.case(reference), _kind(visit, MADE)), {})


@router.post("/cases/{reference}/events/preview")
def preview_event(visit: Changing, reference: str) -> Response:
    """What will change when the event is saved; nothing is stored."""
    return _with_deed(visit, visit.case(reference, changed=False), preview=True)


@router.post("/cases/{reference}/events")
def save_event(visit: Changing, reference: str) -> Response:
    """Save the event, once, as it was shown."""
    return _with_deed(visit, visit.case(reference), preview=False)


def form_for(visit: Visit, record: CaseRecord, kind: EventKind) -> Form:
    """The form for recording an event of a kind in a case."""
    return Form(
        title=kind.title,
        action=case_address(record.reference, "/events/preview"),
        back=case_address(record.reference, "/events/new"),
        fields=event_fields(visit.installation.rulebook, kind, visit.installation.today()),
        button="See what will change",
        reference=record.reference,
        lead=_LEADS.get(kind.kind, ()),
        hidden=(("kind", kind.kind),),
    )


def event_rows(rulebook: Rulebook, event: NewEvent) -> tuple[tuple[str, str], ...]:
    """An event in words: pairs of what is said, and what it is."""
    kind = rulebook.events[event.kind]
    rows = [("What happened", kind.title), ("Date", _first_up(event.on.in_words()))]
    for which, when in event.dates.items():
        words = DATES_OF_KIND.get((kind.kind, which), DATES[which])[1]
        rows.append((_first_up(words), _first_up(when.in_words())))
    rows += [("About", plain_name(event.about))] if event.about else []
    rows += [(option_question(o).rstrip("?"), value_in_words(rulebook, o, v)) for o, v in event.options.items()]
    rows += [("Known from", event.source)] if event.source else []
    return (*rows, *([("Note", event.note)] if event.note else []))


def _with_deed(visit: Visit, record: CaseRecord, *, preview: bool) -> Response:
    kind = _kind(visit, str(visit.form.get("kind", "")))
    form = form_for(visit, record, kind)

    def read_deed(sent: Sent) -> Deed | None:
        event = read_event(sent, kind, form.fields)
        return _deed(visit, record, form, event) if event else None

    return take(visit, record, form, read_deed, preview=preview)


def _deed(visit: Visit, record: CaseRecord, form: Form, event: NewEvent) -> Deed:
    return Deed(
        form=form,
        save_at=case_address(record.reference, "/events"),
        done="recorded",
        rows=event_rows(visit.installation.rulebook, event),
        act=lambda where, once: casework.record_event(where, record.reference, event, visit.visitor.name, once),
    )


def _kind(visit: Visit, name: str) -> EventKind:
    kind = visit.installation.rulebook.events.get(name)
    if kind is None:
        raise NotFound("There is no such kind of event. Choose one from the list of what can be recorded.")
    return kind


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]
