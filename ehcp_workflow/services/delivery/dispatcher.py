"""The dispatcher: one thread speaks to the database, the others send, each one message at a time.

What ends and what begins in one turn is written in one transaction, so that a message costs about one commit. A
dispatcher that is killed has at most as many messages in doubt as it has senders.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ehcp_workflow.errors import Unavailable
from ehcp_workflow.messages.outcome import Sent
from ehcp_workflow.messages.outgoing import Channel, Transport
from ehcp_workflow.messages.sending_hours import start_of_day
from ehcp_workflow.messages.transport import close_connections, transports
from ehcp_workflow.services.delivery import doubts, recording
from ehcp_workflow.services.delivery.freezing import Flight, freeze, outgoing
from ehcp_workflow.services.delivery.preparing import Ready, Settled, prepare
from ehcp_workflow.services.delivery.recording import Attempted
from ehcp_workflow.services.delivery.report import DeliveryReport
from ehcp_workflow.services.delivery.speaking import Speaking
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import checklog, holding, notices, outbox, outbox_lists, providers
from ehcp_workflow.store.attempts import begin_attempts
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox import Claim

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)  # more than twice the 60 seconds after which a send is cut off, and time to be prepared
FRESH = timedelta(seconds=30)
"""How long what was looked at holds; a message that waited longer for its turn is looked at again."""
BATCH = 4
"""How many messages a turn claims for each sender."""
Ways = Mapping[Channel, Transport]
_COUNTED = {
    "accepted": "sent",
    "delivered": "sent",
    "due": "deferred",
    "failed": "failed",
    "dead": "failed",
    "unknown": "unknown",
    "cancelled": "cancelled",
}


def deliver(installation: Installation, ways: Ways | None = None, senders: int | None = None) -> DeliveryReport:
    """Send every message that is due. Any number of workers may do so at once.

    Args:
        installation: the installation.
        ways: how messages leave, by channel; by default what the settings name. Tests put fake relays here.
        senders: how many messages may be under way at once; by default EHCP_SENDERS.

    Raises:
        BadConfiguration: the settings of a channel cannot work.
    """
    ways = transports(installation.settings) if ways is None else ways
    turn = _Dispatcher(installation, ways, senders or installation.settings.senders)
    with installation.database.write() as unit:
        outbox.release_lapsed(unit, installation.now())
        _guard(installation, unit)
    try:
        turn.run()
    finally:
        close_connections()
    return _report(installation, turn)


def _guard(installation: Installation, unit: Unit) -> None:
    """Hold what a day brings beyond all measure, until a person has looked at it."""
    guard, today = installation.policy.guard, installation.today()
    since = today - timedelta(days=guard.days)
    most = max(guard.at_least, int(guard.times * holding.usual_day(unit, since)))
    if held := holding.hold_beyond(unit, start_of_day(installation.now()), installation.now(), most):
        log.warning("%s messages are held: more than %s in one day. See `ehcp outbox held`.", held, most)


def _report(installation: Installation, turn: _Dispatcher) -> DeliveryReport:
    with installation.database.write() as unit:
        tried = turn.ends["sent"] + turn.ends["deferred"] + turn.ends["unknown"] + turn.ends["failed"]
        checklog.note_delivery(
            unit,
            installation.today(),
            installation.now(),
            tried=tried,
            sent=turn.ends["sent"],
            failed=turn.ends["failed"],
        )
        states = outbox_lists.count_by_state(unit)
        resting = outbox_lists.count_unserved(unit, [channel.value for channel in turn.ways], installation.now())
    waiting = states.get("due", 0) + states.get("unknown", 0) + states.get("sending", 0)
    return DeliveryReport(
        **turn.ends, collapsed=turn.collapsed, waiting=waiting, held=states.get("held", 0), resting=resting
    )


@dataclass
class _Prepared:
    """A claimed message that may leave, and when it was looked at."""

    claimed: Claim
    ready: Ready
    at: datetime


@dataclass
class _Dispatcher:
    installation: Installation
    ways: Ways
    senders: int
    ends: Counter[str] = field(default_factory=Counter)
    collapsed: int = 0
    _prepared: deque[_Prepared] = field(default_factory=deque)
    _flying: dict[Future[Sent], Flight] = field(default_factory=dict)
    _speaking: Speaking = field(default_factory=Speaking)
    _claimed: int = 0

    def run(self) -> None:
        """Send until nothing is due and nothing is under way."""
        with ThreadPoolExecutor(self.senders, thread_name_prefix="sender") as pool:
            landed: list[Attempted] = []
            while True:
                began = self._turn(landed)
                for flight in began:
                    self._flying[pool.submit(doubts.send, flight)] = flight
                landed = []
                if self._flying:
                    done, _ = wait(self._flying, return_when=FIRST_COMPLETED)
                    landed = [self._landed(future) for future in done]
                elif not self._prepared and not self._claimed:
                    return

    def _landed(self, future: Future[Sent]) -> Attempted:
        flight = self._flying.pop(future)
        return Attempted(flight.claimed, flight.transport, flight.contact_point_id, future.result())

    def _turn(self, landed: list[Attempted]) -> list[Flight]:
        """In one transaction: record what has ended, claim and prepare what is due, write down what begins."""
        with self.installation.database.write() as unit:
            self._record(unit, landed)
            self._claimed = 0
            if not self._prepared:
                self._claim(unit)
            return self._begin(unit)

    def _record(self, unit: Unit, landed: list[Attempted]) -> None:
        """Record what has ended, and how the providers spoke; what waits for one that does not answer is given back."""
        self._speaking.away.clear()
        for provider in sorted({tried.transport.provider for tried in landed}):
            sent = [tried.sent for tried in landed if tried.transport.provider == provider]
            self._speaking.note(unit, provider, sent, self.installation.now())
        for state in recording.record(self.installation, unit, landed):
            self._count(state)
        for waiting in [one for one in self._prepared if self._way(one).provider in self._speaking.away]:
            self._prepared.remove(waiting)
            outbox.give_back(unit, waiting.claimed, self.installation.now())

    def _way(self, waiting: _Prepared) -> Transport:
        return self.ways[Channel(waiting.claimed.channel)]

    def _claim(self, unit: Unit) -> None:
        now = self.installation.now()
        for channel, transport in self.ways.items():
            wanted = outbox_lists.count_ready(unit, channel.value, now, self.senders * BATCH)
            allowed = providers.allow(unit, transport.provider, transport.per_second, wanted, now) if wanted else 0
            if not allowed:
                continue
            claims = outbox.claim(unit, now, LEASE, channel.value, allowed)
            self._claimed += len(claims)
            if claims:
                self._prepare(unit, claims)

    def _prepare(self, unit: Unit, claims: list[Claim]) -> None:
        """Prepare some messages of one channel, and when that fails, each by itself.

        One that cannot even be prepared is given up, so that it does not stop the others.
        """
        try:
            with unit.begin_nested():
                made = prepare(self.installation, unit, claims)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one message, the others still leave
            if len(claims) == 1:
                self._give_up(unit, claims[0], error)
            else:
                for claimed in claims:
                    self._prepare(unit, [claimed])
            return
        for claimed in claims:
            self._keep(claimed, made[claimed.id])

    def _keep(self, claimed: Claim, made: Ready | Settled) -> None:
        self.collapsed += made.collapsed
        if isinstance(made, Ready):
            self._prepared.append(_Prepared(claimed, made, self.installation.now()))
        else:
            self._count(made.state)

    def _give_up(self, unit: Unit, claimed: Claim, error: Exception) -> None:
        what = type(error).__name__
        log.error("Message %s could not be prepared (%s)", claimed.id, what)
        notices.settle(unit, [notice.id for notice in notices.notices_of(unit, claimed.id)], "undeliverable")
        outbox.bury(unit, claimed, self.installation.now(), what[:20])
        self._count("dead")

    def _begin(self, unit: Unit) -> list[Flight]:
        """Write down the attempts that begin now: as many as there are free senders."""
        chosen: list[_Prepared] = []
        while self._prepared and len(chosen) + len(self._flying) < self.senders:
            waiting = self._prepared.popleft()
            now, transport = self.installation.now(), self._way(waiting)
            if waiting.claimed.lease_until - now < timedelta(seconds=2 * transport.deadline):
                continue  # it will be taken up again when its lease has ended
            if now - waiting.at > FRESH:
                self._prepare(unit, [waiting.claimed])
                continue
            chosen.append(waiting)
        return self._take_off(unit, chosen) if chosen else []

    def _take_off(self, unit: Unit, chosen: list[_Prepared]) -> list[Flight]:
        """The messages that may leave; of the others the claim went to another worker, who will say how they end."""
        frozen = [freeze(self.installation, one.claimed, one.ready, self._way(one)) for one in chosen]
        beginning = list(zip([one.claimed for one in chosen], frozen, strict=True))
        ours = begin_attempts(unit, beginning, self.installation.now())
        return [
            Flight(
                one.claimed,
                self._way(one),
                one.ready.contact_point_id,
                outgoing(self.installation, one.claimed, one.ready, kept),
            )
            for one, kept in zip(chosen, frozen, strict=True)
            if one.claimed.id in ours
        ]

    def _count(self, state: str) -> None:
        if state in _COUNTED:  # what only rests until a better hour has not ended
            self.ends[_COUNTED[state]] += 1
