"""A relay that answers as it is told, in place of a provider."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ehcp_workflow.errors import Unavailable
from ehcp_workflow.messages.outcome import Outcome, Sent
from ehcp_workflow.messages.outgoing import Channel, Outgoing

ACCEPTED = Sent(Outcome.ACCEPTED, "250", "done", "")
BUSY = Sent(Outcome.RETRY, "451", "rcpt", "")
AWAY = Sent(Outcome.RETRY, "connect", "connect", "")
NOBODY = Sent(Outcome.PERMANENT, "550", "rcpt", "")
LISTED = Sent(Outcome.PERMANENT, "550", "rcpt", "", status="5.7.1")
SPAM = Sent(Outcome.PERMANENT, "554", "data", "")
SILENT = Sent(Outcome.UNKNOWN, "timeout", "data", "")


@dataclass
class Relay:
    """Answers in turn, then accepts; keeps what it was handed; may do something before each answer."""

    answers: list[Sent] = field(default_factory=list)
    before: Callable[[], None] = lambda: None
    provider: str = "smtp"
    can_be_asked: bool = False
    resend_unknown: bool = True
    per_second: float = 0
    deadline: float = 60.0
    handed: list[Outgoing] = field(default_factory=list)
    arrived: dict[str, Sent] = field(default_factory=dict)
    cannot_be_asked_now: bool = False

    def send(self, message: Outgoing) -> Sent:
        self.before()
        self.handed.append(message)
        return self.answers.pop(0) if self.answers else ACCEPTED

    def look_up(self, reference: str) -> Sent | None:
        if self.cannot_be_asked_now:
            raise Unavailable("away")
        return self.arrived.get(reference)

    def by(self, channel: Channel = Channel.EMAIL) -> dict[Channel, "Relay"]:
        """This relay as the way of one channel."""
        return {channel: self}
