"""A case: what happened to one child's or young person's application, in order, with corrections applied."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from ehcp_workflow.cases.facts import NO_FACTS, CaseFacts
from ehcp_workflow.cases.section_f.record import NO_SECTION_F, SectionF
from ehcp_workflow.law.rules import CountsFrom, Trigger
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class Event:
    """A dated thing that happened.

    Attributes:
        id: unique name of this record.
        kind: a kind from the rulebook's list.
        on: the day it happened, as exactly as known.
        dates: further dates where they differ: sent, served, received or issued.
        about: which of several it concerns, for example `educational_psychology`.
        options: what else is said of it, for example `outcome: keep`.
        corrects: the id of the event this one replaces; a withdrawal replaces it with nothing.
        withdrawn: whether this record only takes the corrected one back.
        recorded_at: when it was written down, UTC.
        estimated: whether `on` is an estimate from how and when it was sent; never so in what is recorded.
    """

    id: str
    kind: str
    on: When
    dates: Mapping[CountsFrom, When] = field(default_factory=dict)
    about: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    corrects: str | None = None
    withdrawn: bool = False
    recorded_at: datetime | None = None
    estimated: bool = False

    def date_of(self, which: CountsFrom) -> When:
        """The date asked for, or the day it happened when that one was not recorded apart."""
        return self.dates.get(which, self.on)

    @property
    def placed(self) -> When:
        """The day it happened, or else the one on which it was sent: it cannot have happened before."""
        return self.on if self.on.is_known else self.dates.get("sent_on", self.on)

    def says(self, what: str) -> bool:
        """Whether the record says when it was (`on`), what it is `about`, or a date or an option by its name."""
        if what == "about":
            return bool(self.about)
        dates = {"on": self.on, **self.dates}
        return bool(self.options.get(what)) or (what in dates and dates[what].is_known)

    def fires(self, triggers: Iterable[Trigger], before: Sequence[Event] = ()) -> bool:
        """Whether one of the triggers names this event.

        Args:
            triggers: what may fire.
            before: what stands before it and counts, for triggers that must come after something.
        """
        return any(
            trigger.event == self.kind
            and all(self.options.get(option) in values for option, values in trigger.where.items())
            and (not trigger.after or any(event.kind in trigger.after for event in before))
            for trigger in triggers
        )


@dataclass(frozen=True)
class Case:
    """One application, and later plan: a reference and everything recorded, corrections included.

    Attributes:
        reference: such as `EHC-2026-0042`.
        recorded: the events; facts: what is known beside them.
        section_f: what the plan specifies in Section F, and what was delivered of it.
    """

    reference: str
    recorded: tuple[Event, ...]
    facts: CaseFacts = NO_FACTS
    section_f: SectionF = NO_SECTION_F

    @property
    def standing(self) -> tuple[Event, ...]:
        """What is now believed to have happened: corrected and withdrawn records are left out."""
        replaced = {event.corrects for event in self.recorded if event.corrects}
        return tuple(event for event in self.recorded if event.id not in replaced and not event.withdrawn)

    def events(self, order: Mapping[str, int]) -> tuple[Event, ...]:
        """What happened, earliest first.

        The order depends on the dates and kinds alone, never on the order of recording. An event without a date stands
        where its kind usually does: after the last dated event of a kind that usually comes before it. One of which
        only the sending is known stands behind that day, too, and behind those of its own kind whose day is known.
        """
        events = sorted((e for e in self.standing if e.on.is_known), key=lambda event: _place(event, order))
        undated = (e for e in self.standing if not e.on.is_known)
        for event in sorted(undated, key=lambda event: _place(event, order), reverse=True):
            before = [i for i, e in enumerate(events) if _comes_before(e, event, order)]
            events.insert(before[-1] + 1 if before else 0, event)
        return tuple(events)

    def as_at(self, day: date, ahead: Container[str] = ()) -> Case:
        """The case with only what had happened by the end of a day, as it is now believed.

        Undated events stay, and so does what may be known before it happens (`ahead`: kinds of event, like a move).
        """
        happened = (
            event
            for event in self.standing
            if event.placed.earliest is None or event.placed.earliest <= day or event.kind in ahead
        )
        return replace(self, recorded=tuple(happened))


def _rank(event: Event, order: Mapping[str, int]) -> int:
    return order.get(event.kind, len(order))


def _place(event: Event, order: Mapping[str, int]) -> tuple[date, int, date, str, str, str, str]:
    """Where an event stands among others; its id decides only between two that say the very same."""
    earliest, latest = event.on.earliest or date.min, event.on.latest or date.min
    said = (
        event.about or "",
        str(sorted(event.options.items())),
        str(sorted((k, str(v)) for k, v in event.dates.items())),
    )
    return earliest, _rank(event, order), latest, *said, event.id


def _comes_before(dated: Event, undated: Event, order: Mapping[str, int]) -> bool:
    """Whether an undated event goes behind a dated one."""
    if not dated.on.earliest:
        return False
    sent = undated.placed.earliest
    if sent is None:
        return _rank(dated, order) < _rank(undated, order)
    return _rank(dated, order) <= _rank(undated, order) or dated.on.earliest <= sent
