"""The description of the API: a document for programs, and a page for people."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.web.access.refusing import SignInFirst
from ehcp_workflow.web.access.visit import InTheHouse, visit_for
from ehcp_workflow.web.api.callers import NO_TOKEN, let_in
from ehcp_workflow.web.api.description import describe
from ehcp_workflow.web.api.manual import problems, sections_of, shapes_of
from ehcp_workflow.web.api.problems import PREFIX
from ehcp_workflow.web.pages import show

router = APIRouter()
"""The page, among the other pages."""
for_programs = APIRouter()
"""The document, in the API itself."""
_signed_in = visit_for(May.SEE_HOUSE)


@for_programs.get("/openapi.json", include_in_schema=False)
async def give_description(request: Request) -> Response:
    """The description as OpenAPI 3.1. It tells nothing of anybody, so a session is enough."""
    if "Authorization" in request.headers:
        await let_in(request)
    else:
        try:
            await _signed_in(request)
        except SignInFirst:
            raise HTTPException(401, NO_TOKEN, {"WWW-Authenticate": "Bearer"}) from None
    return JSONResponse(describe(request.app))


@router.get(f"{PREFIX}/docs")
def show_description(visit: InTheHouse, request: Request) -> HTMLResponse:
    """The same for people."""
    described = describe(request.app.state.api)
    return show(
        visit,
        "api/docs.html",
        about=described["info"]["description"].split("\n\n"),
        prefix=PREFIX,
        sections=sections_of(described),
        shapes=shapes_of(described),
        problems=problems(),
    )
