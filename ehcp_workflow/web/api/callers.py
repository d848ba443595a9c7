"""Who calls the API: a token in the Authorization header, never a cookie. It acts as its account in everything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services import repeating
from ehcp_workflow.services.accounts.tokens import Caller, recognise
from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.repeating import Answered
from ehcp_workflow.web.access.refusing import NotAllowed
from ehcp_workflow.web.access.visit import Visit
from ehcp_workflow.web.api.description import queries_of
from ehcp_workflow.web.api.problems import PREFIX

_SCHEME = HTTPBearer(
    auto_error=False, scheme_name="token", description="A token of `ehcp token make`, such as `ehcp_…`."
)
NO_TOKEN = "Send a token that holds: 'Authorization: Bearer ehcp_…'. `ehcp token make` makes one."  # noqa: S105 - words


class ReadOnlyToken(NotAllowed):
    """A token that only reads was used to change something."""

    def __init__(self) -> None:
        Exception.__init__(self, "This token only reads. Make one that may change things: ehcp token make NAME --write")


class _Again(Exception):
    """A request that was answered before."""

    def __init__(self, answered: Answered) -> None:
        super().__init__("answered before")
        self.answered = answered


async def let_in(request: Request) -> Caller:
    """Who calls.

    Raises:
        HTTPException: 401 where no token was sent, or one that does not hold; 429 where it asks too much.
    """
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    caller = None
    installation: Installation = request.app.state.installation
    if scheme.lower() == "bearer" and secret:
        caller = await run_in_threadpool(recognise, installation, secret.strip())
    if caller is None:
        raise HTTPException(401, NO_TOKEN, {"WWW-Authenticate": "Bearer"})
    if seconds := request.app.state.allowance.take(caller.token_id, installation.now()):
        most = request.app.state.allowance.most
        said = f"A token may ask {most} times a minute. Wait {seconds} seconds."
        raise HTTPException(429, said, {"Retry-After": str(seconds)})
    return caller


class TokenRoute(APIRoute):
    """A route that lets nobody in without a token, before anything of the request is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's answer, behind its door."""
        answer = super().get_route_handler()

        async def handle(request: Request) -> Response:
            request.state.caller = await let_in(request)
            request.state.begun = None
            self._refuse_unknown(request)
            try:
                response = await answer(request)
            except _Again as again:
                headers = {"Idempotent-Replayed": "true"}
                return Response(again.answered.body, again.answered.status, headers, "application/json")
            except (EhcpError, HTTPException, RequestValidationError):
                if request.state.begun is not None:
                    await run_in_threadpool(repeating.forget, request.app.state.installation, request.state.begun)
                raise
            if request.state.begun is not None:
                answered = Answered(response.status_code, bytes(response.body).decode())
                await run_in_threadpool(repeating.finish, request.app.state.installation, request.state.begun, answered)
            return response

        return handle

    def _refuse_unknown(self, request: Request) -> None:
        """Refuse a question that we do not know: it would be left out of the answer without a word.

        Raises:
            RequestValidationError: there is one.
        """
        unknown = set(request.query_params) - queries_of(request.app)[request.method, self.path]
        if unknown:
            what = "This operation has no such parameter"
            raise RequestValidationError([{"loc": ("query", name), "msg": what} for name in sorted(unknown)])


def caller_for(may: May, *, changes: bool = False) -> Callable[..., Awaitable[Visit]]:
    """The dependency of an operation that asks for a token whose account may do something.

    Raises (when it is used):
        NotAllowed: the account's role does not allow it, or the token only reads.
    """

    async def visit(request: Request, _described: Annotated[object, Depends(_SCHEME)]) -> Visit:
        caller: Caller = request.state.caller
        if not caller.visitor.may(may):
            raise NotAllowed(caller.visitor.role.in_words)
        if changes and not caller.may_change:
            raise ReadOnlyToken
        route = f"{request.method} {PREFIX}{request.scope['route'].path}"
        return Visit(request.app.state.installation, caller.visitor, "", route, FormData())

    return visit


def once_for(may: May) -> Callable[..., Awaitable[Visit]]:
    """The same for an operation that records something: sent again with its Idempotency-Key it is done once.

    Who may not see the case any more is not told what was answered before.
    """
    allowed = caller_for(may, changes=True)

    async def visit(
        request: Request,
        _described: Annotated[object, Depends(_SCHEME)],
        key: Annotated[
            str | None,
            Header(
                alias="Idempotency-Key",
                min_length=1,
                max_length=255,
                pattern="^[!-~]+$",
                description="A random text of your own. The same request sent again with it within a day is not done "
                "again, and is answered as it was.",
            ),
        ] = None,
    ) -> Visit:
        made = await allowed(request, _described)
        if key is None:
            return made
        asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + await request.body()
        token_id = request.state.caller.token_id
        begun = await run_in_threadpool(repeating.begin, made.installation, token_id, key, asked)
        if isinstance(begun, Answered):
            if reference := request.path_params.get("reference"):
                await run_in_threadpool(made.case, reference, changed=False)
            raise _Again(begun)
        request.state.begun = begun
        return made

    return visit


Reading = Annotated[Visit, Depends(caller_for(May.SEE_CASES))]
Recording = Annotated[Visit, Depends(once_for(May.CHANGE_CASES))]
Trying = Annotated[Visit, Depends(caller_for(May.CHANGE_CASES))]
HouseReading = Annotated[Visit, Depends(caller_for(May.SEE_HOUSE))]
Operating = Annotated[Visit, Depends(caller_for(May.OPERATE))]
Releasing = Annotated[Visit, Depends(once_for(May.OPERATE))]
