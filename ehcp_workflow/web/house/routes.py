"""All pages of this folder under one router."""

from __future__ import annotations

from fastapi import APIRouter

from ehcp_workflow.web.house import councils, outbox, rules, settings, tasks

router = APIRouter()
for part in (councils, outbox, tasks, rules, settings):
    router.include_router(part.router)
