"""The page behind an invitation: choosing a password, once."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ehcp_workflow.services.accounts.inviting import choose_password, look_at_invitation
from ehcp_workflow.services.accounts.passwords import WeakPassword
from ehcp_workflow.services.accounts.provider import is_offered
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.cookies import keep_mark, mark_form
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import Opened, render

router = APIRouter(prefix="/invitation")


@router.get("/{token}")
def show_invitation(installation: Opened, request: Request, token: str) -> HTMLResponse:
    """Whom the link is for, and the form. Looking uses nothing up: mail programs look at links by themselves."""
    return _page(installation, request, token)


@router.post("/{token}")
async def do_choose(installation: Opened, token: str, request: Request) -> Response:
    """Choose the password. Only who has the link can send this, so it carries no other mark."""
    form = await request.form()
    password, again = (str(form.get(name, "")) for name in ("password", "again"))
    return await run_in_threadpool(_choose, installation, request, token, password, again)


def _choose(installation: Installation, request: Request, token: str, password: str, again: str) -> Response:
    look_at_invitation(installation, token)
    if password != again:
        return _page(
            installation, request, token, FieldError("again", "The two passwords differ. Type the same one twice.")
        )
    try:
        choose_password(installation, token, password)
    except WeakPassword as error:
        return _page(installation, request, token, FieldError("password", str(error)))
    return RedirectResponse("/sign-in?done=password-chosen", 303)


def _page(installation: Installation, request: Request, token: str, *errors: FieldError) -> HTMLResponse:
    kept, mark = mark_form(request, installation)
    said: dict[str, Any] = {"account": look_at_invitation(installation, token), "token": token, "errors": errors}
    said |= {"organisation": is_offered(installation), "mark": mark}
    answer = render(installation, "access/invitation.html", status=422 if errors else 200, **said)
    keep_mark(request, answer, kept)
    return answer
