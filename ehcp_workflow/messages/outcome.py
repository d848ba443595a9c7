"""What became of one attempt to send one e-mail, told by what the mail server said and when it fell silent."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Phase = Literal["connect", "rcpt", "data", "done"]
Silence = Literal["connect", "tls", "login", "timeout", "dropped"]

# Only the digits of an enhanced status (RFC 3463) are kept: the words after them often quote the address.
_ENHANCED = re.compile(rb"\s*(\d\.\d{1,3}\.\d{1,3})\b")

# RFC 3463: the recipient's address or domain is wrong (not the sender's, 5.1.7 and 5.1.8), or its mailbox is disabled.
_NO_SUCH_ADDRESS = re.compile(r"5\.1\.(?![78]$)\d{1,3}|5\.2\.1")
_NO_MAILBOX = frozenset({"550", "551", "553"})
_UNSAID = frozenset({"", "5.0.0"})

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
        status: The mail server's enhanced status (such as 5.1.1), where it gave one.
    """

    outcome: Outcome
    code: str
    phase: Phase
    detail: str
    provider_ref: str = ""
    retry_after: float | None = None
    status: str = ""

    @property
    def reason(self) -> str:
        """The reply code, with the enhanced status where there is one: `550 5.7.1`."""
        return f"{self.code} {self.status}" if self.status else self.code

    @property
    def nobody_there(self) -> bool:
        """Whether the recipient was refused because there is no such address; not because of who sends, or what."""
        if self.outcome is not Outcome.PERMANENT or self.phase != "rcpt":
            return False
        by_mail = len(self.code) == 3 and self.code.isdigit()
        return not by_mail or says_no_such_address(self.code, self.status)


def says_no_such_address(code: str, status: str) -> bool:
    """Whether a refusal for good says that the address does not exist; 5.7.1 and its like refuse the sender.

    Args:
        code: the reply code, such as 550; it counts where the status says nothing.
        status: the enhanced status, such as 5.1.1; empty when there is none.

    Source: RFC 3463 sections 3.2 and 3.3; RFC 5321 section 4.2.2.
    """
    return code in _NO_MAILBOX if status in _UNSAID else bool(_NO_SUCH_ADDRESS.fullmatch(status))


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
            return Sent(Outcome.PERMANENT, str(code), phase, _refused(phase, code, text), status=_status(text))
        case (_, 4 | 5):
            return Sent(Outcome.RETRY, str(code), phase, _refused(phase, code, text))
        case _:
            return judge_silence(phase, "dropped")


def judge_silence(phase: Phase, silence: Silence) -> Sent:
    """The result when no usable answer came: once the message was handed over, nobody knows whether it arrived."""
    outcome = Outcome.UNKNOWN if phase == "data" else Outcome.RETRY
    return Sent(outcome, silence, phase, f"{_SILENCE[silence].capitalize()}, {_WHERE[phase]}.")


def _refused(phase: Phase, code: int, text: bytes) -> str:
    return f"The mail server refused with {f'{code} {_status(text)}'.strip()}, {_WHERE[phase]}."


def _status(text: bytes) -> str:
    enhanced = _ENHANCED.match(text)
    return enhanced[1].decode() if enhanced else ""
