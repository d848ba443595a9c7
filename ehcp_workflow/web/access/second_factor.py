"""The pages of the second factor after the password: giving a code, or setting up what shows one."""

from __future__ import annotations

from typing import Any

import segno
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services.accounts.second_factor import (
    WrongCode,
    give_code,
    has_second_factor,
    offer,
    take_up,
)
from ehcp_workflow.services.accounts.sessions import SignedIn, visitor_of
from ehcp_workflow.services.accounts.waiting import TooManyTries
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.cookies import keep_session
from ehcp_workflow.web.access.visit import read_form, signed_in
from ehcp_workflow.web.access.way_on import first_page, way_on
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import Opened, render

router = APIRouter(prefix="/second-factor")


@router.get("")
async def show_second_factor(installation: Opened, request: Request) -> Response:
    """Ask for a code, or for setting up what shows one; whoever gave one already goes on."""
    found, asked = await signed_in(request), way_on(request.query_params.get("next"))
    if found.full:
        return RedirectResponse(asked or first_page(visitor_of(found)), 303)
    return await run_in_threadpool(_page, installation, found, asked)


@router.post("")
async def do_second_factor(installation: Opened, request: Request) -> Response:
    """Take the code, and go on to the page that was asked for."""
    found = await signed_in(request)
    form = await read_form(request, found)
    return await run_in_threadpool(_take, installation, request, found, form)


def _take(installation: Installation, request: Request, found: SignedIn, form: FormData) -> Response:
    said = {name: str(form.get(name, "")) for name in ("code", "sealed", "next")}
    asked = way_on(said["next"])
    if found.full:
        return RedirectResponse(asked or first_page(visitor_of(found)), 303)
    try:
        if has_second_factor(installation, found.account_id):
            begun = give_code(installation, found, said["code"])
        else:
            begun = take_up(installation, found, said["sealed"], said["code"])
    except (WrongCode, TooManyTries) as error:
        return _page(installation, found, asked, said["sealed"], error)
    answer = RedirectResponse(asked or first_page(visitor_of(found)), 303)
    keep_session(request, answer, begun.secret)
    return answer


def _page(
    installation: Installation, found: SignedIn, asked: str | None, sealed: str = "", error: EhcpError | None = None
) -> HTMLResponse:
    errors = (FieldError("code", str(error)),) if error else ()
    status = 429 if isinstance(error, TooManyTries) else 422 if error else 200
    said: dict[str, Any] = {"csrf": found.csrf, "asked": asked or "", "errors": errors}
    if has_second_factor(installation, found.account_id):
        return render(installation, "access/code.html", status=status, **said)
    offered = offer(installation, found, sealed)
    said |= {"offer": offered, "picture": picture_of(offered.address), "action": "/second-factor"}
    return render(installation, "access/set_up.html", status=status, **said)


def picture_of(address: str) -> str:
    """The picture an authenticator reads, as SVG without anything that a strict policy forbids."""
    made = segno.make(address, error="m", micro=False)
    return made.svg_inline(scale=5, border=4, light="#fff", svgclass=None, lineclass=None, omitsize=False)
