"""The messages of a case: what was sent and what waits, and what would be sent in the next days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.services.case_messages import CaseMessage, read_messages
from ehcp_workflow.services.previewing import preview
from ehcp_workflow.web.access.visit import Seeing
from ehcp_workflow.web.changing.foresight import message_rows
from ehcp_workflow.web.seeing.frame import show_part
from ehcp_workflow.web.wording import Tag, by_channel, moment_in_words, plain_name

router = APIRouter()
PART, DAYS_AHEAD = "/messages", 30
STATES = {
    "held": Tag("Held until somebody releases it", "yellow"),
    "due": Tag("Waiting", "blue"),
    "sending": Tag("On its way", "blue"),
    "unknown": Tag("Not known whether it arrived", "yellow"),
    "accepted": Tag("Sent", "green"),
    "delivered": Tag("Delivered", "green"),
    "failed": Tag("Failed", "red"),
    "cancelled": Tag("Not needed any more", "grey"),
    "dead": Tag("Given up", "red"),
}
"""How a message stands, in words. "Sent" is the word of its provider; "delivered" that of the receiving side."""
_TO_LOOK_AT = ("held", "failed", "dead", "unknown", "due", "sending", "accepted", "delivered", "cancelled")


@dataclass(frozen=True)
class MessageRow:
    """One message in words: to whom and how, when, how it stands, and why it is held."""

    message: CaseMessage
    whom: str
    when: str
    tag: Tag
    held: str


@router.get("/cases/{reference}/messages")
def show_messages(visit: Seeing, reference: str) -> HTMLResponse:
    """What was sent about a case, what became of it, and what waits."""
    record = visit.case(reference)
    found = read_messages(visit.installation, record.reference)
    return show_part(
        visit,
        record,
        "case/messages.html",
        PART,
        over=[_row(one) for one in found.over],
        waiting=[_row(one) for one in found.waiting],
        by_hand=[(one, plain_name(one.role).capitalize()) for one in found.by_hand],
        days=DAYS_AHEAD,
    )


@router.get("/cases/{reference}/messages/ahead")
def show_messages_ahead(visit: Seeing, reference: str) -> HTMLResponse:
    """What would be sent about a case in the next days if nothing more happened. Sends and stores nothing."""
    record = visit.case(reference)
    ahead = preview(visit.installation, record.reference, DAYS_AHEAD)
    return show_part(
        visit, record, "case/messages_ahead.html", PART, ahead=ahead, rows=message_rows(ahead.foreseen, ahead)
    )


def counted(counts: Mapping[str, int]) -> list[tuple[Tag, int]]:
    """How many messages stand how, those first that somebody has to look at."""
    return [(STATES[state], counts[state]) for state in _TO_LOOK_AT if state in counts]


def _row(one: CaseMessage) -> MessageRow:
    return MessageRow(
        message=one,
        whom=f"{plain_name(one.role).capitalize()}, {by_channel(one.channel) or one.channel}",
        when=moment_in_words(one.at),
        tag=STATES[one.state],
        held=f"Held because: {one.held_why}." if one.held_why and one.state == "held" else "",
    )
