"""Signing in with an organisation's own accounts: going there, and coming back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.accounts import outside, provider
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.cookies import AWAY, drop_away, is_marked, keep_away
from ehcp_workflow.web.access.refusing import FormTooOld
from ehcp_workflow.web.access.sign_in import end_old, go_on
from ehcp_workflow.web.access.way_on import way_on
from ehcp_workflow.web.pages import Opened

router = APIRouter()


@router.get("/sign-in/organisation")
def go_there(installation: Opened, request: Request) -> Response:
    """Send a browser to the organisation's page. What it needs on its way back it keeps sealed."""
    _is_offered(installation)
    return _leave(request, outside.set_out(installation, way_on(request.query_params.get("next")) or ""))


@router.get("/invitation/{token}/organisation")
def go_there_invited(installation: Opened, request: Request, token: str) -> Response:
    """The same for somebody who was invited and wants to use their organisation's account here.

    Only from the page of the invitation: a link of another site would join its own invitation with their account.
    """
    _is_offered(installation)
    if not is_marked(request, installation, request.query_params.get("mark", "")):
        raise FormTooOld
    return _leave(request, outside.set_out(installation, invitation=token))


@router.get(provider.BACK)
def come_back(installation: Opened, request: Request) -> Response:
    """Let somebody in who was there, if they were invited here."""
    _is_offered(installation)
    state, code = (request.query_params.get(name, "") for name in ("state", "code"))
    back = outside.come_back(installation, request.cookies.get(AWAY, ""), state, code)
    end_old(installation, request)
    answer = go_on(installation, request, back.begun, way_on(back.asked))
    drop_away(request, answer)
    return answer


def _is_offered(installation: Installation) -> None:
    if not provider.is_offered(installation):
        raise NotFound("Nobody signs in with an organisation's accounts here. Use your name and password.")


def _leave(request: Request, setting: outside.Setting) -> Response:
    answer = RedirectResponse(setting.address, 303)
    keep_away(request, answer, setting.sealed)
    return answer
