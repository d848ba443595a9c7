"""The few addresses that people and providers outside may reach; everything else is for this machine alone."""

from __future__ import annotations

import logging
import re

from starlette.types import Scope

_LINKS = re.compile(
    r"/(?:stop|check-in)/[^/]{1,100}"
    r"|/family/[^/]{1,100}(?:/(?:help|messages|messages/stop|messages/break|calendar|leave))?"
)
# A calendar program only reads; the looks of the pages say nothing of anybody.
_READ = re.compile(r"/calendar/[^/]{1,100}\.ics|/static/[\w./-]{1,100}")
_SECRET = re.compile(r"/(stop|check-in|family|calendar|invitation)/[^\s?]+")
_HOOKS = re.compile(r"/hooks/(?:govuk|texts)")


def is_public(scope: Scope) -> bool:
    """Whether anybody may make a request: to use a link of theirs, read their calendar, bring a receipt or a text.

    What these do is guarded by an unguessable link or by a shared token, never by where the request comes from. A mail
    program's one-click stop comes from its provider's machines, without Origin and without cookies.
    """
    path, method = scope["path"], scope["method"]
    if method in {"GET", "POST"} and _LINKS.fullmatch(path):
        return True
    if method in {"GET", "HEAD"} and _READ.fullmatch(path):
        return True
    return method == "POST" and bool(_HOOKS.fullmatch(path))


def hide_tokens(record: logging.LogRecord) -> bool:
    """A filter for the web server's log of requests: the token of a link is not written down."""
    if isinstance(record.args, tuple):
        record.args = tuple(_SECRET.sub(r"/\1/…", each) if isinstance(each, str) else each for each in record.args)
    return True
