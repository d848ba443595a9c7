"""The outbox for programs: what waits, what left, what is held. No addresses and no words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query

from ehcp_workflow.services import outbox_desk, outbox_trouble
from ehcp_workflow.store.outbox_pages import Group, Post, Telling
from ehcp_workflow.web.api.callers import Operating, Releasing, TokenRoute
from ehcp_workflow.web.api.models.house import (
    HeldNotices,
    HeldOut,
    MessageOut,
    MessagesOut,
    Released,
    ReleaseIn,
    TellingOut,
)

router = APIRouter(route_class=TokenRoute, tags=["outbox"])


@router.get("/outbox")
def list_messages(
    visit: Operating,
    group: Annotated[Group, Query(description="What they ask of a person.")] = Group.TROUBLE,
    before: Annotated[int | None, Query(ge=1, le=2_147_483_647, description="`next` of the answer before.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 100,
) -> MessagesOut:
    """Messages of a group that tell of cases the token's account may know, newest first."""
    page = outbox_trouble.page_of(visit.installation, visit.visitor, group, before, limit)
    return MessagesOut(messages=[_message(post, tells) for post, tells in page.posts], next=page.following)


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
        for one in outbox_desk.held_messages(visit.installation, visit.visitor.knows)
    ]


@router.post("/outbox/release")
def release(visit: Releasing, what: ReleaseIn) -> Released:
    """Let held messages go with the next delivery. What is no longer true by then is not sent."""
    who = visit.visitor
    return Released(released=outbox_desk.release(visit.installation, what.why, what.most, who.name, who.knows))


def _message(post: Post, tells: Iterable[Telling]) -> MessageOut:
    told = [TellingOut(reference=t.reference, audience=t.audience, kind=t.kind, state=t.state) for t in tells]
    return MessageOut(**vars(post), tells=told)
