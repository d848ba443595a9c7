"""What one row of a caseload file says once it has been read, and every reason why it cannot be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class EventCell:
    """One dated event as a row gives it.

    Attributes:
        kind: the kind of event.
        when: the day, month, range or unknown date.
        about: which of several it concerns, for example `health`.
        options: what else the row says of it, for example `outcome: keep`.
        dates: further dates of it, for example the day it was `sent_on`.
        column: the column it came from, as the template names it.
    """

    kind: str
    when: When
    about: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    dates: dict[CountsFrom, When] = field(default_factory=dict)
    column: str = ""


@dataclass(frozen=True)
class Facts:
    """What a row says of the child and the request, beside its dates."""

    child_name: str | None = field(default=None, repr=False)
    date_of_birth: date | None = field(default=None, repr=False)
    requested_by: str | None = None


@dataclass(frozen=True)
class Contacts:
    """Whom a row names for messages; `parent_agreed` is None when the row does not say."""

    parent_email: str | None = field(default=None, repr=False)
    parent_agreed: bool | None = None
    adviser_email: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Problem:
    """Why a row is refused, and what to do.

    Attributes:
        column: the column as the template names it, or None when it concerns the whole row.
        shown: the cell's value, only where it can hold no name or address: a date column, and a value with a digit.
        what: what is wrong.
        remedy: what to write instead.
    """

    column: str | None
    shown: str | None
    what: str
    remedy: str

    def __str__(self) -> str:
        where = f"'{self.column}'" if self.column else "this row"
        value = f" '{self.shown}'" if self.shown else ""
        return f"{where}{value} {self.what}. {self.remedy}"


@dataclass(frozen=True)
class RowReading:
    """Everything one row says. Nothing of it may be stored while it has problems."""

    row_number: int
    reference: str | None = None
    council: str | None = None
    facts: Facts = Facts()
    events: tuple[EventCell, ...] = ()
    contacts: Contacts = Contacts()
    source: str | None = None
    notes: str | None = field(default=None, repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether anything in the row could not be read."""
        return bool(self.problems)
