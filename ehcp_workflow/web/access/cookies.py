"""The cookies of the desk: the session, the mark of a form before it, and what is kept on the way elsewhere."""

from __future__ import annotations

import hmac
from secrets import token_urlsafe

from fastapi import Request
from starlette.responses import Response

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.access.visit import COOKIE

BEFORE, AWAY = "ehcp_form", "ehcp_away"


def keep_session(request: Request, answer: Response, secret: str) -> None:
    """Let a browser keep the secret of its session until it is closed."""
    _set(request, answer, COOKIE, secret)


def drop_session(request: Request, answer: Response) -> None:
    """Let a browser forget its session."""
    answer.delete_cookie(COOKIE, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def mark_form(request: Request, installation: Installation) -> tuple[str, str]:
    """The mark of a form before signing in: what the browser keeps, and what the form carries.

    Without it another site could sign somebody in under an account of its own, and read what they then record.
    The form carries a keyed hash of the cookie, so that a cookie which somebody planted is of no use.
    """
    kept = request.cookies.get(BEFORE) or token_urlsafe(24)
    return kept, _mark(installation, kept)


def keep_mark(request: Request, answer: Response, kept: str) -> None:
    """Let a browser keep its half of the mark."""
    _set(request, answer, BEFORE, kept)


def is_marked(request: Request, installation: Installation, given: str) -> bool:
    """Whether a form carries the mark of the browser it came from."""
    kept = request.cookies.get(BEFORE, "")
    return bool(kept) and hmac.compare_digest(_mark(installation, kept).encode(), given.encode())


def keep_away(request: Request, answer: Response, sealed: str) -> None:
    """Let a browser keep what it needs to come back from its organisation's page."""
    _set(request, answer, AWAY, sealed)


def drop_away(request: Request, answer: Response) -> None:
    """Let a browser forget it."""
    answer.delete_cookie(AWAY, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _mark(installation: Installation, kept: str) -> str:
    return installation.cipher.lookup(f"form:{kept}")


def _set(request: Request, answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
