"""Mail that comes back: each message has a return address of its own, so a bounce is known by where it comes to."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import default

from ehcp_workflow.messages.outcome import says_no_such_address
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store.receipts import COMPLAINT, DELAYED, DELIVERED, LOST, PERMANENT, TEMPORARY, Receipt

_TAGGED = re.compile(r"\+(\d{1,12})-([0-9a-f]{16})@")
_STATUS = re.compile(r"^Status:\s*([245])\.(\d{1,3}\.\d{1,3})", re.MULTILINE | re.IGNORECASE)
_ACTION = re.compile(r"^Action:\s*([a-z]{1,20})", re.MULTILINE | re.IGNORECASE)
_REPLY = re.compile(r"^Diagnostic-Code:\s*smtp;\s*(\d{3})\b", re.MULTILINE | re.IGNORECASE)
_RETURN_TO = re.compile(r"^(?:Original-Mail-From|Return-Path):.*", re.MULTILINE | re.IGNORECASE)
# A full mailbox and a route that is lost or loops are said with a 5, and pass.
_AT_ANOTHER_TIME = frozenset({"2.2", "4.4", "4.6"})
_REPORTS = frozenset({"message/delivery-status", "message/feedback-report"})


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

    Only a message that carries our own signature, in the address it came to or in a complaint in the address it is
    about, is taken for a bounce: whoever invents one does not know it.

    Source: RFC 3464 (delivery status notifications) and RFC 5965 (complaints).
    """
    message = BytesParser(policy=default).parsebytes(raw)
    reports = {part.get_content_type(): _text(part) for part in message.walk() if part.get_content_type() in _REPORTS}
    outbox_id = _whose(installation, message)
    event = hashlib.sha256(raw).hexdigest()[:40]
    if outbox_id is None or not reports:
        return None
    if "message/feedback-report" in reports:
        return Receipt("mail", event, COMPLAINT, outbox_id=outbox_id)
    status, code = _read(reports["message/delivery-status"])
    return Receipt("mail", event, status, code, outbox_id) if status else None


def _read(report: str) -> tuple[str, str]:
    """The status of a receipt, and the code it stands on; no status when the report says nothing of use.

    The action says whether the other side still tries (RFC 3464 section 2.3.3); the code says why. A refusal of who
    sends, or of what is sent (5.7.1), is a message that is lost: it says nothing against the address.
    """
    found, action = _STATUS.search(report), _ACTION.search(report)
    if not found:
        return "", ""
    code, said = f"{found[1]}.{found[2]}", action[1].lower() if action else ""
    if found[1] == "2":
        return (DELIVERED if said in {"delivered", ""} else ""), code
    if said == "delayed" or (found[1] == "4" and said != "failed"):
        return DELAYED, code
    if found[1] == "4" or found[2] in _AT_ANOTHER_TIME:
        return TEMPORARY, code
    reply = _REPLY.search(report)
    return (PERMANENT if says_no_such_address(reply[1] if reply else "", code) else LOST), code


def _whose(installation: Installation, message: Message) -> int | None:
    """The message that was sent from a return address found in a report, when our own signature is on it."""
    for value in _addresses(message):
        for number, signature in _TAGGED.findall(value):
            if hmac.compare_digest(signature, _sign(installation, int(number))):
                return int(number)
    return None


def _addresses(message: Message) -> Iterator[str]:
    """Where a report came to; and for complaints, which go elsewhere, where the message complained of came from."""
    for header in ("Delivered-To", "X-Original-To", "Envelope-To", "To"):
        yield from (str(value) for value in message.get_all(header, []))
    for part in message.walk():
        if part.get_content_type() in {"message/feedback-report", "text/rfc822-headers"}:
            yield from _RETURN_TO.findall(_text(part))
        elif part.get_content_type() == "message/rfc822":
            yield from (str(value) for inner in part.walk() for value in inner.get_all("Return-Path", []))


def _text(part: Message) -> str:
    """The text of a part; a report is kept by the parser as blocks of headers, or as plain text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = (block for block in payload if isinstance(block, Message))
        return "\n".join(f"{name}: {value}" for block in blocks for name, value in block.items())
    return str(payload)


def _sign(installation: Installation, outbox_id: int) -> str:
    return installation.cipher.lookup(f"bounce {outbox_id}")[:16]
