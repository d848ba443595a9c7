"""Who is visiting a family's page: every view behind the question begins here."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from ehcp_workflow.services.family.entering import Reader, find_reader, note_look
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.web.family.showing import COOKIE


class AskFirst(Exception):
    """Nobody gave the right answer in this browser lately, or a form is too old: the page asks, or is shown anew."""

    def __init__(self, token: str) -> None:
        super().__init__("the page asks first")
        self.token = token


@dataclass(frozen=True)
class FamilyVisit:
    """Somebody of a family on their page.

    Attributes:
        installation: what they ask; reader: who they are and whose page it is.
        token: of their link, for the addresses in the page.
        form: what was sent; done: the code of what was just done.
    """

    installation: Installation
    reader: Reader
    token: str
    form: FormData
    done: str


async def _visiting(request: Request, token: str) -> FamilyVisit:
    installation: Installation = request.app.state.installation
    changes = request.method not in {"GET", "HEAD"}
    reader = await run_in_threadpool(find_reader, installation, token, request.cookies.get(COOKIE))
    if reader is None:
        raise AskFirst(token)
    form = await request.form() if changes else FormData()
    if changes and not hmac.compare_digest(str(form.get("csrf", "")).encode(), reader.csrf.encode()):
        raise AskFirst(token)
    route = f"{request.method} {request.scope['route'].path}"
    await run_in_threadpool(note_look, installation, reader, route, changed=changes)
    return FamilyVisit(installation, reader, token, form, request.query_params.get("done", ""))


Visiting = Annotated[FamilyVisit, Depends(_visiting)]
