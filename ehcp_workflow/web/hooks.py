"""Where providers bring receipts and people's answers: for programs that know the shared token, and no one else."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from ehcp_workflow.errors import BadInput, EhcpError
from ehcp_workflow.services.incoming import read_text, take_govuk, take_text
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.bodies import read_body
from ehcp_workflow.web.pages import Opened

log = logging.getLogger(__name__)
router = APIRouter(prefix="/hooks")
Use = Callable[[Installation, Mapping[str, object]], str]


@router.post("/govuk")
async def take_notify(installation: Opened, request: Request) -> Response:
    """A delivery receipt or a received text from GOV.UK Notify."""
    return await _take(installation, request, take_govuk)


@router.post("/texts")
async def take_texts(installation: Opened, request: Request) -> Response:
    """An answer to a text from any other provider: JSON or a form, with the number and the words."""
    return await _take(installation, request, lambda opened, document: take_text(opened, read_text(document)))


async def _take(installation: Installation, request: Request, use: Use) -> Response:
    """Do what a program tells. Unknown, doubled and early receipts are taken too, so that nobody sends them again.

    A body is read only from who knows the token. When the database cannot be used now, the provider tries again.
    """
    if not _is_known(installation, request.headers.get("Authorization", "")):
        return Response(status_code=403)
    body = await read_body(request)
    if body is None:
        return Response(status_code=413)
    try:
        for document in _parse(body, request.headers.get("Content-Type", "")):
            await run_in_threadpool(use, installation, document)
    except BadInput as error:
        return Response(str(error), 400, media_type="text/plain")
    except EhcpError as error:
        log.warning("What a provider told could not be taken now (%s)", type(error).__name__)
        return Response(status_code=503)
    return Response(status_code=204)


def _is_known(installation: Installation, authorization: str) -> bool:
    """Whether the shared token came with a request: as a bearer token, or where that cannot be set as a password."""
    expected = installation.settings.hook_token
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given, validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return False
    elif scheme.lower() != "bearer":
        return False
    token = expected.get_secret_value() if expected else ""
    return bool(token) and hmac.compare_digest(given.strip().encode(), token.encode())


def _parse(body: bytes, content_type: str) -> list[Mapping[str, object]]:
    """What was told: one thing, or where a provider gathers them several."""
    try:
        if content_type.startswith("application/x-www-form-urlencoded"):
            return [dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))]
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInput("This can be read neither as JSON nor as a form.") from None
    documents = document if isinstance(document, list) else [document]
    if not documents or not all(isinstance(one, Mapping) for one in documents):
        raise BadInput("This is no JSON object.")
    return documents
