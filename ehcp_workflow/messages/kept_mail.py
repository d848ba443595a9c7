"""Reading what the demo mailbox has kept, while it may still be writing."""

import mailbox
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from ehcp_workflow.errors import NotFound

# Letters and digits first: no dot file, no way up and out of the folder.
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=,+-]{0,250}")
_ARRIVED = re.compile(r"(\d+)\.M(\d+)P\d+Q(\d+)")


@dataclass(frozen=True, slots=True)
class MailSummary:
    """One line of the mailbox: to whom, about what, and the date the message bears (None if it has none)."""

    key: str
    to: str
    subject: str
    date: datetime | None


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it arrived; its HTML is shown only in a sandbox, for anyone may have sent it."""

    summary: MailSummary
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str


def read_mailbox(folder: Path, limit: int | None = None) -> list[MailSummary]:
    """What the mailbox holds, the last to arrive first; empty while the folder does not exist.

    Args:
        folder: The folder the mailbox was started with.
        limit: Read at most this many, the newest; None for all.
    """
    kept = _open(folder)
    if kept is None:
        return []
    keys = sorted((key for key in kept.iterkeys() if _KEY.fullmatch(key)), key=_arrival, reverse=True)[:limit]
    found = [(key, _read(kept, key)) for key in keys]
    return [_summary(key, BytesHeaderParser().parsebytes(raw)) for key, raw in found if raw is not None]


def read_mail(folder: Path, key: str) -> Mail:
    """One message in full.

    Raises:
        NotFound: no message has this key (any more).
    """
    kept = _open(folder) if _KEY.fullmatch(key) else None
    raw = _read(kept, key) if kept is not None else None
    if raw is None:
        raise NotFound("There is no such message in the mailbox. It may have been cleared; go back to the list.")
    message = BytesParser().parsebytes(raw)
    headers = tuple((name, _decoded(value)) for name, value in message.items())
    return Mail(_summary(key, message), headers, _part(message, "text/plain"), _part(message, "text/html"))


def _open(folder: Path) -> mailbox.Maildir | None:
    # Only whole messages are in "new" and "cur": the mailbox writes into "tmp" and renames.
    if not all((folder / part).is_dir() for part in ("new", "cur")):
        return None
    return mailbox.Maildir(folder, create=False)


def _read(kept: mailbox.Maildir, key: str) -> bytes | None:
    """The bytes of a message, or None if it was cleared away between being listed and being read."""
    try:
        return kept.get_bytes(key)
    except (KeyError, OSError):
        return None


def _arrival(key: str) -> tuple[int, int, int]:
    match = _ARRIVED.match(key)
    return (int(match[1]), int(match[2]), int(match[3])) if match else (0, 0, 0)


def _summary(key: str, message: Message) -> MailSummary:
    to, subject = (_decoded(message.get(name, "")) for name in ("To", "Subject"))
    return MailSummary(key, to, subject, _date(message.get("Date", "")))


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(str(text))
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)  # "-0000" means UTC, from somewhere unsaid


def _decoded(value: object) -> str:
    """A header as a person reads it; one that cannot be decoded is shown as it came."""
    try:
        return str(make_header(decode_header(str(value))))
    except (MessageError, ValueError, LookupError):
        return str(value)


def _part(message: Message, kind: str) -> str:
    """The first part of a kind, whatever is wrong with it; empty if there is none."""
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_type() == kind else None
        if isinstance(content, bytes):
            return _text(content, part.get_content_charset("utf-8")).replace("\r\n", "\n")
    return ""


def _text(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("ascii", errors="replace")
