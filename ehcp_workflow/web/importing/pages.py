"""The pages of an import: upload, columns, what would become of each row, and what became of it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.services.importing import uploads
from ehcp_workflow.services.importing.columns import load_columns
from ehcp_workflow.services.importing.template import write_template
from ehcp_workflow.web.access.visit import Operating, Visit
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.importing.files import sent_file, workbook
from ehcp_workflow.web.importing.verdict_pages import page_of, shown_of
from ehcp_workflow.web.pages import show

router = APIRouter()


@router.get("/import")
def ask_for_file(visit: Operating) -> HTMLResponse:
    """Where a file is chosen."""
    return _upload_page(visit)


@router.post("/import")
def take_file(visit: Operating) -> Response:
    """Keep an uploaded file, sealed, and go on to its columns."""
    content = sent_file(visit.form)
    if not content:
        return _upload_page(visit, FieldError("file", "Choose the file that holds the caseload."))
    try:
        name = uploads.receive(visit.installation, visit.visitor, content)
    except BadInput as error:
        return _upload_page(visit, FieldError("file", str(error)))
    return RedirectResponse(f"/import/{name}/columns", 303)


@router.get("/import/template.xlsx")
def give_template(visit: Operating) -> Response:  # noqa: ARG001 - only who may import needs it
    """An empty spreadsheet to fill in, with explanations."""
    return workbook("caseload.xlsx", write_template)


@router.get("/import/{upload}/columns")
def ask_for_columns(visit: Operating, upload: str) -> HTMLResponse:
    """What each heading of a file means, as far as it was recognised."""
    return _columns_page(visit, upload)


@router.post("/import/{upload}/columns")
def take_columns(visit: Operating, upload: str) -> Response:
    """Keep what the headings mean, and try out what would become of each row."""
    fields = {name: str(value) for name, value in visit.form.items() if name.startswith("column-")}
    said = {int(name.removeprefix("column-")): value for name, value in fields.items() if name[7:].isdecimal()}
    try:
        uploads.choose(visit.installation, visit.visitor, upload, said)
        uploads.try_out(visit.installation, visit.visitor, upload)
    except BadInput as error:
        return _columns_page(visit, upload, said, FieldError("column-0", str(error)))
    return RedirectResponse(f"/import/{upload}/verdicts", 303)


@router.get("/import/{upload}/verdicts")
def show_verdicts(visit: Operating, upload: str, show_all: bool = False, page: int = 1) -> Response:
    """What would become of each row."""
    tried = uploads.tried(visit.installation, visit.visitor, upload)
    if tried is None:
        return RedirectResponse(f"/import/{upload}/columns", 303)
    if tried.done:
        return RedirectResponse(f"/import/{upload}/result", 303)
    shown = page_of(shown_of(tried, everything=show_all), page)
    return show(visit, "importing/verdicts.html", upload=upload, tried=tried, shown=shown, show_all=show_all)


@router.post("/import/{upload}")
def bring_in(visit: Operating, upload: str) -> Response:
    """Import the rows that can be."""
    uploads.bring_in(visit.installation, visit.visitor, upload)
    return RedirectResponse(f"/import/{upload}/result?done=imported", 303)


@router.get("/import/{upload}/result")
def show_result(visit: Operating, upload: str, show_all: bool = False, page: int = 1) -> Response:
    """What became of each row."""
    tried = uploads.tried(visit.installation, visit.visitor, upload)
    if tried is None or not tried.done:
        return RedirectResponse(f"/import/{upload}/columns", 303)
    shown = page_of(shown_of(tried, everything=show_all), page)
    sees = visit.visitor.may(May.SEE_CASES)
    return show(visit, "importing/result.html", upload=upload, tried=tried, shown=shown, show_all=show_all, sees=sees)


@router.post("/import/{upload}/forget")
def forget(visit: Operating, upload: str) -> Response:
    """Delete a file at once."""
    uploads.drop(visit.installation, visit.visitor, upload)
    return RedirectResponse("/import?done=forgotten", 303)


def _upload_page(visit: Visit, *errors: FieldError) -> HTMLResponse:
    megabytes = visit.installation.settings.upload_megabytes
    status = 422 if errors else 200
    return show(
        visit, "importing/upload.html", status=status, errors=errors, megabytes=megabytes, most=uploads.MAX_ROWS
    )


def _columns_page(visit: Visit, upload: str, said: dict[int, str] | None = None, *errors: FieldError) -> HTMLResponse:
    headings = uploads.headings_of(visit.installation, visit.visitor, upload)
    return show(
        visit,
        "importing/columns.html",
        status=422 if errors else 200,
        errors=errors,
        upload=upload,
        rows=[(heading, (said or {}).get(heading.place, heading.column)) for heading in headings],
        columns=[column.name for column in load_columns().columns],
    )
