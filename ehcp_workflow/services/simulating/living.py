"""Living days through: at several instants of each, everything that should be planned is, and what is due leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import ClassVar

from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Channel, Outgoing, Transport
from ehcp_workflow.services.delivery import deliver
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.round import plan_round
from ehcp_workflow.today import LONDON

INSTANTS = (time(6), time(8), time(8, 30), time(12), time(16), time(18), time(20, 30))
"""London time: the checks; the first hour for sending and the digest; three rounds by day; one after hours."""


@dataclass
class Kept:
    """A way of sending that keeps what it is handed, by its reference, and lets nothing leave."""

    messages: dict[str, Outgoing] = field(default_factory=dict)
    provider: ClassVar[str] = "kept"
    can_be_asked: ClassVar[bool] = False
    resend_unknown: ClassVar[bool] = True
    per_second: ClassVar[float] = 0
    deadline: ClassVar[float] = 60

    def send(self, message: Outgoing) -> Sent:
        """Keep a message."""
        self.messages[message.reference] = message
        return Sent(Outcome.ACCEPTED, "kept", "done", "")

    def look_up(self, reference: str) -> Sent | None:
        """What became of a message."""
        return Sent(Outcome.ACCEPTED, "kept", "done", "") if reference in self.messages else None


def kept_by(way: Kept) -> dict[Channel, Transport]:
    """A way of sending for every channel a machine can send on."""
    return {channel: way for channel in Channel if channel.is_sent}


def days_between(first: date, last: date) -> Iterator[date]:
    """The days from the first to the last, both included."""
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))


def live(installation: Installation, days: Iterable[date], ways: Mapping[Channel, Transport]) -> Iterator[date]:
    """Live days through, one after another; each is handed out at its end.

    Args:
        installation: a copy; its time is set, so that it is nobody else's.
        days: the days, in order. Of the present one only what is left of it is lived.
        ways: how messages leave.
    """
    began = installation.now()
    for day in days:
        for at in INSTANTS:
            now = datetime.combine(day, at, LONDON).astimezone(UTC)
            if now >= began:
                installation.fixed_now = now
                plan_round(installation)
                deliver(installation, ways)
        yield day
