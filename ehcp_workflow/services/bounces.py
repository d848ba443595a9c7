"""Mail that comes back: each message has a return address of its own, so that a bounce is known by where it comes to."""

from __future__ import annotations

import hashlib
import re
from email.message import Message
from email.parser import BytesParser
from email.policy import default

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.receipts import Receipt

_TAGGED = re.compile(r"\+(\d{1,12})-([0-9a-f]{16})@")
_STATUS = re.compile(r"^\s*([245])\.(\d{1,3}\.\d{1,3})", re.MULTILINE)


def bounce_address(installation: Installation, outbox_id: int) -> str:
    """The return address of one message (VERP); empty when EHCP_BOUNCE_ADDRESS is not set.

    Source: the variable envelope return path of D. J. Bernstein, https://cr.yp.to/proto/verp.txt.
    """
    address = installation.settings.bounce_address
    if not address:
        return ""
    local, _, domain = address.partition("@")
    return f"{local}+{outbox_id}-{_sign(installation, outbox_id)}@{domain}"


def read_bounce(installation: Installation, raw: bytes) -> Receipt | None:
    """What a message that came back says; None when it is none of ours, or nothing that came back.

    Source: RFC 3464 (delivery status notifications) and RFC 5965 (complaints).
    """
    message = BytesParser(policy=default).parsebytes(raw)
    outbox_id = _whose(installation, message)
    if outbox_id is None:
        return None
    report = str(message.get_param("report-type", "") or "")
    event = hashlib.sha256(raw).hexdigest()[:40]
    if report == "feedback-report":
        return Receipt("mail", event, "complaint", outbox_id=outbox_id)
    code = _status(message)
    if code is None:
        return None
    status = "permanent" if code.startswith("5") and not code.startswith(_AT_ANOTHER_TIME) else "temporary"
    return Receipt("mail", event, "delivered" if code.startswith("2") else status, code, outbox_id)


# A full mailbox and a route that loops are said with a 5, and pass.
_AT_ANOTHER_TIME = ("5.2.2", "5.4.4", "5.4.6")


def _whose(installation: Installation, message: Message) -> int | None:
    """The message a bounce came to the return address of, when our own signature is on it."""
    for header in ("Delivered-To", "X-Original-To", "Envelope-To", "To"):
        for value in message.get_all(header, []):
            found = _TAGGED.search(str(value))
            if found and found[2] == _sign(installation, int(found[1])):
                return int(found[1])
    return None


def _status(message: Message) -> str | None:
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            said = "".join(str(block) for block in part.get_payload())
            found = re.search(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", said, re.MULTILINE | re.IGNORECASE)
            if found:
                return found[1]
    return None


def _sign(installation: Installation, outbox_id: int) -> str:
    return installation.cipher.lookup(f"bounce {outbox_id}")[:16]
