"""The description of the API, for programs with a token and for people who are signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.web.access.refusing import SignInFirst
from ehcp_workflow.web.access.visit import visit_for
from ehcp_workflow.web.api.callers import NO_TOKEN, let_in
from ehcp_workflow.web.api.description import describe

router = APIRouter()
"""The page for people, among the other pages."""
for_programs = APIRouter()
"""The document for programs, in the API itself."""
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
