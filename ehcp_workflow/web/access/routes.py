"""The pages of the way in, as one part of the application."""

from __future__ import annotations

from fastapi import APIRouter

from ehcp_workflow.web.access import account, case_access, invitation, organisation, people_here, second_factor, sign_in

router = APIRouter()
for part in (sign_in, organisation, second_factor, invitation, account, people_here, case_access):
    router.include_router(part.router)
