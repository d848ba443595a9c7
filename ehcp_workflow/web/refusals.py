"""What a reader sees when a page cannot be shown: a plain sentence, and what to do."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ehcp_workflow.errors import (
    BadConfiguration,
    BadInput,
    BeyondCalendar,
    EhcpError,
    NotFound,
    Refused,
    Unavailable,
)
from ehcp_workflow.services.accounts.outside import NotInvited
from ehcp_workflow.services.accounts.provider import NotBelieved
from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.web.access.refusing import FormTooOld, KnownAs, NotAllowed, SignInFirst
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.pages import render

_STATUS: dict[type[EhcpError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    FormTooOld: 403,
    NotInvited: 403,
    NotBelieved: 403,
    BadInput: 400,
    Refused: 409,
    BeyondCalendar: 503,
    BadConfiguration: 503,
    Unavailable: 503,
}
_TITLES = {
    403: "You cannot do this",
    404: "Page not found",
    400: "That could not be understood",
    405: "That cannot be sent here",
    409: "That is not possible now",
    413: "That is too large",
    503: "The pages cannot be shown now",
}
_NOT_FOUND = "There is nothing at this address. Check that it was typed or copied in full."
_READ_ONLY = "Nothing can be sent to this address. Go back to the page you came from and use its form."


def install(app: FastAPI) -> None:
    """Let an application answer its errors with pages."""
    app.add_exception_handler(SignInFirst, _ask_to_sign_in)
    app.add_exception_handler(KnownAs, _lead_to_ours)
    app.add_exception_handler(EhcpError, _answer_ours)
    app.add_exception_handler(HTTPException, _answer_http)


def refuse(request: Request, status: int, words: str) -> HTMLResponse:
    """A page that says why there is nothing to see, and what to do."""
    title = _TITLES.get(status, "Sorry, there is a problem")
    installation = request.app.state.installation
    visit = getattr(request.state, "visit", None)
    said = {"title": title, "words": words, "lead": _lead(status, visit)}
    return render(installation, "refusal.html", status=status, visit=visit, **said)


def _lead(status: int, visit: Visit | None) -> str | None:
    """What to do next, where there is something to do."""
    sees = visit is not None and visit.visitor.may(May.SEE_CASES)
    return "You can look for the case in the caseload." if status == 404 and sees else None


def _ask_to_sign_in(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    return RedirectResponse(error.address if isinstance(error, SignInFirst) else "/sign-in", 303)


def _lead_to_ours(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    return RedirectResponse(error.address if isinstance(error, KnownAs) else "/", 303)


def _answer_ours(request: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    return refuse(request, status, str(error))


def _answer_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    too_large = error.detail if isinstance(error, HTTPException) and status == 413 else ""
    words = {404: _NOT_FOUND, 405: _READ_ONLY, 413: too_large}.get(status, "The page cannot be shown.")
    return refuse(request, status, words)
