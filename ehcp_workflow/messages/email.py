"""One e-mail to one person, and the exact bytes it becomes: the same bytes each time it is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr
from hashlib import sha256

from ehcp_workflow.errors import BadInput

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MAY_BE_ADDED = frozenset({"List-Unsubscribe", "List-Unsubscribe-Post"})
_LONGEST_LINE = 900  # RFC 5322 allows 998 with the header's name
_REMEDY = "Write exactly one address, like name@example.org."


def check_address(text: str) -> str:
    """The address as it will be used, when it is exactly one e-mail address; its domain in small letters.

    Stricter than the standard on purpose: no comment, no quotes, no name beside it, nothing outside ASCII, at most
    254 characters. The error never repeats the address, because errors end up in logs.

    Raises:
        BadInput: the text is empty, too long, several addresses, or no address.

    Source: RFC 5321 sections 4.1.2 and 4.5.3.1.
    """
    if not text.strip():
        raise BadInput(f"The e-mail address is empty. {_REMEDY}")
    if len(text) > 254:
        raise BadInput(f"The e-mail address is {len(text)} characters long; the longest allowed is 254. {_REMEDY}")
    local, at, domain = text.rpartition("@")
    if not (at and len(local) <= 64 and _LOCAL.fullmatch(local) and _is_domain(domain)):
        raise BadInput(f"The e-mail address ({len(text)} characters) {_what_is_wrong(text)}. {_REMEDY}")
    return f"{local}@{domain.lower()}"


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail to exactly one address, in words that are already final.

    The identifier and the date are frozen by the caller, so that a second attempt is the same message to the byte
    and a mailbox can recognise it. Nothing that is personal is shown by `repr`.

    Raises:
        BadInput: a part is empty, has a line break where there may be none, or cannot be sent.
    """

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)
    message_id: str
    date: datetime
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def __post_init__(self) -> None:
        check_address(self.to)
        _check_line("subject", self.subject)
        for name, body in (("plain text", self.text), ("HTML", self.html)):
            _check_body(name, body)
        if not _MESSAGE_ID.fullmatch(self.message_id) or len(self.message_id) > 250:
            raise BadInput("The Message-ID of an e-mail must look like <letters-and-digits@domain>, in ASCII.")
        if self.date.tzinfo is None:
            raise BadInput(f"The date {self.date} of an e-mail has no time zone. Give it one, such as UTC.")
        for name, value in self.headers.items():
            _check_header(name, value)


def write_mime(email: Email, sender: str, sender_name: str) -> bytes:
    """The e-mail as the bytes that travel, with CRLF line ends, in plain text and in HTML.

    The older of the standard library's two ways of writing headers is used: the newer one turns a long
    List-Unsubscribe link into encoded words, which no mail program follows.
    """
    # Quoted-printable never yields "=_", so this boundary cannot occur in a body.
    boundary = "=_" + sha256(email.message_id.encode()).hexdigest()[:24]
    mime = MIMEMultipart("alternative", boundary)
    mime["From"] = formataddr((sender_name, sender), charset="utf-8")
    mime["To"] = email.to
    mime["Subject"] = _encoded("Subject", email.subject)
    mime["Date"] = format_datetime(email.date)
    mime["Message-ID"] = email.message_id
    mime["Auto-Submitted"] = "auto-generated"  # RFC 3834: an absence reply must not answer us
    for name, value in email.headers.items():
        mime[name] = value
    charset = Charset("utf-8")
    charset.body_encoding = QP
    mime.attach(MIMEText(email.text, "plain", charset))  # type: ignore[arg-type]  # a Charset is meant to be given
    mime.attach(MIMEText(email.html, "html", charset))  # type: ignore[arg-type]
    return mime.as_bytes(policy=compat32.clone(linesep="\r\n", max_line_length=None))


def _encoded(name: str, value: str) -> str:
    return value if value.isascii() else Header(value, "utf-8", header_name=name).encode(linesep="\r\n")


def _is_domain(text: str) -> bool:
    labels = text.split(".")
    return len(labels) > 1 and not labels[-1].isdigit() and all(map(_LABEL.fullmatch, labels))


def _what_is_wrong(text: str) -> str:
    if any(mark in text for mark in ",;"):
        return "has a comma or semicolon in it, as if it were several"
    if _CONTROL.search(text) or any(sign.isspace() for sign in text):
        return "has a space or line break in it"
    if not text.isascii():
        return "has a letter outside A to Z in it"
    return "is not complete" if "@" not in text else "is not in a form that can be used"


def _check_line(name: str, value: str) -> None:
    if not value.strip():
        raise BadInput(f"The {name} of an e-mail is empty. Give it some words.")
    if _CONTROL.search(value):
        raise BadInput(f"The {name} of an e-mail has a line break or control character in it. Write it on one line.")
    if len(value) > _LONGEST_LINE:
        raise BadInput(f"The {name} of an e-mail is {len(value)} characters long. Use at most {_LONGEST_LINE}.")
    _check_sendable(name, value)


def _check_body(name: str, value: str) -> None:
    if not value.strip():
        raise BadInput(f"The {name} part of an e-mail is empty. Both parts need words.")
    _check_sendable(name, value)


def _check_sendable(name: str, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput(f"The {name} of an e-mail has half a character in it. Remove what is not text.") from None


def _check_header(name: str, value: str) -> None:
    if name not in _MAY_BE_ADDED:
        raise BadInput(f"An e-mail may not be given the header '{name}'. Use {' or '.join(sorted(_MAY_BE_ADDED))}.")
    _check_line(f"header {name}", value)
    if not value.isascii():
        raise BadInput(f"The header {name} of an e-mail has a letter outside ASCII in it. Write links in ASCII.")
