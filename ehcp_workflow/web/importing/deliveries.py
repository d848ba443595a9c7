"""Bringing what was delivered in a case in from a spreadsheet: upload, what would become of each row, and what did."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.provision.importing import uploads
from ehcp_workflow.services.provision.importing.filing import write_log_template
from ehcp_workflow.web.access.visit import Changing, Visit
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.importing.files import sent_file, workbook
from ehcp_workflow.web.importing.verdict_pages import page_of, shown_of
from ehcp_workflow.web.pages import show

router = APIRouter()
_AT = "/cases/{reference}/provision/import"


@router.get(_AT)
def ask_for_log(visit: Changing, reference: str) -> HTMLResponse:
    """Where a file of what was delivered is chosen."""
    return _upload_page(visit, visit.case(reference).reference)


@router.post(_AT)
def take_log(visit: Changing, reference: str) -> Response:
    """Keep an uploaded file, sealed, and try out what would become of each row."""
    ours = visit.case(reference, changed=False).reference
    content = sent_file(visit.form)
    if not content:
        return _upload_page(visit, ours, FieldError("file", "Choose the file that holds what was delivered."))
    try:
        name = uploads.receive(visit.installation, visit.visitor, ours, content)
    except BadInput as error:
        return _upload_page(visit, ours, FieldError("file", str(error)))
    return RedirectResponse(f"/cases/{ours}/provision/import/{name}", 303)


@router.get(f"{_AT}/template.xlsx")
def give_log_template(visit: Changing, reference: str) -> Response:
    """An empty spreadsheet to fill in, with explanations."""
    visit.case(reference)
    return workbook("delivered.xlsx", lambda path: write_log_template(visit.installation, path))


@router.get(f"{_AT}/{{upload}}")
def show_log(visit: Changing, reference: str, upload: str, show_all: bool = False, page: int = 1) -> HTMLResponse:
    """What would become of each row, or what did."""
    ours = visit.case(reference).reference
    tried = uploads.tried(visit.installation, visit.visitor, ours, upload)
    shown = page_of(shown_of(tried, everything=show_all), page)
    return show(
        visit,
        "importing/deliveries.html",
        reference=ours,
        upload=upload,
        tried=tried,
        shown=shown,
        show_all=show_all,
    )


@router.post(f"{_AT}/{{upload}}")
def bring_log_in(visit: Changing, reference: str, upload: str) -> Response:
    """Import the rows that can be."""
    ours = visit.case(reference).reference
    uploads.bring_in(visit.installation, visit.visitor, ours, upload)
    return RedirectResponse(f"/cases/{ours}/provision/import/{upload}?done=imported", 303)


def _upload_page(visit: Visit, reference: str, *errors: FieldError) -> HTMLResponse:
    megabytes = visit.installation.settings.upload_megabytes
    status = 422 if errors else 200
    return show(
        visit, "importing/upload_log.html", status=status, reference=reference, errors=errors, megabytes=megabytes
    )
