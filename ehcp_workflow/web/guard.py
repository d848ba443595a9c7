"""What surrounds every page: who is answered, at which addresses and names, and with which security headers."""

from __future__ import annotations

import logging
import traceback

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ehcp_workflow.web.arrival import (
    Arrival,
    Entrance,
    arrival_of,
    entrance_of,
    is_from_elsewhere,
    is_own_name,
    may_enter,
)
from ehcp_workflow.web.pages import render_bare
from ehcp_workflow.web.public import is_public

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Pages name children: a shared computer's browser must not keep them.
    "Cache-Control": "no-store",
}


_HSTS = "max-age=31536000"


class Guard:
    """Lets in whom the entrance lets in, adds the headers, and turns a crash into a page.

    The public addresses are open to everybody. All else is for this machine, or comes through our proxy.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        entrance = entrance_of(scope["app"].state.installation.settings)
        arrival = arrival_of(scope, entrance)

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if arrival.secure:
                    headers.setdefault("Strict-Transport-Security", _HSTS)
            await send(message)

        scope = {**scope, "client": (arrival.address, 0), "scheme": "https" if arrival.secure else "http"}
        if (refusal := _refusal(scope, arrival, entrance)) is not None:
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001 - the server would log its text, which may quote a record
            log.error("A page failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400 - as above
            if not started:
                await _apologise(scope, receive, send_guarded)


def _refusal(scope: Scope, arrival: Arrival, entrance: Entrance) -> HTMLResponse | None:
    """What answers a request that may not come in; None for one that may."""
    if is_public(scope):
        return None
    if not may_enter(arrival, entrance):
        where = f"at https://{entrance.desk}" if entrance.desk else "on the computer they run on, and nowhere else"
        return HTMLResponse(render_bare("You cannot open this from here", f"These pages answer {where}."), 403)
    if not is_own_name(arrival, entrance):
        return HTMLResponse(render_bare("You cannot open this here", "These pages do not answer to this name."), 400)
    if is_from_elsewhere(scope, arrival):
        words = "This form comes from another site, so nothing was done. Open our own page and use its form."
        return HTMLResponse(render_bare("You cannot do this from here", words), 403)
    return None


def _place(error: Exception) -> str:
    """Where an error arose, without its text."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.name}:{last.lineno}"


async def _apologise(scope: Scope, receive: Receive, send: Send) -> None:
    words = "Something went wrong on this page. Nothing was lost. Try again; if it stays, run: ehcp doctor"
    await HTMLResponse(render_bare("Sorry, there is a problem", words), 500)(scope, receive, send)
