"""Calendars: the address that calendar programs read, and the page on which somebody who works here makes theirs."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError, NotFound
from ehcp_workflow.services.calendars import feeds
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.pages import Opened, show

router = APIRouter()
_HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-cache"}


@router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
def read_calendar(request: Request, installation: Opened, token: str) -> Response:
    """A calendar as programs read it, or that it is as it was."""
    try:
        content = feeds.read_feed(installation, token)
    except NotFound:
        return PlainTextResponse("There is no calendar at this address.", 404, _HEADERS)
    except EhcpError:
        return PlainTextResponse("The calendar cannot be read now.", 503, {**_HEADERS, "Retry-After": "600"})
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": mark}
    if mark in _marks(request.headers.get("if-none-match", "")):
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type="text/calendar; charset=utf-8")


@router.get("/account/calendar")
def show_own_calendar(visit: Seeing) -> Response:
    """The address of the calendar of whoever is signed in, where they have one."""
    address = feeds.address_of_account(visit.installation, visit.visitor.account_id)
    return show(visit, "calendar.html", address=address)


@router.post("/account/calendar")
def change_own_calendar(visit: Seeing) -> Response:
    """Make that address, which ends one they had before, or end it."""
    if visit.form.get("what") == "end":
        feeds.end_of_account(visit.installation, visit.visitor.account_id)
        return RedirectResponse("/account/calendar?done=calendar-ended", 303)
    feeds.make_for_account(visit.installation, visit.visitor.account_id, visit.visitor.name)
    return RedirectResponse("/account/calendar?done=calendar-made", 303)


def _marks(said: str) -> set[str]:
    """The versions a program has, as it says them; a weak mark is as good as a strong one for reading."""
    return {one.strip().removeprefix("W/") for one in said.split(",")}
