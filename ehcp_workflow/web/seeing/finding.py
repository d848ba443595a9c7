"""The search box: from a reference to its case.

What is typed is sent with POST, so that an adviser's own reference, which may say something about a family, never
stands in an address, a history or a log. Only what looks like a reference of ours may be asked for with GET.
"""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from ehcp_workflow.services.finding import find_ours, find_references, looks_like_ours
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import show

router = APIRouter()
FIELD = "reference"
_NOTHING = "There is no case with this reference that you may see. Check it, or look for the case in the caseload."
_EMPTY = "Enter a reference, such as EHC-2026-0042, its number, or your own reference."


@router.get("/find")
def show_find(visit: Seeing, reference: str = "") -> Response:
    """The cases that a reference of ours, or its number, may mean; anything else leaves the address at once."""
    text = reference.strip()
    if not text:
        return show(visit, "find.html", found=(), typed="")
    if not looks_like_ours(text):
        return RedirectResponse("/find", 303)
    found = find_ours(visit.installation, visit.visitor.sees, text)
    if len(found) == 1:
        return RedirectResponse(f"/cases/{found[0]}", 303)
    errors = () if found else (FieldError(FIELD, _NOTHING),)
    return show(visit, "find.html", status=200 if found else 404, found=found, typed=text, errors=errors)


@router.post("/find")
def find(visit: Seeing) -> Response:
    """The case with a reference, ours or the adviser's own; several when only a number was typed."""
    text = str(visit.form.get(FIELD, "")).strip()
    if not text:
        return show(visit, "find.html", status=422, found=(), typed="", errors=(FieldError(FIELD, _EMPTY),))
    found = find_references(visit.installation, visit.visitor.sees, text)
    if len(found) == 1:
        return RedirectResponse(f"/cases/{found[0]}", 303)
    errors = () if found else (FieldError(FIELD, _NOTHING),)
    return show(visit, "find.html", status=200 if found else 422, found=found, typed=text, errors=errors)
