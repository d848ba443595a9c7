"""A message in its final words for one person on one channel, and what any way of sending it must offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ehcp_workflow.messages.outcome import Sent


class Channel(StrEnum):
    """How somebody is reached. `phone` and `letter` are tasks for the adviser; `organisation` is config/apprise.yml."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    SIGNAL = "signal"
    NTFY = "ntfy"
    SLACK = "slack"
    ORGANISATION = "organisation"
    PHONE = "phone"
    LETTER = "letter"

    @property
    def is_sent(self) -> bool:
        """Whether a machine can send on it; otherwise a person phones or writes."""
        return self not in {Channel.PHONE, Channel.LETTER}

    @property
    def words(self) -> str:
        """Which words it carries: `email` has a subject and two parts, `sms` is short, `chat` is plain text."""
        return self.value if self in {Channel.EMAIL, Channel.SMS} else "chat"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to exactly one address, in words that are already final. `repr` shows nothing personal.

    Attributes:
        channel: how it goes.
        to: one address or number, already checked; for `organisation` a tag and the number of one of its services.
        subject: for e-mail; elsewhere it may be empty.
        text, html: the words; `html` is for e-mail only.
        reference: letters and digits, the same at every attempt with the same words, and unique to them.
        date: the instant the words were frozen, the same at every attempt with the same words.
        bounce_to: where bounces of this one message go (its envelope sender); empty for the usual sender.
        headers: further headers of an e-mail: List-Unsubscribe and List-Unsubscribe-Post.
    """

    channel: Channel
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    reference: str
    date: datetime
    bounce_to: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)


class Transport(Protocol):
    """One way of sending on one channel.

    Attributes:
        provider: whose service it is, for its breaker and its rate: `smtp`, `govuk`, `seven`, `twilio` ...
        can_be_asked: whether `look_up` can say what became of a message.
        resend_unknown: whether a message whose end nobody knows may be sent again at once (e-mail, where a copy has
            the same Message-ID); otherwise only after a wait, and once.
        per_second: how many messages it takes a second; 0 for no limit.
        deadline: seconds after which an attempt is over, whatever the other side does.
    """

    @property
    def provider(self) -> str: ...  # noqa: D102 - see the class
    @property
    def can_be_asked(self) -> bool: ...  # noqa: D102
    @property
    def resend_unknown(self) -> bool: ...  # noqa: D102
    @property
    def per_second(self) -> float: ...  # noqa: D102
    @property
    def deadline(self) -> float: ...  # noqa: D102

    def send(self, message: Outgoing) -> Sent:
        """Try once, and say what became of it. Never raises for anything the other side does."""

    def look_up(self, reference: str) -> Sent | None:
        """What became of a message; None when the provider has not got it.

        Raises:
            Unavailable: the provider cannot be asked now.
        """
