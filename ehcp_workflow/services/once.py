"""Doing what a form asks for once, and only in the case that its sender saw."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ehcp_workflow.cases.case import Case
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.event_checks import new_id
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook, sent_forms
from ehcp_workflow.store.casebook import CaseRecord
from ehcp_workflow.store.engine import Unit

_KEY = re.compile(r"[0-9a-f]{32}")


class ChangedMeanwhile(Refused):
    """The case is not as it was when its sender saw what would follow."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} has changed since you looked. Nothing was saved. Look at what would follow now.")


@dataclass(frozen=True)
class Once:
    """What a form carries beside what it asks for.

    Attributes:
        key: made with the form; the database takes each once.
        mark: of the case as its sender saw it; None where they need not have seen it.
    """

    key: str
    mark: str | None = None

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise BadInput("This form cannot be used: it is not one of ours. Go back and load the page again.")


def new_key() -> str:
    """A key for a new form."""
    return new_id()


def mark_of(installation: Installation, case: Case) -> str:
    """Changes with any record of a case, with the day, and with the rules: with whatever decides what would follow."""
    section_f = case.section_f
    ids = (
        [one.id for one in case.recorded] + [one.id for one in section_f.lines] + [one.id for one in section_f.entries]
    )
    said = [installation.today().isoformat(), installation.fingerprint, *sorted(ids)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def is_first(installation: Installation, unit: Unit, record: CaseRecord, once: Once | None) -> bool:
    """Whether what a form asks for is still to be done; the case should be held.

    Raises:
        ChangedMeanwhile: the case is not as its sender saw it.
    """
    if once is None:
        return True
    if not sent_forms.keep(unit, once.key, record.id, installation.now()):
        return False
    if once.mark is not None and once.mark != mark_of(installation, casebook.read_case(unit, record)):
        raise ChangedMeanwhile(record.reference)
    return True
