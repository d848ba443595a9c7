"""Writing down how an attempt ended, and what follows from it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Transport
from ehcp_workflow.messages.sending_hours import window_for
from ehcp_workflow.services.delivery import rerouting
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.updating import put_off
from ehcp_workflow.store import contact_points, notices, outbox, task_ends
from ehcp_workflow.store.attempts import Result, finish_attempts
from ehcp_workflow.store.consents import REMINDERS
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox import Claim, State

WAITS = (1, 5, 15, 60, 240, 720, 1440)  # minutes before each next try; after the last one a person must see to it
URGENT_WAIT, URGENT_TRIES = 60, 24
"""What is urgent is tried at least every hour, so that it leaves soon after a provider is well again."""
JITTER = 0.2
RECEIPT_WITHIN = timedelta(hours=4)
"""How long a message that cannot be asked after waits for a receipt before its one further try."""
MOST_DOUBTS = 2


@dataclass(frozen=True)
class Attempted:
    """One attempt: by which claim, over which transport, to which contact point, and what became of it."""

    claimed: Claim
    transport: Transport
    contact_point_id: int | None
    sent: Sent


def record(installation: Installation, unit: Unit, attempts: Sequence[Attempted]) -> list[str]:
    """Record how some attempts ended; the states the messages are in afterwards."""
    now = installation.now()
    results = [_result(installation, unit, tried) for tried in attempts]
    ended = [(tried.claimed, result) for tried, result in zip(attempts, results, strict=True)]
    ours = finish_attempts(unit, ended, now) if ended else set()
    states: list[str] = []
    for tried, result in zip(attempts, results, strict=True):
        if tried.claimed.id in ours:
            _follow(installation, unit, tried, result.state)
        # Where our lease had ended, whoever holds the message now will say how it ends.
        states.append(result.state if tried.claimed.id in ours else "unknown")
    accepted = [tried.claimed for tried, state in zip(attempts, states, strict=True) if state == "accepted"]
    if accepted:
        note_accepted(installation, unit, *accepted)
    return states


def _result(installation: Installation, unit: Unit, tried: Attempted) -> Result:
    """What becomes of a message after an attempt."""
    now, claimed, sent = installation.now(), tried.claimed, tried.sent
    state, wait = _what_next(unit, tried)
    window = window_for(installation.policy, installation.rulebook.calendar, claimed.message, urgent=claimed.urgent)
    next_at = window.next_opening(now + wait)
    return Result(state, next_at, sent.outcome.value, sent.phase, sent.code, sent.provider_ref)


def note_accepted(installation: Installation, unit: Unit, *claims: Claim) -> None:
    """What some messages had to tell is told."""
    told = [claimed.id for claimed in claims]
    notices.tell(unit, told, installation.now())
    task_ends.close_told(unit, told, installation.now())
    families = {claimed.person_id for claimed in claims if claimed.person_id and claimed.message == "family"}
    put_off(installation, unit, families)


def _follow(installation: Installation, unit: Unit, tried: Attempted, state: str) -> None:
    claimed, now = tried.claimed, installation.now()
    if state not in {"failed", "dead"}:
        return
    untold = notices.notices_of(unit, claimed.id)
    refused = tried.sent.outcome is Outcome.PERMANENT and tried.sent.phase == "rcpt"
    if tried.sent.nobody_there and tried.contact_point_id is not None:  # the address was refused, not us
        contact_points.hard_bounce(unit, tried.contact_point_id, f"refused ({tried.sent.code})", now)
        ways = _ways(installation, unit, claimed)
        rerouting.reroute(installation, unit, claimed, untold, ways)
        return
    # Who refuses us, or what we are, refuses the next address on the same channel too; the address itself stays.
    others = [way for way in _ways(installation, unit, claimed) if way.channel != claimed.channel] if refused else []
    if others:
        rerouting.reroute(installation, unit, claimed, untold, others)
        return
    notices.settle(unit, [notice.id for notice in untold], "undeliverable")
    rerouting.make_tasks(installation, unit, untold, f"given up ({tried.sent.reason})")


def _ways(installation: Installation, unit: Unit, claimed: Claim) -> list[contact_points.Route]:
    if claimed.person_id is None:
        return []
    return contact_points.routes(unit, claimed.person_id, REMINDERS, installation.policy.must_be_verified)


def _what_next(unit: Unit, tried: Attempted) -> tuple[State, timedelta]:
    """The state a message goes into after an attempt, and how long it waits there."""
    sent, attempt = tried.sent, tried.claimed.attempt
    if sent.outcome is Outcome.ACCEPTED:
        return "accepted", timedelta()
    if sent.outcome is Outcome.PERMANENT:
        return "failed", timedelta()
    urgent = tried.claimed.urgent
    if attempt > (URGENT_TRIES if urgent else len(WAITS)):
        return "dead", timedelta()
    if sent.outcome is Outcome.UNKNOWN and not (tried.transport.can_be_asked or tried.transport.resend_unknown):
        # It costs money and the person sees each copy: wait for a receipt, then try once more at most.
        doubts = outbox.times_in_doubt(unit, tried.claimed.id)
        return ("dead", timedelta()) if doubts >= MOST_DOUBTS else ("unknown", RECEIPT_WITHIN)
    minutes = WAITS[min(attempt, len(WAITS)) - 1]
    minutes = min(minutes, URGENT_WAIT) if urgent else minutes
    wait = timedelta(minutes=minutes) * (1 + random.uniform(-JITTER, JITTER))  # noqa: S311 - spreads load
    if sent.retry_after is not None:
        wait = max(wait, timedelta(seconds=sent.retry_after))
    # That this attempt certainly failed says nothing of an earlier one, unless its provider was asked about it.
    may_have_arrived = tried.claimed.in_doubt and not tried.transport.can_be_asked
    return ("due" if sent.outcome is Outcome.RETRY and not may_have_arrived else "unknown"), wait
