"""The demo's mailbox: what was sent in the demo, as the people it was sent to would see it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.errors import NotFound
from ehcp_workflow.messages.kept_mail import read_mail, read_mailbox
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.visit import InTheHouse
from ehcp_workflow.web.guard import POLICY
from ehcp_workflow.web.pages import render, show
from ehcp_workflow.web.wording import with_case_links

router = APIRouter(prefix="/mailbox")
NEWEST = 200

# The frame inherits the policy of its page, and mail has its styles inline; nothing else of it may do anything, so
# this page goes without scripts too.
_PAGE_POLICY = POLICY.replace("script-src 'self'; style-src 'self'", "style-src 'self' 'unsafe-inline'")
_FRAME_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@router.get("")
def show_mailbox(visit: InTheHouse) -> HTMLResponse:
    """The newest messages, the last to arrive first."""
    installation = visit.installation
    _only_in_demo(installation)
    mails = read_mailbox(installation.settings.mailbox, NEWEST)
    return show(visit, "mailbox.html", mails=mails, newest=NEWEST, hours=installation.policy.sending_hours)


@router.get("/{key}")
def show_mail(visit: InTheHouse, key: str) -> HTMLResponse:
    """One message: its words, and its HTML in a frame that can neither run nor load anything."""
    installation = visit.installation
    _only_in_demo(installation)
    mail = read_mail(installation.settings.mailbox, key)
    frame = f'<meta http-equiv="Content-Security-Policy" content="{_FRAME_POLICY}">{mail.html}' if mail.html else ""
    text = with_case_links(mail.text, installation.settings.web_url)
    return render(installation, "mail.html", policy=_PAGE_POLICY, visit=visit, mail=mail, text=text, frame=frame)


def _only_in_demo(installation: Installation) -> None:
    if not installation.settings.demo:
        raise NotFound("There is no mailbox here: messages go to real people. Only the demo keeps them to be read.")
