"""Reading what comes with a request, and no more of it than could be meant."""

from __future__ import annotations

import re

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartParser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ehcp_workflow.services.importing.table import MAX_BYTES
from ehcp_workflow.services.installation import Installation

LARGEST = 65_536  # bytes: receipts, texts and answers are far smaller
LARGEST_FORM = 262_144  # bytes: the longest notes, in letters that take nine bytes each in a form
_UPLOADS = re.compile(r"/import|/cases/[^/]+/provision/import")
_AROUND = 8_192  # bytes: what a browser sends around a file

# A file that somebody uploads names children: it stays in memory, and is never written to the disk unsealed.
MultiPartParser.spool_max_size = MAX_BYTES + _AROUND


async def read_body(request: Request) -> bytes | None:
    """The body; None when it is too large."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return body


class BodyLimit:
    """Refuses a body that is larger than it could be meant, before it is read where its size is told, else on the way.

    What is refused on the way is not kept: at most the limit is ever in memory, and nothing is written to the disk.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a count of what comes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most, taken = _limit(scope), 0
        told = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        too_much = told.isdigit() and int(told) > most

        async def receive_counted() -> Message:
            nonlocal taken
            if too_much:
                raise _too_large(scope, most)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise _too_large(scope, most)
            return message

        await self.app(scope, receive_counted, send)


def _limit(scope: Scope) -> int:
    if not _UPLOADS.fullmatch(scope["path"]):
        return LARGEST_FORM
    installation: Installation = scope["app"].state.installation
    return installation.settings.upload_megabytes * 1024 * 1024 + _AROUND


def _too_large(scope: Scope, most: int) -> HTTPException:
    if _UPLOADS.fullmatch(scope["path"]):
        megabytes = most // 1024 // 1024
        return HTTPException(
            413,
            f"The file is larger than {megabytes} MB, so it was not taken. Delete pictures and other sheets, split "
            "it, or use the command: ehcp caseload import",
        )
    return HTTPException(413, f"More was sent than the {most // 1024} kB that are taken here. Send less at a time.")
