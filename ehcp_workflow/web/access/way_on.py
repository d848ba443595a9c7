"""Where somebody goes after signing in: only ever to a page of our own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ehcp_workflow.services.accounts.visitor import May, Role, Visitor

_OURS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
_NOT_AGAIN = ("/sign-in", "/sign-out", "/second-factor", "/invitation")


def way_on(asked: str | None) -> str | None:
    r"""The page that was asked for before signing in; None where it is none of ours, or that of signing in itself.

    Another site's address, in whatever dress, is never followed: `//elsewhere`, `/\elsewhere`, `https:elsewhere`.
    """
    if not asked or len(asked) > 2000 or not _OURS.fullmatch(asked):
        return None
    parts = urlsplit(asked)
    if parts.scheme or parts.netloc or parts.path.startswith(_NOT_AGAIN):
        return None
    return asked


def first_page(visitor: Visitor) -> str:
    """Where somebody begins: with the cases, or for those who see none with what they look after."""
    if visitor.may(May.SEE_CASES):
        return "/"
    return "/outbox" if visitor.role is Role.OPERATOR else "/account"
