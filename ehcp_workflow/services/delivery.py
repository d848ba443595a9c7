"""Sending what waits: claim, look again whether it is still true, write down the attempt, send once, record the end.

No transaction is open while anything is sent. A worker that dies at any point leaves a record from which the next one
goes on: before the attempt is written the message is simply claimed again; after it, nobody knows whether it arrived,
and it is tried again with the same Message-ID and the same words.
"""

from __future__ import annotations

import logging
import random
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ehcp_workflow.errors import Unavailable
from ehcp_workflow.messages.email import Email
from ehcp_workflow.messages.mail_server import MailServer
from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.sending_hours import may_send, next_opening, opens_tomorrow, start_of_day
from ehcp_workflow.messages.transport import send_email
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.preparing import Ready, prepare, seal
from ehcp_workflow.settings import Settings
from ehcp_workflow.store import notices, outbox, outbox_lists, people
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox import Claim, Frozen, Result

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=3)  # more than twice the 60 seconds after which a send is cut off
WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes before each next try; after the last one a person must see to it
JITTER = 0.2
Send = Callable[[MailServer, Email], Sent]


@dataclass(frozen=True)
class DeliveryReport:
    """What a delivery did, and what waits.

    Attributes:
        sent: messages the mail server accepted.
        deferred: to be tried again later, because they certainly did not arrive.
        failed: given up; a person must see to them.
        unknown: handed over without an answer; tried again with the same words.
        cancelled: dropped, because nothing in them was still true or nobody may be told.
        waiting: messages still to be sent.
        held: messages waiting because there is no mail server or it is outside sending hours.
    """

    sent: int = 0
    deferred: int = 0
    failed: int = 0
    unknown: int = 0
    cancelled: int = 0
    waiting: int = 0
    held: int = 0


_COUNTED = {"sent": "sent", "due": "deferred", "dead": "failed", "unknown": "unknown", "cancelled": "cancelled"}


def deliver(installation: Installation, send: Send = send_email) -> DeliveryReport:
    """Send every message that is due. Any number of workers may do so at once.

    Args:
        installation: the installation.
        send: how one e-mail leaves; tests put a fake relay here.

    Raises:
        BadConfiguration: the mail server's settings cannot work.
    """
    server = mail_server(installation.settings)
    ends: Counter[str] = Counter()
    while server and may_send(installation.now(), installation.policy.sending_hours):
        with installation.database.write() as unit:
            claims = outbox.claim(unit, installation.now(), LEASE, limit=1)
        if not claims:
            break
        ends[_COUNTED[_try(installation, server, send, claims[0])]] += 1
    with installation.database.read() as unit:
        states = outbox_lists.count_by_state(unit)
    waiting = states.get("due", 0) + states.get("unknown", 0) + states.get("sending", 0)
    may = server is not None and may_send(installation.now(), installation.policy.sending_hours)
    return DeliveryReport(**ends, waiting=waiting, held=0 if may else waiting)


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server of an installation, or None when it has none."""
    if settings.smtp_host is None:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user or "",
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else "",
        security=settings.smtp_security,
        sender=settings.mail_from,
        sender_name=settings.mail_from_name,
    )


def _try(installation: Installation, server: MailServer, send: Send, claimed: Claim) -> str:
    """Try one message; one that cannot even be prepared is given up, so that it does not stop the others."""
    try:
        return _deliver_one(installation, server, send, claimed)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one message, the others still leave
        log.error("Message %s could not be sent (%s)", claimed.id, type(error).__name__)  # noqa: TRY400 - may hold data
        with installation.database.write() as unit:
            notices.settle(unit, [notice.id for notice in notices.notices_of(unit, claimed.id)], "undeliverable")
            outbox.bury(unit, claimed, installation.now(), type(error).__name__[:20])
        return "dead"


def _deliver_one(installation: Installation, server: MailServer, send: Send, claimed: Claim) -> str:
    """Try one claimed message once; the state it is in afterwards."""
    with installation.database.write() as unit:
        if not claimed.content_sealed:  # words that may have arrived stay as they are, and go out again at once
            if _had_todays(installation, unit, claimed):
                outbox.give_back(unit, claimed, opens_tomorrow(installation.now(), installation.policy.sending_hours))
                return "due"
            outbox.gather(unit, claimed, installation.now())
        ready = prepare(installation, unit, claimed)
        if ready is None:
            outbox.cancel(unit, claimed, installation.now())
            return "cancelled"
        frozen = _freeze(installation, server, claimed, ready)
        if not outbox.begin_attempt(unit, claimed, frozen, installation.now()):
            return "unknown"  # the claim went to another worker, who will say how it ends
    email = Email(
        to=ready.contact.value,
        subject=ready.words.subject,
        text=ready.words.text,
        html=ready.words.html,
        message_id=frozen.message_id,
        date=frozen.message_date,
    )
    sent = send(server, email)
    with installation.database.write() as unit:
        return _record(installation, unit, claimed, ready, sent)


def _had_todays(installation: Installation, unit: Unit, claimed: Claim) -> bool:
    """Whether the person has had their message of this day, and there is something more to tell."""
    since = start_of_day(installation.now())
    return bool(notices.notices_of(unit, claimed.id)) and outbox.told_since(unit, claimed, since)


def _freeze(installation: Installation, server: MailServer, claimed: Claim, ready: Ready) -> Frozen:
    domain = server.sender.partition("@")[2]
    return Frozen(
        content_sealed=claimed.content_sealed or seal(installation, ready.words),
        message_id=claimed.message_id or f"<{uuid.uuid4().hex}@{domain}>",
        message_date=claimed.message_date or installation.now().replace(microsecond=0),
        contact_point_id=ready.contact.id,
    )


def _record(installation: Installation, unit: Unit, claimed: Claim, ready: Ready, sent: Sent) -> str:
    now = installation.now()
    state, wait = _what_next(sent.outcome, claimed.attempt)
    next_at = next_opening(now + wait, installation.policy.sending_hours)
    result = Result(state, next_at, sent.outcome.value, sent.phase, sent.code)
    if not outbox.finish_attempt(unit, claimed, result, now):
        return "unknown"  # our lease had ended; whoever holds the message now will say how it ends
    told = [notice.id for notice in notices.notices_of(unit, claimed.id)]
    if state == "sent":
        notices.settle(unit, told, "told")
    if state == "dead":
        notices.settle(unit, told, "undeliverable")
    if sent.outcome is Outcome.PERMANENT and sent.phase == "rcpt":  # the address was refused, not the content
        people.stop_contact_point(unit, ready.contact.id, f"refused ({sent.code})", now)
    return state


def _what_next(outcome: Outcome, attempt: int) -> tuple[str, timedelta]:
    """The state a message goes into after an attempt, and how long it waits there."""
    if outcome is Outcome.ACCEPTED:
        return "sent", timedelta()
    if outcome is Outcome.PERMANENT or attempt > len(WAITS):
        return "dead", timedelta()
    spread = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - spreads load; not a secret
    return ("due" if outcome is Outcome.RETRY else "unknown"), timedelta(minutes=WAITS[attempt - 1]) * spread
