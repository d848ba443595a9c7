"""The page of one's own account: another password, the second factor, and the browsers that are signed in."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services.accounts import own_account
from ehcp_workflow.services.accounts.own_account import WrongPassword
from ehcp_workflow.services.accounts.passwords import WeakPassword
from ehcp_workflow.services.accounts.second_factor import (
    WrongCode,
    has_second_factor,
    offer,
    take_up,
)
from ehcp_workflow.services.accounts.sessions import SignedIn, sessions_of
from ehcp_workflow.services.accounts.waiting import TooManyTries
from ehcp_workflow.web.access.cookies import keep_session
from ehcp_workflow.web.access.second_factor import picture_of
from ehcp_workflow.web.access.visit import Anybody, Visit, signed_in
from ehcp_workflow.web.forms import FieldError
from ehcp_workflow.web.pages import show

router = APIRouter(prefix="/account")


@router.get("")
async def show_account(visit: Anybody, request: Request) -> HTMLResponse:
    """What somebody may do with their own account."""
    return await run_in_threadpool(_page, visit, await signed_in(request))


@router.post("/password")
async def do_change_password(visit: Anybody, request: Request) -> Response:
    """Change the password, and sign every other browser out."""
    return await run_in_threadpool(_change_password, visit, await signed_in(request))


@router.post("/browsers/end")
def do_end_browser(visit: Anybody) -> Response:
    """Sign one of their browsers out."""
    number = str(visit.form.get("browser", ""))
    if number.isdecimal() and len(number) < 10:
        own_account.end_browser(visit.installation, visit.visitor.account_id, int(number))
    return RedirectResponse("/account?done=browser-ended", 303)


@router.get("/second-factor")
async def show_set_up(visit: Anybody, request: Request) -> HTMLResponse:
    """Set up a second factor, or another authenticator instead of the one in use."""
    return await run_in_threadpool(_set_up_page, visit, await signed_in(request))


@router.post("/second-factor")
async def do_set_up(visit: Anybody, request: Request) -> Response:
    """Take the first code of an authenticator; whoever replaces one shows that they know the password."""
    return await run_in_threadpool(_set_up, visit, await signed_in(request), request)


def _change_password(visit: Visit, found: SignedIn) -> Response:
    said = {name: str(visit.form.get(name, "")) for name in ("present", "password", "again")}
    if said["password"] != said["again"]:
        return _page(visit, found, FieldError("again", "The two passwords differ. Type the same one twice."))
    try:
        own_account.change_password(visit.installation, found.account_id, found.id, said["present"], said["password"])
    except (WrongPassword, TooManyTries) as error:
        return _page(visit, found, FieldError("present", str(error)))
    except WeakPassword as error:
        return _page(visit, found, FieldError("password", str(error)))
    return RedirectResponse("/account?done=password-changed", 303)


def _set_up(visit: Visit, found: SignedIn, request: Request) -> Response:
    said = {name: str(visit.form.get(name, "")) for name in ("present", "sealed", "code")}
    try:
        own_account.prove_password(visit.installation, found.account_id, said["present"])
        begun = take_up(visit.installation, found, said["sealed"], said["code"])
    except (WrongPassword, WrongCode, TooManyTries) as error:
        field = "present" if isinstance(error, WrongPassword) else "code"
        return _set_up_page(visit, found, said["sealed"], FieldError(field, str(error)))
    answer = RedirectResponse("/account?done=second-factor-set-up", 303)
    keep_session(request, answer, begun.secret)
    return answer


def _page(visit: Visit, found: SignedIn, *errors: FieldError) -> HTMLResponse:
    installation, account_id = visit.installation, found.account_id
    return show(
        visit,
        "access/account.html",
        status=_status(errors),
        browsers=sessions_of(installation, account_id),
        this=found.id,
        second_factor=has_second_factor(installation, account_id),
        errors=errors,
    )


def _set_up_page(visit: Visit, found: SignedIn, sealed: str = "", *errors: FieldError) -> HTMLResponse:
    try:
        offered = offer(visit.installation, found, sealed)
    except EhcpError:
        offered = offer(visit.installation, found)
    said: dict[str, object] = {"offer": offered, "picture": picture_of(offered.address), "errors": errors}
    said |= {"csrf": visit.csrf, "asked": "", "action": "/account/second-factor"}
    return show(visit, "access/set_up.html", status=_status(errors), **said)


def _status(errors: tuple[FieldError, ...]) -> int:
    return 422 if errors else 200
