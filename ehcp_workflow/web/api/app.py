"""The API as an application of its own, mounted under the pages: its own errors, its own description."""

from __future__ import annotations

import re

from fastapi import FastAPI
from starlette.datastructures import State
from starlette.routing import Mount
from starlette.types import ASGIApp

from ehcp_workflow import __version__
from ehcp_workflow.web.api import (
    caseload,
    cases,
    describing,
    events,
    foresight,
    house,
    outbox,
    papers,
    people,
    problems,
    provision,
)
from ehcp_workflow.web.api.allowance import Allowance
from ehcp_workflow.web.api.problems import PREFIX, described

A_MINUTE = 300
_ABOUT = """The caseload for other programs: the same use cases as the pages and the commands.

Every request carries a token: `Authorization: Bearer ehcp_…`. It acts as its account: with its role, its teams and its
walls, and each look at a case and each change is written down. Dates are as exact as the record: a day, a month, a
range or `unknown`; days are days in London, instants are UTC. Nothing here is legal advice.

What cannot be done is answered with a problem (RFC 9457). A request that records something may carry an
`Idempotency-Key`; sent again with the same key within a day it is done once.
"""
_TAGS = [
    {"name": "cases", "description": "The caseload, and where each case stands."},
    {"name": "events", "description": "What happened in a case."},
    {"name": "provision", "description": "Section F: its lines, what was delivered, and what is missing."},
    {"name": "people", "description": "Who is in a case and may be written to."},
    {"name": "papers", "description": "Letters and chronologies, as drafts."},
    {"name": "house", "description": "Rules, councils, reviews, checks, and trying a situation out."},
    {"name": "outbox", "description": "Messages that wait, left, or are held."},
]


class _Everything(Mount):
    """A mount that takes every address under it, also one with a line break in it: the API answers with a problem."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def mount_api(state: State) -> Mount:
    """The API at its address among the pages; `state` is theirs."""
    state.api = create_api(state)
    return _Everything(PREFIX, state.api)


def create_api(state: State) -> FastAPI:
    """The API of an installation; `state` is that of the pages, which hold the installation."""
    api = FastAPI(
        title="EHCP workflow",
        version=__version__,
        description=_ABOUT,
        openapi_tags=_TAGS,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses=described(400, 401, 403, 413, 422, 429, 503),
    )
    api.state = state
    state.allowance = Allowance(A_MINUTE)
    for part in (caseload, cases, events, foresight, provision, people, papers, house, outbox):
        api.include_router(part.router)
    api.include_router(describing.for_programs)
    problems.install(api)
    return api
