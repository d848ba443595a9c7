"""What was recorded in a case, in the order in which it happened, with corrections explained and nothing hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When
from ehcp_workflow.services.reading import CaseSheet
from ehcp_workflow.web.changing.event_words import DATES, DATES_OF_KIND, option_question, value_in_words
from ehcp_workflow.web.wording import plain_name

_DATES = {
    "on": "Happened",
    "sent_on": "Sent",
    "served_on": "Served",
    "received_on": "Received",
    "issued_on": "Issued",
}


class Record(Protocol):
    """An event with what is recorded around it, as the services hand it over."""

    @property
    def event(self) -> Event:
        """What happened."""

    @property
    def recorded_by(self) -> str:
        """Who recorded it."""

    @property
    def source(self) -> str | None:
        """Where it is known from."""

    @property
    def note(self) -> str | None:
        """Free text."""


@dataclass(frozen=True)
class Entry:
    """One record in the history of a case.

    Attributes:
        record: the event as recorded.
        title: what happened, in plain English.
        details: further dates and options: what each is called, and what it says.
        replaced_by: the record that corrects this one, or takes it back.
        corrects: the record this one corrects.
    """

    record: Record
    title: str
    details: tuple[tuple[str, str], ...]
    replaced_by: Record | None
    corrects: Record | None

    @property
    def on(self) -> When:
        """The day it happened."""
        return self.record.event.on


def history_of(rulebook: Rulebook, sheet: CaseSheet) -> tuple[list[Entry], int]:
    """The records of what had happened by the day of the sheet, and how many later ones are left out.

    A record that only takes another back is shown with the one it takes back.
    """
    by_id = {record.event.id: record for record in sheet.history}
    replaced = {record.event.corrects: record for record in sheet.history if record.event.corrects}
    told = [record for record in sheet.history if not record.event.withdrawn]
    shown = [record for record in told if _had_happened(record, sheet.position.as_at)]
    entries = [_entry(rulebook, record, replaced.get(record.event.id), by_id) for record in shown]
    return sorted(entries, key=lambda entry: _place(rulebook, entry)), len(told) - len(shown)


def _had_happened(record: Record, day: date) -> bool:
    first = record.event.on.earliest
    return first is None or first <= day


def _place(rulebook: Rulebook, entry: Entry) -> tuple[date, int, str]:
    event = entry.record.event
    order = rulebook.event_order.get(event.kind, len(rulebook.event_order))
    return event.on.earliest or NEVER, order, str(event.recorded_at)


def _name_of_date(kind: str, which: str) -> str:
    """What a further date of an event is called, as the form that asked for it does."""
    asked = DATES_OF_KIND.get((kind, which)) or DATES.get(which)
    name = _DATES.get(which) or (asked[1] if asked else plain_name(which))
    return name[:1].upper() + name[1:]


def _entry(rulebook: Rulebook, record: Record, replaced_by: Record | None, by_id: Mapping[str, Record]) -> Entry:
    event = record.event
    kind = rulebook.events.get(event.kind)
    dates = [(_name_of_date(event.kind, which), when.in_words()) for which, when in event.dates.items()]
    options = [
        (option_question(option).rstrip("?"), value_in_words(rulebook, option, value))
        for option, value in event.options.items()
    ]
    about = [("About", plain_name(event.about))] if event.about else []
    return Entry(
        record=record,
        title=kind.title if kind else plain_name(event.kind).capitalize(),
        details=(*about, *dates, *options),
        replaced_by=replaced_by,
        corrects=by_id.get(event.corrects) if event.corrects else None,
    )
