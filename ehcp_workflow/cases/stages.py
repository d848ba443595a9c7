"""The four stages of an application, and where each stands on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.policy import Policy
from ehcp_workflow.cases.stalls import Stall
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.vocabulary import StageKind
from ehcp_workflow.law.when import When, day_in_words


class StageState(StrEnum):
    """How a stage stands.

    A stage stalls when a limit that binds is overdue, when one thing it waits for takes too long by a rule of house
    policy, or when it has been silent too long.
    """

    NOT_STARTED = "not started"
    WAITING = "waiting"
    DUE_SOON = "due soon"
    STALLED = "stalled"
    DONE = "done"
    DONE_LATE = "done late"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether something is still expected."""
        return self in {StageState.WAITING, StageState.DUE_SOON, StageState.STALLED}


@dataclass(frozen=True)
class Stage:
    """One stage of one application on one day.

    Attributes:
        id, title, number: which stage it is; numbers start at 1.
        state: how it stands.
        words: one plain sentence saying why, without personal data.
        silent_since: the day of the last record, when silence alone makes it stalled.
        overdue_since: the last day of the limit whose passing makes it stalled.
        stall: the rule of house policy that makes it stalled, where no limit does.
    """

    id: str
    title: str
    number: int
    state: StageState
    words: str
    silent_since: date | None = None
    overdue_since: date | None = None
    stall: Stall | None = None


@dataclass(frozen=True)
class _Now:
    """How an open stage stands: `silent` when silence alone makes it stalled, or the limit or the rule that does."""

    state: StageState
    words: str
    silent: bool = False
    overdue_since: date | None = None
    stall: Stall | None = None


NO_STALLS: Mapping[str, tuple[Stall, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class _End:
    state: StageState
    on: When
    shown_by_later: bool = False

    @property
    def words(self) -> str:
        """When it ended; a later step shows only that it must have by then."""
        if self.shown_by_later and not self.on.is_known:
            return f"{self.state.value.capitalize()}, as a later step shows."
        if self.shown_by_later:
            return f"{self.state.value.capitalize()} by {self.on.in_words()}, as a later step shows."
        on = "on a day" if self.on.precision == "range" else "on"
        return f"{self.state.value.capitalize()} {on} {self.on.in_words()}."


def stand(
    rulebook: Rulebook,
    policy: Policy,
    events: tuple[Event, ...],
    clocks: tuple[Clock, ...],
    today: date,
    stalls: Mapping[str, tuple[Stall, ...]] = NO_STALLS,
) -> tuple[Stage, ...]:
    """Where the four stages stand at the end of a day; `stalls` are the waits that house policy allows, by stage."""
    last = last_recorded(events, today)
    stages: list[Stage] = []
    for number, kind in enumerate(rulebook.stages.values(), start=1):
        begun, end = _progress(kind, events)
        own = [clock for clock in clocks if clock.rule.stage == kind.id and not clock.facts.governed_by]
        if end:
            state, words = _ended(end, own, today)
            stages.append(Stage(kind.id, kind.title, number, state, words))
        else:
            quiet = silent_from(kind.id, last, policy)
            stall = next((wait for wait in stalls.get(kind.id, ()) if begun and today >= wait.first), None)
            now = _open(begun, own, policy, today, quiet, last, stall)
            since = last if now.silent else None
            stages.append(Stage(kind.id, kind.title, number, now.state, now.words, since, now.overdue_since, now.stall))
    return tuple(stages)


def last_recorded(events: Iterable[Event], today: date) -> date | None:
    """The latest day on which anything may have happened, up to today; what is only planned has not happened."""
    begun = (event.on for event in events if event.on.earliest and event.on.earliest <= today)
    return max((min(on.latest, today) for on in begun if on.latest), default=None)


def silent_from(stage: str, last: date | None, policy: Policy) -> date | None:
    """The first day on which a waiting stage counts as silent."""
    days = policy.silence.days.get(stage)
    return date.fromordinal(last.toordinal() + days + 1) if last and days is not None else None


def current(stages: Iterable[Stage]) -> Stage:
    """The stage an application is in: the furthest that is not untouched, or the first."""
    stages = tuple(stages)
    return next((stage for stage in reversed(stages) if stage.state is not StageState.NOT_STARTED), stages[0])


def _progress(kind: StageKind, events: tuple[Event, ...]) -> tuple[bool, _End | None]:
    begun, end = False, None
    ends: Mapping[StageState, tuple[str, ...]] = {
        StageState.DONE: kind.done_by,
        StageState.REFUSED: kind.refused_by,
        StageState.WITHDRAWN: kind.withdrawn_by,
    }
    for event in events:
        if event.kind in kind.begun_by:
            begun = True
        if event.kind in kind.reopened_by:
            end = None
        for state, kinds in ends.items():
            # A withdrawal or refusal ends only what had begun; being done needs no record of a beginning.
            if event.kind in kinds and (begun or state is StageState.DONE) and not _done_already(end, state):
                end = _End(state, event.on, state is StageState.DONE and event.kind != kind.done_by[0])
    return begun, end


def _done_already(end: _End | None, state: StageState) -> bool:
    return state is StageState.DONE and end is not None and end.state is StageState.DONE


def _ended(end: _End, clocks: list[Clock], today: date) -> tuple[StageState, str]:
    if end.state is not StageState.DONE:
        return end.state, end.words
    late = [c for c in clocks if c.rule.authority.binds and c.rule.owed_by == "local_authority"]
    for clock in late:
        if clock.facts.state(today, 0) is ClockState.MET_LATE:
            return StageState.DONE_LATE, f"{end.words} {clock.rule.title}: {clock.facts.judgement(today).in_words}."
    return StageState.DONE, end.words


def _open(
    begun: bool,
    clocks: list[Clock],
    policy: Policy,
    today: date,
    quiet: date | None,
    last: date | None,
    stall: Stall | None,
) -> _Now:
    binding = [clock for clock in clocks if clock.rule.authority.binds and not clock.facts.undated]
    running = [clock for clock in binding if clock.is_open(today, policy.due_soon_days)]
    running.sort(key=lambda clock: clock.due.earliest or date.max)
    first = {clock.facts.state(today, policy.due_soon_days): clock for clock in reversed(running)}
    if overdue := first.get(ClockState.OVERDUE):
        late = overdue.facts.judgement(today).in_words
        words = f"{overdue.rule.title}: was due {overdue.due.in_words()}, {late}."
        return _Now(StageState.STALLED, words, overdue_since=overdue.due.latest)
    if stall:
        return _Now(StageState.STALLED, stall.words, stall=stall)
    if begun and quiet and last and today >= quiet:
        return _Now(StageState.STALLED, f"Nothing recorded since {day_in_words(last)}.", silent=True)
    if soon := first.get(ClockState.DUE_SOON):
        return _Now(StageState.DUE_SOON, f"{soon.rule.title}: {_by(soon.due)} {soon.due.in_words()}.")
    if not begun:
        return _Now(StageState.NOT_STARTED, "Not started.")
    if running:
        due = running[0].due
        by = f"{_by(due)} {due.in_words()}" if due.is_known else "the date cannot be worked out"
        return _Now(StageState.WAITING, f"{running[0].rule.title}: {by}.")
    return _Now(StageState.WAITING, "Waiting. No date is set by law for this step.")


def _by(due: When) -> str:
    return "by a day" if due.precision == "range" else "by"
