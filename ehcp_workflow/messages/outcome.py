"""What became of one attempt to send one e-mail, told by what the mail server said and when it fell silent."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Phase = Literal["connect", "rcpt", "data", "done"]
Silence = Literal["connect", "tls", "login", "timeout", "dropped"]

# Only the digits of an enhanced status (RFC 3463) are kept: the words after them often quote the address.
_ENHANCED = re.compile(rb"\s*(\d\.\d{1,3}\.\d{1,3})\b")

_WHERE: dict[Phase, str] = {
    "connect": "before the recipient was named",
    "rcpt": "when the recipient was named",
    "data": "after the message was handed over",
    "done": "at the end",
}
_SILENCE: dict[Silence, str] = {
    "connect": "the mail server could not be reached",
    "tls": "no safe (TLS) connection could be made",
    "login": "the mail server offers no way to log in that can be used",
    "timeout": "the mail server did not answer in time",
    "dropped": "the mail server closed the connection",
}


class Outcome(StrEnum):
    """What to do next: nothing, try later, never try again, or find out first."""

    ACCEPTED = "accepted"
    RETRY = "retry"
    PERMANENT = "permanent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one attempt; holds no personal data, so it may be stored and logged.

    Attributes:
        outcome: What to do next.
        code: The server's reply code ("250", "550"), or how it fell silent ("connect", "tls", "login", "timeout",
            "dropped").
        phase: How far the attempt came: "connect" (before the recipient was named), "rcpt" (before the message was
            handed over), "data" (the message was handed over, or part of it), "done" (accepted).
        detail: One plain sentence, with the server's enhanced status (such as 5.1.1) where it gave one.
        provider_ref: The provider's own id of the message, where it gave one.
        retry_after: Seconds the provider asked us to wait before the next try; None when it did not say.
    """

    outcome: Outcome
    code: str
    phase: Phase
    detail: str
    provider_ref: str = ""
    retry_after: float | None = None


def judge_reply(phase: Phase, code: int, text: bytes) -> Sent:
    """The result when the mail server answered and that answer ended the attempt.

    A refusal before the recipient is named (a wrong password, a sender it dislikes) says nothing about the
    recipient, so it is worth another try once the settings are right. A 5xx later is for good.

    Source: RFC 5321 section 4.2.1 (4yz try again, 5yz do not).
    """
    match (phase, code // 100):
        case ("data", 2) if code == 250:  # the only yes there is; anything else may be half a line of a lost reply
            return Sent(Outcome.ACCEPTED, str(code), "done", "The mail server accepted the message.")
        case ("rcpt" | "data", 5):
            return Sent(Outcome.PERMANENT, str(code), phase, _refused(phase, code, text))
        case (_, 4 | 5):
            return Sent(Outcome.RETRY, str(code), phase, _refused(phase, code, text))
        case _:
            return judge_silence(phase, "dropped")


def judge_silence(phase: Phase, silence: Silence) -> Sent:
    """The result when no usable answer came: once the message was handed over, nobody knows whether it arrived."""
    outcome = Outcome.UNKNOWN if phase == "data" else Outcome.RETRY
    return Sent(outcome, silence, phase, f"{_SILENCE[silence].capitalize()}, {_WHERE[phase]}.")


def _refused(phase: Phase, code: int, text: bytes) -> str:
    enhanced = _ENHANCED.match(text)
    status = f"{code} {enhanced[1].decode()}" if enhanced else str(code)
    return f"The mail server refused with {status}, {_WHERE[phase]}."
