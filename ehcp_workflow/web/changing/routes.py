"""Every page with which a case is changed, as one set of addresses."""

from __future__ import annotations

from fastapi import APIRouter

from ehcp_workflow.web.changing import correcting, papers, people, points, recording

router = APIRouter()
for part in (recording, correcting, people, points, papers):
    router.include_router(part.router)
