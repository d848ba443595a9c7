"""The way into a family's page and out of it: the question, the answer, and leaving quickly."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError, NotFound
from ehcp_workflow.services.family.entering import Door, Outcome, answer_door, leave, look_at_door
from ehcp_workflow.services.family.links import BIRTH_DATE
from ehcp_workflow.web.family.route import ForFamilies, show_door
from ehcp_workflow.web.family.showing import COOKIE, HEADERS, NEUTRAL_SITE, drop_visit, go_to, keep_visit
from ehcp_workflow.web.forms import Sent
from ehcp_workflow.web.pages import Opened

router = APIRouter(prefix="/family", route_class=ForFamilies)
_STATUS = {Outcome.WRONG: 422, Outcome.WAIT: 429}


async def _sent(request: Request) -> FormData:
    return await request.form()


Form = Annotated[FormData, Depends(_sent)]


@router.post("/{token}")
def take_answer(request: Request, installation: Opened, token: str, form: Form) -> Response:
    """Compare what somebody says with what is known; who is right comes in for half an hour."""
    door = look_at_door(installation, token)
    said = _read(door, form)
    if said is None:
        return show_door(installation, token, door, f"wrong_{'date' if door.asks == BIRTH_DATE else 'word'}", form)
    answered = answer_door(installation, token, said)
    if answered.outcome is Outcome.ENDED:
        raise NotFound("The link has ended.")
    if answered.outcome is not Outcome.RIGHT:
        return show_door(installation, token, door, answered.outcome.value, status=_STATUS[answered.outcome])
    answer = go_to(token)
    keep_visit(request, answer, answered.secret)
    return answer


@router.get("/{token}/leave")
def leave_quickly(request: Request, installation: Opened, token: str) -> Response:  # noqa: ARG001 - hides in the path
    """End the visit and go where nothing tells of it: whoever goes back in the browser is asked again."""
    answer = RedirectResponse(NEUTRAL_SITE, 302, HEADERS)
    drop_visit(request, answer)
    try:
        leave(installation, request.cookies.get(COOKIE))
    except EhcpError:
        return answer  # the browser has forgotten its visit, and must get away whatever the database does
    return answer


def _read(door: Door, form: FormData) -> date | str | None:
    """What was answered; None where it cannot be an answer at all, which is not counted as a wrong one."""
    sent = Sent(form)
    if door.asks == BIRTH_DATE:
        return sent.day("born", "the date")
    word = sent.text("word", longest=200)
    return word if word and not sent.errors else None
