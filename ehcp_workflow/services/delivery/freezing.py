"""What goes out in an attempt: the same reference, date and words each time it may have arrived before."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from ehcp_workflow.messages.outgoing import Channel, Outgoing, Transport
from ehcp_workflow.services.bounces import bounce_address
from ehcp_workflow.services.delivery.preparing import Ready, seal
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.stopping import stop_headers
from ehcp_workflow.store.attempts import Frozen
from ehcp_workflow.store.outbox import Claim

WORDS_HOLD = timedelta(days=2)
"""How long frozen words are worth sending again: what they say of days is wrong soon after."""


@dataclass(frozen=True)
class Flight:
    """A message under way."""

    claimed: Claim
    transport: Transport
    contact_point_id: int | None
    message: Outgoing = field(repr=False)


def freeze(installation: Installation, claimed: Claim, ready: Ready, transport: Transport) -> Frozen:
    """What is kept of an attempt before its first byte leaves."""
    date = claimed.message_date or installation.now().replace(microsecond=0)
    return Frozen(
        content_sealed=claimed.content_sealed or seal(installation, ready.words),
        message_id=claimed.message_id or uuid.uuid4().hex,
        message_date=date,
        contact_point_id=ready.contact_point_id,
        provider=transport.provider,
        expires_at=claimed.expires_at or date + WORDS_HOLD,
    )


def outgoing(installation: Installation, claimed: Claim, ready: Ready, frozen: Frozen) -> Outgoing:
    """The message that leaves."""
    channel = Channel(claimed.channel)
    mail = channel is Channel.EMAIL
    stoppable = mail and ready.contact_point_id is not None and claimed.message != "verify"
    return Outgoing(
        channel=channel,
        to=ready.to,
        subject=ready.words.subject,
        text=ready.words.text,
        html=ready.words.html,
        reference=frozen.message_id,
        date=frozen.message_date,
        bounce_to=bounce_address(installation, claimed.id) if mail else "",
        headers=stop_headers(installation, ready.contact_point_id or 0) if stoppable else {},
    )
