"""The page behind the stop link of each message: what will be stopped, and stopping it. No sign-in, no case data."""

from __future__ import annotations

import base64
import hashlib

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.errors import EhcpError, NotFound
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services import stopping
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stopping import Stopped
from ehcp_workflow.web.guard import POLICY
from ehcp_workflow.web.pages import Opened, read_source, render_alone

router = APIRouter(prefix="/stop")
_NAMES = {
    Channel.EMAIL: "by e-mail",
    Channel.SMS: "by text message",
    Channel.WHATSAPP: "on WhatsApp",
    Channel.SIGNAL: "on Signal",
    Channel.NTFY: "to your phone",
    Channel.SLACK: "on Slack",
}
# Nothing but the page itself is fetched, so that whoever reads it from outside needs no other address of ours.
_STYLE = read_source("templates/stop.css")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": POLICY.replace("style-src 'self'; img-src 'self'", f"style-src 'sha256-{_HASH}'"),
    "X-Robots-Tag": "noindex, nofollow",
}


@router.get("/{token}")
def show_stop(installation: Opened, token: str) -> HTMLResponse:
    """What the link stops, with one button. Looking changes nothing: mail programs look at links by themselves."""
    try:
        return _page(installation, "ask", stopping.look_at(installation, token))
    except EhcpError as error:
        return _refuse(installation, error)


@router.post("/{token}")
def do_stop(installation: Opened, token: str) -> HTMLResponse:
    """Stop it: from the button, or from a mail program in one click. Doing it again changes nothing.

    What is sent with the request is not read: the link says everything.

    Source: RFC 8058 section 3.1: the request has the body List-Unsubscribe=One-Click, and no cookies or sign-in.
    """
    try:
        return _page(installation, "done", stopping.stop(installation, token))
    except EhcpError as error:
        return _refuse(installation, error)


def _page(installation: Installation, step: str, stopped: Stopped) -> HTMLResponse:
    step = "already" if stopped.already else step
    return _answer(installation, 200, step, _NAMES.get(Channel(stopped.channel), ""), elsewhere=stopped.elsewhere)


def _refuse(installation: Installation, error: EhcpError) -> HTMLResponse:
    """A wrong link, or a database that cannot be used now: never more than that, for anybody may read it."""
    return _answer(installation, *((404, "wrong") if isinstance(error, NotFound) else (503, "later")), by="")


def _answer(installation: Installation, status: int, step: str, by: str, *, elsewhere: bool = False) -> HTMLResponse:
    sender = installation.settings.mail_from_name
    page = render_alone("stop.html", style=_STYLE, step=step, by=by, elsewhere=elsewhere, sender=sender)
    return HTMLResponse(page, status, _HEADERS)
