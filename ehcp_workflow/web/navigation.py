"""Where somebody signed in can go from every page."""

from __future__ import annotations

from ehcp_workflow.services.accounts.visitor import May
from ehcp_workflow.web.access.visit import Visit

_PLACES = (
    (May.SEE_CASES, "/", "Caseload", ("/cases", "/caseload")),
    (May.SEE_CASES, "/reviews", "Reviews", ()),
    (May.SEE_CASES, "/councils", "Councils", ()),
    (May.OPERATE, "/outbox", "Outbox", ()),
    (May.OPERATE, "/import", "Import", ()),
    (May.SEE_HOUSE, "/rules", "Rules", ()),
    (May.SEE_HOUSE, "/settings", "Settings", ()),
    (May.SUPERVISE, "/people-here", "Who works here", ()),
)
_MAILBOX = (May.SEE_HOUSE, "/mailbox", "Mailbox (demo)", ())


def places(visit: Visit) -> list[dict[str, object]]:
    """The places a visitor may go to, as the service navigation takes them; the one they are in is marked."""
    at = visit.route.partition(" ")[2]
    known = (*_PLACES, _MAILBOX) if visit.installation.settings.demo else _PLACES
    return [
        {"text": text, "href": address, "current": at == address, "active": _is_under(at, (address, *also))}
        for may, address, text, also in known
        if visit.visitor.may(may)
    ]


def _is_under(at: str, addresses: tuple[str, ...]) -> bool:
    return any(at == address or (address != "/" and at.startswith(f"{address}/")) for address in addresses)
