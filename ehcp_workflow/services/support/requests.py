"""Asking for an assessment: what to know before, and recording how and when the request was sent and received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ehcp_workflow.cases.case import Case, Event
from ehcp_workflow.cases.clocks import Clock
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.requesting import Asker, Right, who_may_ask
from ehcp_workflow.cases.starts import DELIVERY, readings_of, with_estimates
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.receipt import Delivery, Estimate
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import UNKNOWN, When
from ehcp_workflow.services.casework import Further, correct_event, record_event
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.support.evidence import EvidenceSheet, read_evidence
from ehcp_workflow.store import casebook

ASKED = "request_received"
WHO_MAY_ASK = "REQ-00"
_WOULD_BE = "would be"
_ENDS = frozenset({"request_withdrawn", "refusal_to_assess_notified", "refusal_to_issue_notified", "plan_ceased"})


@dataclass(frozen=True)
class SentRequest:
    """A request as somebody says it was sent.

    Attributes:
        on: the day it was handed over, posted or sent.
        how: how it was delivered.
        after_5pm: whether it was handed over or sent after 5 pm.
        asked_by: who asked.
        received: the day the council received it, where that is known; then nothing is estimated.
    """

    on: When
    how: Delivery
    after_5pm: bool = False
    asked_by: Asker | None = None
    received: When | None = None


@dataclass(frozen=True)
class Receipt:
    """When a request counts as received.

    Attributes:
        event: the request, with an estimate where the day is not recorded.
        readings: every reading of the estimate; empty where the day is recorded, or there is no way to estimate it.
        decision: when the council must have decided whether to assess; None where that cannot be worked out.
        position: where the case stands now.
    """

    event: Event
    readings: tuple[Estimate, ...]
    decision: Clock | None
    position: Position

    @property
    def is_second(self) -> bool:
        """Whether an earlier request is still running, so that this one starts no dates of its own."""
        return self.decision is not None and self.decision.started_by.id != self.event.id


@dataclass(frozen=True)
class Prepared:
    """What to know before a request is made; nothing of it is recorded.

    Attributes:
        reference: the case; on: the day the request would be received.
        rights: who may ask; citation: where that is written.
        running: a request that is on record and has not come to an end.
        evidence: the checklist.
        ways: each way of delivery, with every reading of when a request sent on that day counts as received.
        dates: the limits that would run from the day.
    """

    reference: str
    on: date
    rights: tuple[Right, ...]
    citation: str
    running: Event | None
    evidence: EvidenceSheet
    ways: Mapping[Delivery, tuple[Estimate, ...]]
    dates: tuple[Clock, ...]


def record_sent(installation: Installation, reference: str, sent: SentRequest, by: str) -> Receipt:
    """Record how and when a request was sent, and estimate when it was received unless that is known.

    Raises:
        NotFound: there is no such case.
        BadInput: it would have been received before it was sent.
        Refused: it was sent, or received, in the future.
    """
    if sent.received and not sent.on.may_precede(sent.received):
        said = f"Received {sent.received.in_words()} is before sent {sent.on.in_words()}."
        raise BadInput(f"{said} Correct one of them.")
    dates: dict[CountsFrom, When] = {"sent_on": sent.on}
    if sent.received:
        dates["received_on"] = sent.received
    options = {DELIVERY: sent.how.value}
    if sent.after_5pm:
        options["after_5pm"] = "yes"
    if sent.asked_by:
        options["asked_by"] = sent.asked_by.value
    before = {event.id for event in _case(installation, reference).recorded}
    new = NewEvent(ASKED, sent.received or UNKNOWN, dates, options=options)
    position = record_event(installation, reference, new, by)
    return _receipt(installation, reference, position, before)


def record_received(installation: Installation, reference: str, on: When, by: str) -> Receipt:
    """Record the day the council received a request that is on record as sent: no estimate is needed any more.

    Raises:
        NotFound: there is no such case.
        BadInput: the day is before the request was sent.
        Refused: no request waits for the day of its receipt, or the day is in the future.
    """
    case = _case(installation, reference)
    waiting = [event for event in case.standing if event.kind == ASKED and _waits(event)]
    if not waiting:
        said = f"No request in {reference} waits for the day of its receipt."
        raise Refused(f"{said} Record one with `ehcp request sent`, or put one right with `ehcp case correct`.")
    event = waiting[-1]
    sent = event.dates.get("sent_on", UNKNOWN)
    if not sent.may_precede(on):
        raise BadInput(f"Received {on.in_words()} is before sent {sent.in_words()}. Correct one of them.")
    before = {event.id for event in case.recorded}
    position = correct_event(installation, reference, event.id, on, by, also=Further({"received_on": on}))
    return _receipt(installation, reference, position, before)


def prepare(installation: Installation, reference: str, on: date) -> Prepared:
    """What to know before a request is made: who may ask, what there is to send, and the dates that would follow.

    Args:
        installation: the installation.
        reference: the case.
        on: the day the request would be sent, or received.

    Raises:
        NotFound: there is no such case.
    """
    case = _case(installation, reference)
    rulebook = installation.rulebook
    would = Event(_WOULD_BE, ASKED, When.day(on))
    position = take_position(rulebook, installation.policy, replace(case, recorded=(*case.recorded, would)), on)
    ways = {how: readings_of(_sent(on, how), rulebook.calendar) for how in Delivery}
    return Prepared(
        reference=case.reference,
        on=on,
        rights=who_may_ask(case, on),
        citation=str(rulebook.rule(WHO_MAY_ASK).versions[-1].citation),
        running=_running(with_estimates(case, rulebook.calendar)),
        evidence=read_evidence(installation, reference),
        ways=ways,
        dates=tuple(clock for clock, _ in position.open_clocks() if clock.started_by.id == _WOULD_BE),
    )


def _case(installation: Installation, reference: str) -> Case:
    with installation.database.read() as unit:
        return casebook.read_case(unit, casebook.find_case(unit, installation.cipher, reference))


def _sent(on: date, how: Delivery) -> Event:
    return Event(_WOULD_BE, ASKED, UNKNOWN, {"sent_on": When.day(on)}, options={DELIVERY: how.value})


def _waits(event: Event) -> bool:
    """Whether only the sending is on record."""
    return "sent_on" in event.dates and "received_on" not in event.dates and not event.on.is_known


def _running(case: Case) -> Event | None:
    """The request that nothing on record has brought to an end; of several the first, as later ones start no dates."""
    running: Event | None = None
    for event in sorted(case.standing, key=lambda event: event.placed.earliest or date.max):
        if event.kind == ASKED:
            running = running or event
        elif event.kind in _ENDS:
            running = None
    return running


def _receipt(installation: Installation, reference: str, position: Position, before: set[str]) -> Receipt:
    """The request that was just recorded, with its estimate; one that lies ahead counts from then on only."""
    rulebook, policy = installation.rulebook, installation.policy
    case = with_estimates(_case(installation, reference), rulebook.calendar)
    event = next(event for event in case.standing if event.kind == ASKED and event.id not in before)
    readings = readings_of(event, rulebook.calendar) if event.estimated else ()
    day = max(installation.today(), event.on.latest or installation.today())
    clocks = [clock for clock, _ in take_position(rulebook, policy, case, day).open_clocks()]
    decision = next((clock for clock in clocks if clock.rule.ref == "REQ-02" and clock.due.is_known), None)
    return Receipt(event, readings, decision, position)
