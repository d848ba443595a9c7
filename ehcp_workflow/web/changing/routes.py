"""Every page with which a case is changed, as one set of addresses."""

from __future__ import annotations

from fastapi import APIRouter

from ehcp_workflow.web.changing import (
    correcting,
    needs,
    opening,
    papers,
    people,
    points,
    provision,
    provision_correcting,
    recording,
    seen,
)

router = APIRouter()
for part in (opening, recording, correcting, people, points, provision, provision_correcting, needs, seen, papers):
    router.include_router(part.router)
