"""Clocks: the rules that run in one case, each from the event that started it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ehcp_workflow.cases.case import Event
from ehcp_workflow.law.deadlines import Deadline, Step
from ehcp_workflow.law.rules import Kind, Rule
from ehcp_workflow.law.verdict import Judgement, Verdict, judge
from ehcp_workflow.law.versions import Confidence, Version
from ehcp_workflow.law.when import When


class ClockState(StrEnum):
    """Where a clock stands on a day."""

    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot_tell"
    WAIVED = "waived"
    MET = "met"
    MET_LATE = "met_late"
    SUPERSEDED = "superseded"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self in {
            ClockState.RUNNING,
            ClockState.DUE_SOON,
            ClockState.OVERDUE,
            ClockState.CANNOT_TELL,
            ClockState.WAIVED,
        }


@dataclass(frozen=True)
class ClockFacts:
    """What decides the state of a clock, and nothing else; also what the store keeps of it.

    Attributes:
        rule: the id of the rule; started_by: the id of the event that started it.
        started: the day counted from.
        due: the last day in time, inclusive; unknown when it cannot be worked out.
        met: when it was met; None while it is not.
        ended: whether something ended it unmet; superseded: whether a newer clock of the same rule took over.
        lapses: whether it simply ends when its last day has passed (a right not used is not a breach).
        governed_by: the rule that chooses between this clock and others; it speaks for them all.
        undated: whether there is no day to wait for: the law names none, or it is owed at once and judged when met.
        claim: the code of a claimed exemption whose condition is met; if it holds, "as soon as practicable" remains.
    """

    rule: str
    started_by: str
    started: When
    due: When
    met: When | None = None
    ended: bool = False
    superseded: bool = False
    lapses: bool = False
    governed_by: str | None = None
    undated: bool = False
    claim: str | None = None

    @property
    def key(self) -> str:
        """Names the clock within its case for as long as the events stand."""
        return f"{self.rule}@{self.started_by}"

    def judgement(self, today: date) -> Judgement:
        """Whether it was kept, as far as the dates allow; with no day to wait for, only what was done is judged."""
        if self.undated and self.met is None:
            return Judgement(Verdict.NOT_YET)
        return judge(self.due, self.met, today)

    def is_open(self, today: date, due_soon_days: int) -> bool:
        """Whether somebody still has something to do."""
        return self.state(today, due_soon_days).is_open

    def state(self, today: date, due_soon_days: int) -> ClockState:
        """Where it stands at the end of a day; `due_soon_days` is how many days before the last day is "soon"."""
        if self.superseded or (self.ended and self.met is None):
            return ClockState.SUPERSEDED if self.superseded else ClockState.ENDED
        verdict = self.judgement(today).verdict
        if self.met is not None:
            return ClockState.MET_LATE if verdict is Verdict.LATE else ClockState.MET
        if self.claim:
            return ClockState.WAIVED
        return self._open_state(verdict, today, due_soon_days)

    def in_words(self, today: date) -> str:
        """How it stands, as a person reads it: on time, late by so much, not yet due, ended, or cannot tell."""
        match self.state(today, 0):
            case ClockState.SUPERSEDED:
                return "a later one took its place"
            case ClockState.ENDED:
                return "no longer running" if self.ended else "the time has passed"
            case ClockState.WAIVED:
                return f"as soon as practicable if {self.claim} holds, otherwise {self.judgement(today).in_words}"
            case ClockState.MET_LATE if self.claim:
                return f"{self.judgement(today).in_words}, unless {self.claim} holds"
            case ClockState.RUNNING if self.undated:
                return "owed at once" if self.due.is_known else "no date is set by law"
            case ClockState.MET if self.undated and not self.due.is_known:
                return "done; no date was set by law"
            case _:
                return self.judgement(today).in_words

    def _open_state(self, verdict: Verdict, today: date, due_soon_days: int) -> ClockState:
        if self.undated:
            return ClockState.RUNNING
        if verdict is Verdict.LATE:
            return ClockState.ENDED if self.lapses else ClockState.OVERDUE
        if verdict is Verdict.CANNOT_TELL or self.due.earliest is None:
            return ClockState.CANNOT_TELL
        return ClockState.DUE_SOON if (self.due.earliest - today).days <= due_soon_days else ClockState.RUNNING

    def turning_points(self, due_soon_days: int) -> Iterator[date]:
        """The days on which its state changes by the passing of time alone."""
        if self.met is None and not self.ended and not self.undated and self.due.earliest and self.due.latest:
            yield date.fromordinal(self.due.earliest.toordinal() - due_soon_days)
            yield date.fromordinal(self.due.earliest.toordinal() + 1)
            yield date.fromordinal(self.due.latest.toordinal() + 1)


@dataclass(frozen=True)
class Clock:
    """A clock with its rule, its events and its working, for showing to people.

    `met_by` and `ended_by` are the events that did so; never both. `closed` says that the end came from outside and
    answered nothing, so that a limit missed by then stays missed.
    """

    rule: Rule
    facts: ClockFacts
    started_by: Event
    met_by: Event | None
    deadline: Deadline
    version: Version
    ended_by: Event | None = None
    closed: bool = False

    @property
    def citation(self) -> str:
        """Where the version of the rule that applies is written."""
        return str(self.version.citation)

    @property
    def confidence(self) -> str:
        """How sure the rulebook is of that version, in words."""
        return self.version.confidence.in_words

    def in_words(self, today: date) -> str:
        """How it stands, as a person reads it; a limit that was missed before it ended stays missed."""
        judgement = self.judgement(today)
        if self.facts.state(today, 0) is ClockState.ENDED and judgement.verdict is Verdict.LATE:
            return f"no longer running; {judgement.in_words} when it ended"
        return self.facts.in_words(today)

    def judgement(self, today: date) -> Judgement:
        """Whether it was kept. What ended, lapsed or was overtaken was not late, unless it was missed before."""
        if self.facts.state(today, 0) not in {ClockState.ENDED, ClockState.SUPERSEDED}:
            return self.facts.judgement(today)
        if self.closed and self.ended_by and not self.facts.lapses and not self.facts.undated:
            missed = judge(self.due, self.ended_by.on, today)
            return missed if missed.verdict is Verdict.LATE else Judgement(Verdict.NOT_YET)
        return Judgement(Verdict.NOT_YET)

    @property
    def is_unverified(self) -> bool:
        """Whether it rests on memory alone; whatever shows its date must say so."""
        return self.version.confidence is Confidence.MEMORY

    @property
    def title(self) -> str:
        """What must or may be done, marked where it is not verified, or not law yet; fit for messages and operators."""
        marks = [
            *(["not verified"] if self.is_unverified else []),
            *([] if self.version.is_law else ["proposed, not law"]),
        ]
        return f"{self.rule.title} ({', '.join(marks)})" if marks else self.rule.title

    @property
    def title_in_case(self) -> str:
        """The title with which of several it concerns (an adviser, a school), for the case's own page and commands."""
        about = self.started_by.about
        return f"{self.title} ({about.replace('_', ' ')})" if about else self.title

    @property
    def over(self) -> When | None:
        """When it was met or ended; None while neither has happened."""
        event = self.met_by or self.ended_by
        return event.on if event else None

    def is_open(self, today: date, due_soon_days: int) -> bool:
        """Whether somebody still has something to do."""
        return self.facts.is_open(today, due_soon_days)

    @property
    def due(self) -> When:
        """The last day in time, inclusive."""
        return self.facts.due

    @property
    def working(self) -> tuple[Step, ...]:
        """How the due date was worked out."""
        return self.deadline.working

    @property
    def safe(self) -> When:
        """The safe day, one before the last: some decisions and councils count the first day in."""
        return self.due.move(lambda day: date.fromordinal(day.toordinal() - 1))


def lapses(rule: Rule, version: Version) -> bool:
    """Whether it simply ends when its time has passed: a right not used, or law that is only proposed."""
    return rule.kind in {Kind.RIGHT, Kind.WINDOW} or not version.is_law
