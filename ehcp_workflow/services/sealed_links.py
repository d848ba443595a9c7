"""Words of a message as staff may read them: without the keys in its links, which are for its reader alone."""

from __future__ import annotations

import re

_KEY = re.compile(r"(://[^\s/]+/(?:[\w-]+/)*?)(?=[\w.~-]*[A-Z0-9])[\w.~-]{20,}[^\s<>\"')]*")
"""The first part of a path that looks like our keys, with all behind it: long, and with capitals or figures in it."""


def without_keys(text: str) -> str:
    """The words without the part of a link that would stop messages, answer for its reader, or show their page."""
    return _KEY.sub(r"\1…", text)
