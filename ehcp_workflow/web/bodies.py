"""Reading what comes with a request, and no more of it than could be meant."""

from __future__ import annotations

from fastapi import Request

LARGEST = 65_536  # bytes: receipts, texts and answers are far smaller


async def read_body(request: Request) -> bytes | None:
    """The body; None when it is too large."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return None
    return body
