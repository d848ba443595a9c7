"""A visit: somebody signed in who asks for a page of an installation. Every view of the desk begins here."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from ehcp_workflow.services.accounts.looking import look_at_case
from ehcp_workflow.services.accounts.sessions import SignedIn, find_session, visitor_of
from ehcp_workflow.services.accounts.visitor import May, Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.web.access.refusing import FormTooOld, KnownAs, NotAllowed, SecondFactorFirst, SignInFirst

COOKIE = "ehcp_session"
SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Visit:
    """Somebody signed in who asks for a page.

    Attributes:
        installation: what they ask.
        visitor: who they are, what they may do, and which cases they see.
        csrf: what every form of theirs carries as the field `csrf`.
        route: the address asked for, as a pattern without its values, such as `GET /cases/{reference}`.
        form: what was sent with the request; empty where nothing was.
        done: the code of what was just done, from the address it led to.
    """

    installation: Installation
    visitor: Visitor
    csrf: str
    route: str
    form: FormData
    done: str = ""

    def case(self, reference: str, *, changed: bool | None = None) -> CaseRecord:
        """A case they may see, by our reference or the adviser's own; that they looked is written down.

        Args:
            reference: the case.
            changed: whether this is a change; without it every request that is not a plain look is one.

        Raises:
            NotFound: there is no such case, or they may not see it: nobody can tell which of the two.
            KnownAs: it is there under our reference, and the one in the address leaves it.
        """
        change = not self.route.startswith("GET") if changed is None else changed
        record = look_at_case(self.installation, self.visitor, reference, self.route, changed=change)
        if record.reference != reference:
            raise KnownAs(record.reference)
        return record


def visit_for(may: May | None) -> Callable[[Request], Awaitable[Visit]]:
    """The dependency of a view that asks for somebody who may do something; with None, for anybody signed in.

    Raises (when it is used):
        SignInFirst: nobody is signed in in this browser.
        SecondFactorFirst: somebody gave their password there, and not yet their second factor.
        NotAllowed: they are, and their role does not allow it.
        FormTooOld: a form came without what ours carry.
    """

    async def visit(request: Request) -> Visit:
        found = await signed_in(request)
        if not found.full:
            raise SecondFactorFirst(request)
        form = await read_form(request, found)
        visitor, route = visitor_of(found), f"{request.method} {request.scope['route'].path}"
        done = request.query_params.get("done", "")
        made = Visit(request.app.state.installation, visitor, found.csrf, route, form, done)
        request.state.visit = made  # a page that refuses shows where else they can go
        if may is not None and not visitor.may(may):
            raise NotAllowed(visitor.role.in_words)
        return made

    return visit


async def signed_in(request: Request) -> SignedIn:
    """The session of a browser, full or not.

    Raises:
        SignInFirst: it has none that holds.
    """
    installation: Installation = request.app.state.installation
    found = await run_in_threadpool(find_session, installation, request.cookies.get(COOKIE))
    if found is None:
        raise SignInFirst(request)
    return found


async def read_form(request: Request, found: SignedIn) -> FormData:
    """What was sent with a request, once it carries the mark of our own forms; empty for a plain look.

    Raises:
        FormTooOld: it does not carry it.
    """
    if request.method in SAFE:
        return FormData()
    form = await request.form()
    if not hmac.compare_digest(str(form.get("csrf", "")).encode(), found.csrf.encode()):
        raise FormTooOld
    return form


Anybody = Annotated[Visit, Depends(visit_for(None))]
Seeing = Annotated[Visit, Depends(visit_for(May.SEE_CASES))]
Changing = Annotated[Visit, Depends(visit_for(May.CHANGE_CASES))]
InTheHouse = Annotated[Visit, Depends(visit_for(May.SEE_HOUSE))]
Operating = Annotated[Visit, Depends(visit_for(May.OPERATE))]
Supervising = Annotated[Visit, Depends(visit_for(May.SUPERVISE))]
