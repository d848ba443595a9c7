"""Whether an answer to a text asks us to stop: the word by itself, politely, in other words, or with a signature."""

from __future__ import annotations

import re

_CLEAR = frozenset({"stop", "stopall", "unsubscribe", "optout"})
"""Words that mean messages, whatever is said with them of messages."""
_SHORT = frozenset({"end", "quit", "cancel"})
"""Words that may be meant of anything else: an appointment, a school year."""
_POLITE = frozenset({"please", "pls", "plz", "kindly", "thanks", "thank", "you", "ta", "now", "ok"})
_OF_MESSAGES = frozenset(
    {"texting", "messaging", "sending", "contacting", "reminding", "texts", "text", "messages", "message", "reminders"}
    | {"sms", "all", "me", "us", "these", "this", "it", "the", "your", "any", "more"}
    | {"can", "could", "would", "i", "want", "to", "from"}
)
_WORD = re.compile(r"[\w']+")
_SIGNED = re.compile(r"\W*(\w+)\W*[-,.;:!\u2013\u2014]\s*\w+(?: \w+)?\W*")  # the word, a mark, and one or two names
_NAMED = re.compile(r"\W*(STOP|STOPALL|UNSUBSCRIBE)(?: [A-Z][a-z]+){1,3}\W*")  # in capitals, and a name without a mark


def is_stop(text: str) -> bool:
    """Whether an answer to a text message asks us to stop.

    Only its first line counts, because a signature may follow. "Stop by on Monday" is no such word: what is said with
    it must be polite, or about messages, or a name.
    """
    first = (text.strip().splitlines() or [""])[0].replace("\u2019", "'")
    signed = _SIGNED.fullmatch(first)
    return _asks(first) or bool(signed and signed[1].lower() in _CLEAR) or bool(_NAMED.fullmatch(first))


def _asks(line: str) -> bool:
    said = " ".join(word.strip("'") for word in _WORD.findall(line.lower()))
    words = set(said.replace("opt out", "optout").split())
    others = words - _CLEAR - _SHORT
    return bool(words & _CLEAR and others <= _POLITE | _OF_MESSAGES) or bool(words & _SHORT and others <= _POLITE)
