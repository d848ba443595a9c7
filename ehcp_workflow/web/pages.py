"""Turning a template into an answer, with what every page shows: the mailbox link and the checks' sign of life."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services.heartbeat import Heartbeat, read_heartbeat
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.visibility import Sees
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.environment import make_environment

FOLDER = Path(__file__).parent


def _installation_of(request: Request) -> Installation:
    opened: Installation = request.app.state.installation
    return opened


Opened = Annotated[Installation, Depends(_installation_of)]


_TEMPLATES = make_environment()


def render(
    installation: Installation,
    template: str,
    *,
    status: int = 200,
    policy: str | None = None,
    visit: Visit | None = None,
    **said: object,
) -> HTMLResponse:
    """A page.

    Args:
        installation: whose page it is.
        template: the name of the template.
        status: the HTTP status.
        policy: another content security policy than that of all pages.
        visit: who looks at it, where somebody signed in.
        said: what the template shows.
    """
    page = _TEMPLATES.get_template(template)
    around = {
        "heartbeat": _heartbeat(installation, visit.visitor.knows if visit else Sees(nothing=True)),
        "demo": installation.settings.demo,
        "visit": visit,
        "errors": (),
        "done": visit.done if visit else "",
    }
    text = page.render(around | said)
    return HTMLResponse(text, status, {"Content-Security-Policy": policy} if policy else None)


def show(visit: Visit, template: str, *, status: int = 200, **said: object) -> HTMLResponse:
    """A page for somebody signed in."""
    return render(visit.installation, template, status=status, policy=None, visit=visit, **said)


def render_bare(title: str, words: str) -> str:
    """A page of one sentence that needs no installation."""
    return _TEMPLATES.get_template("refusal.html").render(
        heartbeat=None, demo=False, visit=None, errors=(), done="", title=title, words=words, lead=None
    )


def render_alone(template: str, **said: object) -> str:
    """A page for people outside, with nothing of the installation around it."""
    return _TEMPLATES.get_template(template).render(**said)


def read_source(name: str) -> str:
    """A file that belongs to the pages, as text."""
    return (FOLDER / name).read_text(encoding="utf-8")


def _heartbeat(installation: Installation, sees: Sees) -> Heartbeat | None:
    """None when it cannot be read: the page that says so must not fail for the same reason."""
    try:
        return read_heartbeat(installation, sees)
    except EhcpError:
        return None
