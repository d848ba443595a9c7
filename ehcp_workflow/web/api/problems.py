"""What a program is told when something cannot be done: a problem as RFC 9457 describes it.

Source: https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ehcp_workflow.errors import BadConfiguration, BadInput, BeyondCalendar, EhcpError, NotFound, Refused, Unavailable
from ehcp_workflow.web.access.refusing import NotAllowed

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/v1"
BASE = f"{PREFIX}/docs#"

TITLES = {
    400: ("bad-input", "That cannot be understood"),
    401: ("no-token", "A token is needed"),
    403: ("not-allowed", "This is not allowed"),
    404: ("not-found", "There is no such thing"),
    405: ("wrong-method", "This address does not take that method"),
    406: ("not-acceptable", "That form cannot be given"),
    409: ("refused", "That is not possible now"),
    413: ("too-large", "That is too large"),
    415: ("wrong-media-type", "That is not JSON"),
    422: ("wrong-shape", "The request does not have the shape that is described"),
    429: ("too-many", "Too many requests"),
    500: ("failed", "Something went wrong here"),
    503: ("unavailable", "This cannot be answered now"),
}
_STATUS: dict[type[EhcpError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    BadInput: 400,
    Refused: 409,
    BeyondCalendar: 503,
    BadConfiguration: 503,
    Unavailable: 503,
}
_HTTP = {
    404: "There is nothing at this address. The description at /api/v1/openapi.json lists the addresses.",
    405: "This address does not take that method. The description at /api/v1/openapi.json lists what it takes.",
    415: "Send JSON, with Content-Type: application/json.",
}


class Wrong(BaseModel):
    """One part of a request that is wrong."""

    where: str = Field(description="The part, such as `body.on`.", examples=["body.on"])
    what: str = Field(description="What is wrong with it.", examples=["Input should be a valid date"])


class Problem(BaseModel):
    """Why something cannot be done, and what to do instead (RFC 9457)."""

    type: str = Field(description="The kind of problem, as an address.", examples=[f"{BASE}not-found"])
    title: str = Field(description="The kind of problem in words; the same for every problem of this kind.")
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="What is wrong here, and the remedy. It names no child and no address.")
    errors: list[Wrong] = Field(default_factory=list, description="With 422: each part that is wrong.")


def problem(
    status: int, detail: str, headers: dict[str, str] | None = None, wrong: tuple[Wrong, ...] = ()
) -> JSONResponse:
    """A problem as an answer."""
    name, title = TITLES.get(status, ("failed", "That is not possible"))
    said = Problem(type=BASE + name, title=title, status=status, detail=detail, errors=list(wrong))
    left_out = {"errors"} if not wrong else set()
    return JSONResponse(said.model_dump(exclude=left_out), status, headers, media_type=MEDIA_TYPE)


def described(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These problems, as the description of an operation lists its answers."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": TITLES[status][1], "content": {MEDIA_TYPE: {"schema": schema}}} for status in statuses
    }


def install(api: FastAPI) -> None:
    """Let an API answer its errors with problems."""
    api.add_exception_handler(EhcpError, _ours)
    api.add_exception_handler(HTTPException, _http)
    api.add_exception_handler(RequestValidationError, _shape)
    api.add_exception_handler(Exception, _crash)


def _ours(_request: Request, error: Exception) -> Response:
    return problem(next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500), str(error))


def _http(_request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    said = str(error.detail) if isinstance(error, HTTPException) and status not in _HTTP else _HTTP.get(status, "")
    return problem(status, said, dict(headers) if headers else None)


def _shape(_request: Request, error: Exception) -> Response:
    """What was sent is not repeated: it may name somebody, and this answer may be logged."""
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    wrong = tuple(Wrong(where=".".join(str(part) for part in one["loc"]), what=str(one["msg"])) for one in found)
    first = f"{wrong[0].where}: {wrong[0].what}" if wrong else "it cannot be read"
    return problem(422, f"{first}. The description at /api/v1/openapi.json says what is expected.", wrong=wrong)


def _crash(_request: Request, _error: Exception) -> Response:
    # The guard around all pages writes down where it happened; nothing of the error itself is told.
    return problem(500, "Something went wrong here. Try again; if it stays, whoever runs this can use: ehcp doctor")
