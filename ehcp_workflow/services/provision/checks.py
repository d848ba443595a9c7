"""What may be recorded of Section F: lines and entries of the log, checked against sense."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.cases.section_f.loose_words import ProvisionWords
from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.services.event_checks import EARLIEST
from ehcp_workflow.store.provision import NO_WORDS, LineWords

_CODE = re.compile(r"[A-Z]{1,3}[0-9]{1,3}[a-z]?")


@dataclass(frozen=True)
class NewLine:
    """A line of Section F as somebody reads it from the plan; amount, unit and period belong together."""

    code: str
    strand: str
    amount: Fraction | None = None
    unit: Unit | None = None
    per: Per | None = None
    term_time: bool = True
    calendar: str | None = None
    starts: date | None = None
    ends: date | None = None
    words: LineWords = NO_WORDS
    plan: str | None = None


@dataclass(frozen=True)
class NewEntry:
    """What somebody says was delivered of a line; both ends of its days belong to it.

    The amount is in `unit`, or in the line's own unit where none is said.
    """

    line: str
    kind: EntryKind
    first: date
    last: date
    amount: Fraction | None = None
    equivalent: bool | None = None
    by: By = By.NOT_SAID
    source: Source | None = None
    note: str | None = field(default=None, repr=False)
    unit: Unit | None = None


def check_line(new: NewLine, words: ProvisionWords) -> None:
    """Check that a line makes sense by itself.

    Raises:
        BadInput: its code or kind is not known, or it says too little or contradicts itself.
    """
    if not _CODE.fullmatch(new.code):
        raise BadInput(f"'{new.code}' is not the code of a line. Write it like F1.")
    if words.strand(new.strand) is None:
        known = ", ".join(strand.code for strand in words.strands)
        raise BadInput(f"A strand is one of our kinds of provision, never a name. Choose from: {known}.")
    said = [part is not None for part in (new.amount, new.unit, new.per)]
    if any(said) and not all(said):
        raise BadInput("Amount, unit and period belong together. Give all of --amount, --unit and --per, or none.")
    if not any(said) and not new.words.wording:
        raise BadInput("A line without amount needs its wording. Add --wording with the plan's own words.")
    if new.starts and new.ends and new.ends < new.starts:
        raise BadInput(f"The line ends on {new.ends}, before it begins on {new.starts}. Correct one of the two.")


def check_calendar(owner: str | None, known: Collection[str]) -> None:
    """Check that the term dates that a line names are known.

    Raises:
        BadInput: they are not.
    """
    if owner is not None and owner not in known:
        raise BadInput(f"No term dates of '{owner}' are known. `ehcp terms list` lists them, `ehcp terms import` adds.")


def check_entry(new: NewEntry, today: date) -> None:
    """Check that an entry of the log makes sense by itself.

    Raises:
        BadInput: its days cannot be, or something is missing that it would be useless without.
        Refused: it is in the future.
    """
    if new.last < new.first:
        raise BadInput(f"{new.first}/{new.last} ends before it begins. Write the earlier day first.")
    if new.first < EARLIEST:
        raise BadInput(f"{new.first} is too long ago to be meant. Correct the year.")
    if new.last > today:
        raise Refused(f"{new.last} is in the future. Log what happened once it has happened.")
    if new.kind is EntryKind.MISSED and new.amount is not None:
        raise BadInput("Nothing was delivered, so `missed` has no amount. Log `part` with what was delivered.")
    if (new.kind is EntryKind.CATCH_UP) != (new.equivalent is not None):
        raise BadInput("Catch-up, and nothing else, is --equivalent or --not-equivalent to what was missed. Say which.")
    if new.kind is EntryKind.AGREED_GAP and not (new.note or new.source):
        raise BadInput("An agreed gap needs who agreed to it. Add --source, or a --note.")
