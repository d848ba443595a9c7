"""The pages of signing in and out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services.accounts.provider import is_offered
from ehcp_workflow.services.accounts.sessions import Begun, find_session, sign_out, visitor_of
from ehcp_workflow.services.accounts.signing_in import WrongSignIn, sign_in
from ehcp_workflow.services.accounts.waiting import TooManyTries
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.cookies import drop_session, is_marked, keep_mark, keep_session, mark_form
from ehcp_workflow.web.access.refusing import FormTooOld
from ehcp_workflow.web.access.visit import COOKIE, read_form, signed_in
from ehcp_workflow.web.access.way_on import first_page, way_on
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import Opened, render

router = APIRouter()


@router.get("/sign-in")
def show_sign_in(installation: Opened, request: Request) -> Response:
    """The form of signing in; whoever is signed in already goes on."""
    found = find_session(installation, request.cookies.get(COOKIE))
    if found is not None and found.full:
        return RedirectResponse(way_on(request.query_params.get("next")) or first_page(visitor_of(found)), 303)
    return _page(installation, request, way_on(request.query_params.get("next")))


@router.post("/sign-in")
async def do_sign_in(installation: Opened, request: Request) -> Response:
    """Sign in, and go on to the page that was asked for, or to the second factor."""
    return await run_in_threadpool(_sign_in, installation, request, await request.form())


@router.post("/sign-out")
async def do_sign_out(installation: Opened, request: Request) -> Response:
    """End the session of this browser."""
    found = await signed_in(request)
    await read_form(request, found)
    await run_in_threadpool(sign_out, installation, found)
    answer = RedirectResponse("/sign-in?done=signed-out", 303)
    drop_session(request, answer)
    return answer


def _sign_in(installation: Installation, request: Request, form: FormData) -> Response:
    said = {name: str(form.get(name, "")) for name in ("csrf", "name", "password", "next")}
    if not is_marked(request, installation, said["csrf"]):
        raise FormTooOld
    asked = way_on(said["next"])
    try:
        begun = sign_in(installation, said["name"], said["password"], _address(request))
    except (WrongSignIn, TooManyTries) as error:
        return _page(installation, request, asked, said["name"], error)
    end_old(installation, request)
    return go_on(installation, request, begun, asked)


def go_on(installation: Installation, request: Request, begun: Begun, asked: str | None) -> Response:
    """Let a browser keep a session that has begun, and go on: to the page asked for, or to the second factor."""
    found = find_session(installation, begun.secret)
    if found is not None and found.full:
        answer = RedirectResponse(asked or first_page(visitor_of(found)), 303)
    else:
        answer = RedirectResponse("/second-factor" + (f"?{urlencode({'next': asked})}" if asked else ""), 303)
    keep_session(request, answer, begun.secret)
    return answer


def end_old(installation: Installation, request: Request) -> None:
    """Whoever was signed in in this browser no longer is."""
    found = find_session(installation, request.cookies.get(COOKIE))
    if found is not None:
        sign_out(installation, found)


def _page(
    installation: Installation, request: Request, asked: str | None, name: str = "", error: EhcpError | None = None
) -> HTMLResponse:
    kept, mark = mark_form(request, installation)
    errors = (FieldError("name", str(error)),) if error else ()
    status = 429 if isinstance(error, TooManyTries) else 422 if error else 200
    said: dict[str, Any] = {"mark": mark, "asked": asked or "", "name": name, "errors": errors}
    said |= {"organisation": is_offered(installation), "done": request.query_params.get("done", "")}
    answer = render(installation, "access/sign_in.html", status=status, **said)
    keep_mark(request, answer, kept)
    return answer


def _address(request: Request) -> str:
    return request.client.host if request.client else "nowhere"
