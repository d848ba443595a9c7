"""Every address of families' pages, and of the page on which an adviser gives them."""

from __future__ import annotations

from fastapi import APIRouter

from ehcp_workflow.web.family import desk, door, pages

router = APIRouter()
for part in (desk, door, pages):
    router.include_router(part.router)
