"""The pages of one case, and the way to it: the only pages that name the child."""

from __future__ import annotations

from fastapi import APIRouter

from ehcp_workflow.web.seeing import dates, finding, history, messages, overview, provision

router = APIRouter()
for part in (overview, dates, provision, messages, history, finding):
    router.include_router(part.router)
