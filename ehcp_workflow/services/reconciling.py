"""Making what we know of messages agree with what happened: claims of dead workers, receipts, bounces, questions."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass

from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Channel, Transport
from ehcp_workflow.messages.transport import close_connections, transports
from ehcp_workflow.services.bounces import read_bounce
from ehcp_workflow.services.delivery.dispatcher import Ways
from ehcp_workflow.services.delivery.recording import note_accepted
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.maildir import arrived_mail, put_away
from ehcp_workflow.services.receiving import conclude_early, take
from ehcp_workflow.services.tidying import forget_what_is_over
from ehcp_workflow.store import asking, outbox, receipts
from ehcp_workflow.store.asking import Question
from ehcp_workflow.store.receipts import DELIVERED, LOST, PERMANENT, TEMPORARY, Receipt

log = logging.getLogger(__name__)
ASKED_AT_MOST = 500


@dataclass(frozen=True)
class ReconcileReport:
    """What was put right.

    Attributes:
        released: claims of workers that died.
        asked: messages a provider was asked about.
        accepted: those of unknown end that a provider has.
        delivered, failed: messages that came to that end; what failed goes another way, or became a task.
        complaints: people who marked a message as unwanted, and are written to no more at that address.
        bounces: messages read that came back; ignored: those that were none of ours, or said nothing.
    """

    released: int = 0
    asked: int = 0
    accepted: int = 0
    delivered: int = 0
    failed: int = 0
    complaints: int = 0
    bounces: int = 0
    ignored: int = 0


def reconcile(installation: Installation, ways: Ways | None = None) -> ReconcileReport:
    """Find out what became of messages, and forget what is kept for a day. It may be run at any time and beside itself.

    Args:
        installation: the installation.
        ways: the transports that may be asked, by channel; by default those of the settings.

    Raises:
        BadConfiguration: the settings of a channel cannot work.
    """
    ways = transports(installation.settings) if ways is None else ways
    with installation.database.write() as unit:
        released = outbox.release_lapsed(unit, installation.now())
    forget_what_is_over(installation)
    ends = Counter(conclude_early(installation))
    try:
        ends += _ask(installation, ways)
    finally:
        close_connections()
    ends += _read_bounces(installation)
    return ReconcileReport(
        released=released,
        asked=ends["asked"],
        accepted=ends["accepted"],
        delivered=ends["delivered"],
        failed=ends["failed"],
        complaints=ends["complaint"],
        bounces=ends["bounces"],
        ignored=ends["ignored"],
    )


def take_bounce(installation: Installation, raw: bytes) -> str:
    """Apply one message that came back: what it came to (`delivered`, `failed`, `complaint`, `kept`), or `ignored`."""
    try:
        receipt = read_bounce(installation, raw)
    except Exception as error:  # noqa: BLE001 - anybody may write to that address, and anything
        log.warning("A message that came back cannot be read (%s)", type(error).__name__)
        receipt = None
    if receipt is None:
        return "ignored"
    with installation.database.write() as unit:
        return take(installation, unit, receipt) or "ignored"


def status_of(sent: Sent) -> str | None:
    """The status of a receipt that says what a provider answered when asked; None while it does not know itself."""
    match sent.outcome:
        case Outcome.ACCEPTED:
            return DELIVERED if sent.code == "delivered" else None
        case Outcome.PERMANENT:
            return PERMANENT
        case Outcome.RETRY:
            return TEMPORARY if sent.phase == "rcpt" else LOST
        case Outcome.UNKNOWN:
            return None


def _read_bounces(installation: Installation) -> Counter[str]:
    ends: Counter[str] = Counter()
    for path, raw in arrived_mail(installation.settings.bounce_folder):
        ends[take_bounce(installation, raw)] += 1
        ends["bounces"] += 1
        put_away(path)  # after its end is kept: cut short before this, it is read again and changes nothing
    return ends


def _ask(installation: Installation, ways: Ways) -> Counter[str]:
    """Ask each provider that can be asked, one message after the other; one that does not answer is left alone."""
    able = {channel: way for channel, way in ways.items() if way.can_be_asked}
    ends: Counter[str] = Counter()
    if not able:
        return ends
    with installation.database.read() as unit:
        providers = {way.provider for way in able.values()}
        asked = asking.questions(unit, providers, installation.now(), ASKED_AT_MOST)
    silent: set[str] = set()
    for question in asked:
        way = able.get(Channel(question.channel))
        if way is None or way.provider != question.provider or way.provider in silent:
            continue
        try:
            sent = way.look_up(question.reference)
        except Exception as error:  # noqa: BLE001 - whatever a provider answers, the others are still asked
            log.warning("%s could not be asked (%s); it will be next time.", way.provider, type(error).__name__)
            silent.add(way.provider)
            continue
        ends["asked"] += 1
        ends[_answered(installation, question, way, sent)] += 1
    return ends


def _answered(installation: Installation, question: Question, way: Transport, sent: Sent | None) -> str:
    """What follows from one answer: an end, `accepted` for what is known only now to be there, or `still open`."""
    with installation.database.write() as unit:
        state = asking.still_asked(unit, question, installation.now())
        if state is None or sent is None:
            return "still open"
        if status := status_of(sent):
            event = f"{sent.provider_ref or question.reference}:{sent.code}"
            receipt = Receipt(way.provider, event, status, sent.code, question.outbox_id)
            return take(installation, unit, receipt) or "still open"
        if state == "unknown" and sent.outcome is Outcome.ACCEPTED:
            asking.found(unit, question, sent.code, sent.provider_ref, installation.now())
            note_accepted(installation, unit, receipts.concerned(unit, question.outbox_id).claimed)
            return "accepted"
    return "still open"
