"""The web pages as one application: `uvicorn ehcp_workflow.web.app:create_app --factory`."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from ehcp_workflow import __version__
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.web import (
    calendars,
    case,
    caseload,
    caseload_views,
    check_in,
    health,
    hooks,
    mailbox,
    refusals,
    reviews,
    stop,
)
from ehcp_workflow.web.access import routes as access
from ehcp_workflow.web.api import describing
from ehcp_workflow.web.api.app import mount_api
from ehcp_workflow.web.arrival import entrance_of
from ehcp_workflow.web.bodies import BodyLimit
from ehcp_workflow.web.changing import routes as changing
from ehcp_workflow.web.family import routes as family
from ehcp_workflow.web.guard import Guard
from ehcp_workflow.web.house import routes as house
from ehcp_workflow.web.importing import deliveries
from ehcp_workflow.web.importing import pages as importing
from ehcp_workflow.web.pages import FOLDER
from ehcp_workflow.web.public import hide_tokens
from ehcp_workflow.web.static_files import KeptFiles

PARTS = (
    access,
    caseload,
    caseload_views,
    changing,
    family,
    calendars,
    case,
    reviews,
    house,
    mailbox,
    health,
    stop,
    check_in,
    hooks,
    importing,
    deliveries,
    describing,
)
"""The pages, room by room; of two addresses that would both fit, the one that stands first is meant."""


def create_app(installation: Installation | None = None) -> FastAPI:
    """The web pages of an installation.

    Args:
        installation: an open one; without it the one of the environment is opened when the pages start, and closed
            when they stop.

    Raises:
        BadConfiguration, Refused: at the start of the pages, as `open_installation`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if installation is not None:
            app.state.installation = installation
            yield
            return
        with open_installation() as opened:
            entrance_of(opened.settings)  # a setting that cannot be used is told at the start
            app.state.installation = opened
            yield

    # The generated documentation pages load scripts from elsewhere; programs have a description of their own.
    app = FastAPI(
        title="EHCP workflow", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None
    )
    for part in PARTS:
        app.include_router(part.router)
    app.router.routes.append(mount_api(app.state))
    app.mount("/static", KeptFiles(directory=FOLDER / "static"), name="static")
    refusals.install(app)
    logging.getLogger("uvicorn.access").addFilter(hide_tokens)
    app.add_middleware(BodyLimit)
    app.add_middleware(Guard)  # added last, so outermost: refusals of the other one carry its headers too
    return app
