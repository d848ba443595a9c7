"""Pages that people reach from outside by a link: they stand alone, fetch nothing, and say nothing of anybody."""

from __future__ import annotations

import base64
import hashlib

from fastapi.responses import HTMLResponse

from ehcp_workflow.web.guard import POLICY
from ehcp_workflow.web.pages import read_source, render_alone

# Nothing but the page itself is fetched, so that whoever reads it from outside needs no other address of ours.
_STYLE = read_source("templates/stop.css")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": POLICY.replace(
        "script-src 'self'; style-src 'self'; img-src 'self'", f"style-src 'sha256-{_HASH}'"
    ),
    "X-Robots-Tag": "noindex, nofollow",
}


def page_alone(template: str, status: int, **said: object) -> HTMLResponse:
    """A page that stands alone.

    Args:
        template: its template.
        status: the HTTP status.
        said: what the template is given.
    """
    return HTMLResponse(render_alone(template, style=_STYLE, **said), status, _HEADERS)
