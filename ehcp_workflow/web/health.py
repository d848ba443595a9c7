"""Whether the pages are alive and can read the database, for programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from ehcp_workflow import __version__
from ehcp_workflow.errors import EhcpError
from ehcp_workflow.services.heartbeat import read_heartbeat
from ehcp_workflow.web.pages import Opened

router = APIRouter()


@router.get("/healthz")
def show_health(installation: Opened) -> JSONResponse:
    """Reads the log of the checks, and nothing that names a person."""
    try:
        read_heartbeat(installation)
    except EhcpError as error:
        return JSONResponse({"status": "unavailable", "version": __version__, "problem": str(error)}, 503)
    return JSONResponse({"status": "ok", "version": __version__})
