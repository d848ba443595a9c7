"""Saved views of the caseload: saving what is asked under a name, renaming and removing."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.caseload import views
from ehcp_workflow.services.caseload.asking import read_asked
from ehcp_workflow.web.access.visit import Seeing, Visit
from ehcp_workflow.web.caseload import caseload_page
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import show

router = APIRouter()


@router.get("/caseload/views")
def show_views(visit: Seeing) -> HTMLResponse:
    """The saved views of whoever asks, to be opened, renamed and removed."""
    return _views_page(visit)


@router.post("/caseload/views")
def save_view(visit: Seeing) -> Response:
    """Keep what the caseload page is asked under a name."""
    said = _said(visit)
    asked, name = read_asked(visit.installation, said), said.get("name", "")
    try:
        views.save_view(visit.installation, visit.visitor.account_id, name, asked)
    except BadInput as error:
        return caseload_page(visit, said, name=name, errors=(FieldError("name", str(error)),))
    return RedirectResponse(f"/?{asked.query(done='view-saved')}", 303)


@router.post("/caseload/views/{view}/rename")
def rename_view(visit: Seeing, view: int) -> Response:
    """Give a view another name."""
    name = _said(visit).get("name", "")
    try:
        views.rename_view(visit.installation, visit.visitor.account_id, view, name)
    except BadInput as error:
        return _views_page(visit, typed={view: name}, errors=(FieldError(f"name-{view}", str(error)),))
    return RedirectResponse("/caseload/views?done=view-renamed", 303)


@router.post("/caseload/views/{view}/remove")
def remove_view(visit: Seeing, view: int) -> Response:
    """Remove a view; the cases in it stay as they are."""
    views.remove_view(visit.installation, visit.visitor.account_id, view)
    return RedirectResponse("/caseload/views?done=view-removed", 303)


def _said(visit: Visit) -> dict[str, str]:
    return {name: value for name, value in visit.form.items() if isinstance(value, str)}


def _views_page(
    visit: Visit, *, typed: dict[int, str] | None = None, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    return show(
        visit,
        "caseload_views.html",
        status=422 if errors else 200,
        errors=errors,
        views=views.saved_views(visit.installation, visit.visitor.account_id),
        typed=typed or {},
    )
