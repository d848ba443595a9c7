"""The outbox for programs: what waits, what left, what is held. No addresses and no words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from ehcp_workflow.services import outbox_desk
from ehcp_workflow.store.outbox import State
from ehcp_workflow.web.api.callers import Operating, Releasing, TokenRoute
from ehcp_workflow.web.api.models.house import HeldNotices, HeldOut, MessageOut, Released, ReleaseIn

router = APIRouter(route_class=TokenRoute, tags=["outbox"])


@router.get("/outbox")
def list_messages(
    visit: Operating, state: Annotated[list[State] | None, Query(description="Only these.")] = None
) -> list[MessageOut]:
    """The newest messages, at most two hundred."""
    return [MessageOut(**line.__dict__) for line in outbox_desk.messages(visit.installation, state)]


@router.get("/outbox/held")
def list_held(visit: Operating) -> list[HeldOut]:
    """What waits until a person releases it, by cause."""
    return [
        HeldOut(
            why=one.why,
            messages=one.messages,
            cases=one.cases,
            notices=[HeldNotices(audience=who, kind=kind, count=n) for (who, kind), n in one.notices.items()],
        )
        for one in outbox_desk.held_messages(visit.installation)
    ]


@router.post("/outbox/release")
def release(visit: Releasing, what: ReleaseIn) -> Released:
    """Let held messages go with the next delivery. What is no longer true by then is not sent."""
    return Released(released=outbox_desk.release(visit.installation, what.why, what.most, visit.visitor.name))
