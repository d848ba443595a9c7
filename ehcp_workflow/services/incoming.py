"""What providers tell us by calling a web address: receipts of GOV.UK Notify, and texts that people send back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.addresses import check_number
from ehcp_workflow.messages.outgoing import Channel
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.receiving import take
from ehcp_workflow.services.stop_tasks import tell_of_answer
from ehcp_workflow.services.stop_words import is_stop
from ehcp_workflow.services.stopping import stop_number
from ehcp_workflow.store.owners import owners_of
from ehcp_workflow.store.receipts import DELIVERED, LOST, PERMANENT, TEMPORARY, Receipt

log = logging.getLogger(__name__)
Document = Mapping[str, object]
_STATUSES = {
    "delivered": DELIVERED,
    "permanent-failure": PERMANENT,
    "temporary-failure": TEMPORARY,
    "technical-failure": LOST,
}
# What providers call the number a text came from, and its words.
_SENDERS = ("sender", "from", "msisdn", "source_number")
_WORDS = ("text", "body", "message", "content")


@dataclass(frozen=True)
class IncomingText:
    """A text that somebody sent us; `repr` shows neither the number nor the words, and neither is kept."""

    sender: str = field(repr=False)
    words: str = field(repr=False)


def take_govuk(installation: Installation, document: Document) -> str:
    """Apply what GOV.UK Notify tells: a delivery receipt or a text; what it came to, in one word.

    Raises:
        BadInput: it is neither.

    Source: https://docs.notifications.service.gov.uk/rest-api.html#callbacks
    """
    if "source_number" in document:
        return take_text(installation, read_text(document))
    receipt = _read_receipt(document)
    if receipt is None:
        return "ignored"
    with installation.database.write() as unit:
        return take(installation, unit, receipt) or "ignored"


def read_text(document: Document) -> IncomingText:
    """A text in whatever form a provider gives it: number and words, by one of their usual names.

    Raises:
        BadInput: one of the two is not there.
    """
    inner = document.get("data")
    told = {**document, **inner} if isinstance(inner, Mapping) else document
    small = {name.lower(): value for name, value in told.items()}
    sender, words = (_first(small, names) for names in (_SENDERS, _WORDS))
    if sender is None or words is None:
        raise BadInput("There is no text in it. Send the number as `sender` and the words as `text`.")
    return IncomingText(sender, words)


def take_text(installation: Installation, text: IncomingText) -> str:
    """STOP stops the number everywhere; any other words become a task for the advisers of those who have the number.

    Returns:
        `stopped`, `told` (the advisers), or `unknown` when nobody we know has the number.
    """
    try:
        number = check_number(text.sender)
    except BadInput:
        end = "unknown"  # a short code, or a name: nobody of ours
    else:
        end = _follow(installation, number, text.words)
    log.info("A text came in: %s", end)
    return end


def _follow(installation: Installation, number: str, words: str) -> str:
    if is_stop(words):
        stop_number(installation, Channel.SMS.value, number)
        return "stopped"
    with installation.database.write() as unit:
        people = owners_of(unit, installation.cipher.lookup(number))
        tell_of_answer(installation, unit, people)
    return "told" if people else "unknown"


def _read_receipt(document: Document) -> Receipt | None:
    """A delivery receipt; None for a status that is no end."""
    id_, status, reference = (document.get(name) for name in ("id", "status", "reference"))
    if not isinstance(id_, str) or not isinstance(status, str) or not (reference is None or isinstance(reference, str)):
        raise BadInput("This is no delivery receipt of GOV.UK Notify: it has an id, a reference and a status.")
    told = _STATUSES.get(status)
    return Receipt("govuk", f"{id_[:60]}:{status}", told, status, reference=reference) if told else None


def _first(document: Document, names: tuple[str, ...]) -> str | None:
    found = (document[name] for name in names if name in document)
    return next((str(value) for value in found if isinstance(value, str | int)), None)
