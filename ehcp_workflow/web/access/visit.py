"""A visit: somebody signed in who asks for a page of an installation. Every view of the desk begins here."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from ehcp_workflow.errors import NotFound
from ehcp_workflow.services.accounts.visitor import May, Role, Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import accesses, casebook, sessions
from ehcp_workflow.store.accesses import Access
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.sessions import SignedIn
from ehcp_workflow.store.visibility import may_see
from ehcp_workflow.web.access.refusing import FormTooOld, NotAllowed, SignInFirst

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
    """

    installation: Installation
    visitor: Visitor
    csrf: str
    route: str
    form: FormData

    def case(self, reference: str, *, changed: bool | None = None) -> CaseRecord:
        """A case they may see, by our reference or the adviser's own; that they looked is written down.

        Args:
            reference: the case.
            changed: whether this is a change; without it every request that is not a plain look is one.

        Raises:
            NotFound: there is no such case, or they may not see it: nobody can tell which of the two.
        """
        change = not self.route.startswith("GET") if changed is None else changed
        with self.installation.database.write() as unit:
            record = casebook.find_case(unit, self.installation.cipher, reference)
            if not may_see(unit, self.visitor.sees, record.id):
                raise NotFound(f"There is no case '{reference}' that you may see.")
            access = Access(self.visitor.name, self.route, change, self.installation.now())
            accesses.add_access(unit, record.id, self.visitor.account_id, access)
        return record


def visit_for(may: May) -> Callable[[Request], Awaitable[Visit]]:
    """The dependency of a view that asks for somebody who may do something.

    Raises (when it is used):
        SignInFirst: nobody is signed in in this browser.
        NotAllowed: they are, and their role does not allow it.
        FormTooOld: a form came without what ours carry.
    """

    async def visit(request: Request) -> Visit:
        installation: Installation = request.app.state.installation
        found = await run_in_threadpool(_session_of, installation, request.cookies.get(COOKIE))
        if found is None or not found.full:
            raise SignInFirst(request)
        form = FormData() if request.method in SAFE else await request.form()
        if request.method not in SAFE and not hmac.compare_digest(str(form.get("csrf", "")), found.csrf):
            raise FormTooOld
        visitor = Visitor(found.account_id, found.name, found.shown_as, Role(found.role), found.teams)
        if not visitor.may(may):
            raise NotAllowed(visitor.role.in_words)
        made = Visit(installation, visitor, found.csrf, f"{request.method} {request.scope['route'].path}", form)
        request.state.visit = made
        return made

    return visit


def _session_of(installation: Installation, secret: str | None) -> SignedIn | None:
    if not secret:
        return None
    with installation.database.read() as unit:
        return sessions.find_session(unit, secret, installation.now())


Seeing = Annotated[Visit, Depends(visit_for(May.SEE_CASES))]
Changing = Annotated[Visit, Depends(visit_for(May.CHANGE_CASES))]
InTheHouse = Annotated[Visit, Depends(visit_for(May.SEE_HOUSE))]
Operating = Annotated[Visit, Depends(visit_for(May.OPERATE))]
Supervising = Annotated[Visit, Depends(visit_for(May.SUPERVISE))]
