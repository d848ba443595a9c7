"""Something to be recorded in a case: first what will change is shown, then it is saved, once and as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from ehcp_workflow.cases.position import Position
from ehcp_workflow.errors import BadInput, NotFound, Refused
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.foreseeing import Foresight, foresee
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import ChangedMeanwhile, Once, new_key
from ehcp_workflow.services.papers.ledger_tables import line_fields
from ehcp_workflow.services.provision.ledger import strand_titles
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.changing.asking import case_address, show_form
from ehcp_workflow.web.changing.event_fields import typed_in
from ehcp_workflow.web.changing.field import Form
from ehcp_workflow.web.changing.foresight import message_rows, turn_rows
from ehcp_workflow.web.forms import FieldError, Sent
from ehcp_workflow.web.pages import show
from ehcp_workflow.web.wording import severity_tag, stage_tag

KEY, MARK, EDIT = "key", "mark", "edit"


@dataclass(frozen=True)
class Deed:
    """Something to be recorded, as it was typed into a form.

    Attributes:
        form: the form; it is sent to the address that shows what will change.
        save_at: the address that saves it; done: the code of what is said then.
        rows: what is to be recorded, in words: pairs of a name and a value.
        act: records it, in the installation it is handed and once; where the case stands then.
        before: the record that it corrects, in words as `rows`; empty where it corrects none.
    """

    form: Form
    save_at: str
    done: str
    rows: tuple[tuple[str, str], ...]
    act: Callable[[Installation, Once | None], Position]
    before: tuple[tuple[str, str], ...] = ()


def take(
    visit: Visit, record: CaseRecord, form: Form, read_deed: Callable[[Sent], Deed | None], *, preview: bool
) -> Response:
    """Answer a form that asks for something to be recorded: with what will change, or by saving it.

    Args:
        visit: who sent it.
        record: the case.
        form: the form as it was shown.
        read_deed: what is to be recorded as it was typed; what is wrong is gathered on the way.
        preview: whether to show what will change; otherwise it is saved.
    """
    if visit.form.get("step") == EDIT:
        return show_form(visit, form, visit.form)
    sent = Sent(visit.form)
    deed = read_deed(sent)
    if deed is None or sent.errors:
        return show_form(visit, form, visit.form, sent.errors)
    return show_what_changes(visit, record, deed) if preview else save(visit, record, deed)


def show_what_changes(visit: Visit, record: CaseRecord, deed: Deed, *, meanwhile: bool = False) -> HTMLResponse:
    """What will change when it is saved; the form again where it cannot be.

    Args:
        visit: who asks.
        record: the case.
        deed: what is to be recorded.
        meanwhile: whether it was not saved because the case has changed since it was shown.
    """
    try:
        foresight = foresee(visit.installation, record.reference, lambda copy: deed.act(copy, None))
    except (BadInput, Refused, NotFound) as error:
        return _not_so(visit, deed, error)
    return show(
        visit,
        "changing/preview.html",
        status=409 if meanwhile else 200,
        it=deed,
        reference=record.reference,
        fields=tuple(typed_in(visit.form, deed.form.fields)),
        key=new_key(),
        foresight=foresight,
        newest=_newest(visit.installation, record.reference) if meanwhile else "",
        meanwhile=meanwhile,
        **_in_words(foresight, visit.installation),
    )


def save(visit: Visit, record: CaseRecord, deed: Deed) -> Response:
    """Save it if the case is still as it was when what would change was shown; otherwise that is shown anew."""
    try:
        once = Once(str(visit.form.get(KEY, "")), str(visit.form.get(MARK, "")))
        position = deed.act(visit.installation, once)
    except ChangedMeanwhile:
        return show_what_changes(visit, record, deed, meanwhile=True)
    except (BadInput, Refused, NotFound) as error:
        return _not_so(visit, deed, error)
    shown = BackgroundTask(announce, visit.installation, position)
    return RedirectResponse(case_address(record.reference, done=deed.done), 303, background=shown)


def _not_so(visit: Visit, deed: Deed, error: Exception) -> HTMLResponse:
    return show_form(visit, deed.form, visit.form, (FieldError(deed.form.blamed, str(error)),))


def _newest(installation: Installation, reference: str) -> str:
    """The newest record of a case, and who made it."""
    newest = read_sheet(installation, reference).history[-1:]
    kinds = installation.rulebook.events
    known = (one for one in newest if one.event.kind in kinds)
    return next((f"{kinds[one.event.kind].title}, recorded by {one.recorded_by}" for one in known), "")


def _in_words(foresight: Foresight, installation: Installation) -> dict[str, object]:
    difference, today, titles = foresight.difference, installation.today(), strand_titles(installation)
    return {
        "turns": turn_rows(foresight, today),
        "stages": [(turn, stage_tag(turn.before.state), stage_tag(turn.after.state)) for turn in difference.stages],
        "promises": difference.promises,
        "lines": [line_fields(turn.after, titles) for turn in difference.lines if turn.after],
        "lapses": difference.lapses,
        "said": [(finding, severity_tag(finding.severity)) for finding in difference.said],
        "unsaid": difference.unsaid,
        "added": message_rows(foresight.added, foresight),
        "withdrawn": message_rows(foresight.withdrawn),
    }
