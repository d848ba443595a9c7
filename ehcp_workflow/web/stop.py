"""The page behind the stop link of each message: what will be stopped, and stopping it. No sign-in, no case data."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.errors import EhcpError, NotFound
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services import stopping
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stopping import Stopped
from ehcp_workflow.web.alone import page_alone
from ehcp_workflow.web.pages import Opened
from ehcp_workflow.web.wording import BY_CHANNEL

router = APIRouter(prefix="/stop")
_NAMES = {**BY_CHANNEL, Channel.NTFY: "to your phone"}


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
    return page_alone("stop.html", status, step=step, by=by, elsewhere=elsewhere, sender=sender)
