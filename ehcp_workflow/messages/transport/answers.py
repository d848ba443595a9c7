"""What a provider's HTTP answer means for a message: taken, try later, never, or nobody knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

from ehcp_workflow.messages.outcome import Outcome, Phase, Sent, Silence
from ehcp_workflow.messages.transport.line import Answer, Call

# A code or id is stored and logged, so only what cannot be words or an address is kept of it.
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_REFERENCE = re.compile(r"[A-Za-z0-9_.:=-]{1,80}")
_LONGEST_CODE = 20
_LONGEST_WAIT = 86_400.0  # seconds: a day; who asks for more is asked again tomorrow

_SILENCE: dict[Silence, str] = {
    "connect": "The provider could not be reached",
    "tls": "No safe (TLS) connection to the provider could be made",
    "login": "The provider offers no way to log in",
    "timeout": "The provider did not answer in time",
    "dropped": "The provider closed the connection",
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one provider says yes, no and wait, beside the status of HTTP.

    Attributes:
        reference: finds its id of the message in its answer.
        code: finds its own code for what is wrong, or for yes.
        yes: its codes for yes; empty when the status says it.
        bad_recipient: codes for a number or name that cannot be reached, for good.
        later: codes for "too many now".
        ours: codes for something wrong with our account or settings, never with the recipient.
        unsure: codes that leave open whether the message was taken.
        hides_reference: whether its id has the recipient's number in it, so that only a digest is kept.
    """

    reference: Callable[[Any], str]
    code: Callable[[Any], str] = lambda _: ""
    yes: frozenset[str] = frozenset()
    bad_recipient: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    hides_reference: bool = False


def at(*paths: str) -> Callable[[Any], str]:
    """A finder of the first value that stands at one of some paths, such as `messages.0.id`, as text; else ''."""
    return lambda document: next(filter(None, (_dig(document, path) for path in paths)), "")


def judge(call: Call, dialect: Dialect) -> Sent:
    """The result of an attempt, by what was answered or by where the provider fell silent."""
    if call.answer is None:
        silence = call.silence or "dropped"
        if call.phase == "connect":
            return Sent(Outcome.RETRY, silence, "connect", f"{_SILENCE[silence]}; the message was not sent.")
        return Sent(Outcome.UNKNOWN, silence, "data", f"{_SILENCE[silence]}; it may have taken the message.")
    document = call.answer.json()
    code = _clean(dialect.code(document), _CODE)
    outcome, phase, words = _mean(call.answer.status_code, code, dialect)
    named = f"{call.answer.status_code}:{code}" if code and code not in dialect.yes else str(call.answer.status_code)
    return Sent(
        outcome,
        named[:_LONGEST_CODE],
        phase,
        f"The provider answered {named}: {words}.",
        provider_ref=keep_reference(dialect, dialect.reference(document)) if outcome is Outcome.ACCEPTED else "",
        retry_after=read_wait(call.answer),
    )


def keep_reference(dialect: Dialect, reference: str) -> str:
    """A provider's id of a message as it is kept; what receipts say is put through the same before it is compared."""
    if dialect.hides_reference and reference:
        return sha256(reference.encode()).hexdigest()[:40]
    return _clean(reference, _REFERENCE)


def read_wait(answer: Answer) -> float | None:
    """Seconds the provider asked us to wait, at most a day; None when it did not say.

    Source: RFC 9110 section 10.2.3. A date is measured from the answer's own Date, so that clocks need not agree.
    """
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked[:10]), _LONGEST_WAIT)
    try:
        until, since = parsedate_to_datetime(asked), parsedate_to_datetime(answer.headers.get("Date", ""))
        return min(max((until - since).total_seconds(), 0.0), _LONGEST_WAIT)
    except (TypeError, ValueError, IndexError):
        return None


def _mean(status: int, code: str, dialect: Dialect) -> tuple[Outcome, Phase, str]:
    if code in dialect.bad_recipient:
        return Outcome.PERMANENT, "rcpt", "this recipient cannot be reached"
    if code in dialect.later or status in {408, 429}:
        return Outcome.RETRY, "rcpt", "it asks us to try later"
    if code in dialect.ours or status in {401, 402, 403, 407} or 300 <= status < 400:
        return Outcome.RETRY, "connect", "our account or settings are wrong"
    if code in dialect.unsure or not 200 <= status < 500:
        return Outcome.UNKNOWN, "data", "it may have taken the message"
    if status >= 400 or (code and code not in dialect.yes):
        return Outcome.PERMANENT, "data", "it refuses the message"
    if dialect.yes and not code:
        return Outcome.UNKNOWN, "data", "the answer cannot be read"
    return Outcome.ACCEPTED, "done", "it took the message"


def _dig(document: Any, path: str) -> str:  # noqa: ANN401 - whatever the provider says
    for step in path.split("."):
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return ""
    return str(document) if isinstance(document, str | int) and not isinstance(document, bool) else ""


def _clean(text: str, form: re.Pattern[str]) -> str:
    return text if form.fullmatch(text) else ""
