"""What surrounds every page: who is answered, at which addresses and names, and with which security headers."""

from __future__ import annotations

import logging
import traceback
from ipaddress import ip_address

from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


# A page of another site can point its own name at 127.0.0.1 and read ours from inside the browser (DNS rebinding).
HOSTS = ("127.0.0.1", "localhost", "[::1]")


class OwnNames:
    """Answers only to the names of this machine; the public addresses are reached under the name people outside use."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._strict = TrustedHostMiddleware(app, allowed_hosts=HOSTS, www_redirect=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        public = scope["type"] == "http" and is_public(scope)
        await (self.app if public else self._strict)(scope, receive, send)


class Guard:
    """Answers this machine only, but for the public addresses; adds the headers, and turns a crash into a page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if not _is_local(scope) and not is_public(scope):
            await _refuse(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001 - the server would log its text, which may quote a record
            log.error("A page failed: %s at %s", type(error).__name__, _place(error))  # noqa: TRY400 - as above
            if not started:
                await _apologise(scope, receive, send_guarded)


def _is_local(scope: Scope) -> bool:
    client = scope.get("client")
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _place(error: Exception) -> str:
    """Where an error arose, without its text."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.name}:{last.lineno}"


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    words = "These pages answer on the computer they run on, and nowhere else. Open them there."
    await HTMLResponse(render_bare("You cannot open this from here", words), 403)(scope, receive, send)


async def _apologise(scope: Scope, receive: Receive, send: Send) -> None:
    words = "Something went wrong on this page. Nothing was lost. Try again; if it stays, run: ehcp doctor"
    await HTMLResponse(render_bare("Sorry, there is a problem", words), 500)(scope, receive, send)
