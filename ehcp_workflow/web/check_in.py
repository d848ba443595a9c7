"""The page behind a check-in's link: was the help given? Two taps, no sign-in, nothing of the case."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from ehcp_workflow.errors import BadInput, EhcpError, NotFound, Refused
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services import check_ins
from ehcp_workflow.services.check_ins import Asked
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.alone import page_alone
from ehcp_workflow.web.bodies import read_body
from ehcp_workflow.web.pages import Opened

router = APIRouter(prefix="/check-in")
_FIELD = "help-"


@router.get("/{token}")
def show_question(installation: Opened, token: str) -> HTMLResponse:
    """What the link asks. Looking changes nothing: mail programs look at links by themselves."""
    try:
        return _page(installation, "ask", check_ins.open_check_in(installation, token))
    except EhcpError as error:
        return _refuse(installation, error)


@router.post("/{token}")
async def take_answer(installation: Opened, token: str, request: Request) -> HTMLResponse:
    """Keep the answer. The same again changes nothing, another one corrects it."""
    body = await read_body(request)
    try:
        return await run_in_threadpool(_keep, installation, token, body or b"")
    except EhcpError as error:
        return _refuse(installation, error)


def _keep(installation: Installation, token: str, body: bytes) -> HTMLResponse:
    asked = check_ins.open_check_in(installation, token)
    try:
        fields = dict(parse_qsl(body.decode(), max_num_fields=100))
        said = [f"{name.removeprefix(_FIELD)}={value}" for name, value in fields.items() if name.startswith(_FIELD)]
        check_ins.answer(installation, token, check_ins.read_answers(said))
    except (ValueError, BadInput):
        return _page(installation, "again", asked, 400)
    return _page(installation, "done", asked)


def _page(installation: Installation, step: str, asked: Asked, status: int = 200) -> HTMLResponse:
    return page_alone(
        "check_in.html",
        status,
        step=step,
        lines=asked.lines,
        first=day_in_words(asked.first),
        last=day_in_words(asked.last),
        before=asked.answers,
        page=asked.page,
        field=_FIELD,
        sender=installation.settings.mail_from_name,
    )


def _refuse(installation: Installation, error: EhcpError) -> HTMLResponse:
    """A wrong link, one that is over, or a database that cannot be used now: never more, for anybody may read it."""
    status, step = (404, "wrong") if isinstance(error, NotFound) else (410, "over")
    if not isinstance(error, NotFound | Refused):
        status, step = 503, "later"
    return page_alone("check_in.html", status, step=step, sender=installation.settings.mail_from_name)
