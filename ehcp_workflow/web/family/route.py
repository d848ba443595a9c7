"""What every address of families does first: nothing is shown before the answer, and no error says too much."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError
from ehcp_workflow.messages.words.page_words import page_words
from ehcp_workflow.services.family.entering import Door, look_at_door
from ehcp_workflow.services.family.links import BIRTH_DATE
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.family.showing import go_to, refuse, show
from ehcp_workflow.web.family.visit import AskFirst
from ehcp_workflow.web.forms import FieldError


class ForFamilies(APIRoute):
    """An address of families: asks whoever may not see it yet, and answers errors without the desk around them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The view with that around it."""
        view = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await view(request)
            except AskFirst as first:
                return await run_in_threadpool(_ask, request, first.token)
            except EhcpError as error:
                return refuse(request.app.state.installation, error)

        return answer


def show_door(
    installation: Installation,
    token: str,
    door: Door,
    wrong: str = "",
    form: FormData | None = None,
    *,
    status: int = 422,
) -> HTMLResponse:
    """The question; with what is wrong, where somebody has answered. A wrong answer is not shown again.

    Args:
        installation: the installation.
        token: of the link.
        door: what it asks.
        wrong: the name of the sentence that says what is wrong; empty where nothing is.
        form: what was typed, where it could not be an answer.
        status: the HTTP status where something is wrong.
    """
    field = "born-day" if door.asks == BIRTH_DATE else "word"
    errors = (FieldError(field, page_words(installation.config, door.language)(wrong)),) if wrong else ()
    said: dict[str, object] = {"door": door, "errors": errors, "form": form or {}}
    return show(installation, "door.html", door.language, token=token, status=status if wrong else 200, **said)


def _ask(request: Request, token: str) -> Response:
    if request.method not in {"GET", "HEAD"}:
        return go_to(token)
    installation: Installation = request.app.state.installation
    try:
        return show_door(installation, token, look_at_door(installation, token))
    except EhcpError as error:
        return refuse(installation, error)
