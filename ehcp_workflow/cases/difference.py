"""What becomes different in a case between one position and another: dates, stages, findings and promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.findings import Finding
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.promises import Promise
from ehcp_workflow.cases.stages import Stage
from ehcp_workflow.law.when import When


@dataclass(frozen=True)
class Turn:
    """One date of a case and what becomes of it.

    Attributes:
        clock: the date as it is afterwards, or as it was where it is there no more.
        before: the last day it had; None for a new one.
        was, now: how it stood and stands; None where it is not there.
    """

    clock: Clock
    before: When | None
    was: ClockState | None
    now: ClockState | None

    @property
    def moved(self) -> bool:
        """Whether its last day becomes another."""
        return self.before is not None and self.now is not None and self.before != self.clock.due

    @property
    def met(self) -> bool:
        """Whether it becomes met by this."""
        return self.now in _MET and self.was not in _MET


@dataclass(frozen=True)
class StageTurn:
    """One stage, as it was and as it is afterwards."""

    before: Stage
    after: Stage


@dataclass(frozen=True)
class PromiseTurn:
    """One promise, as it was (None for a new one) and as it is afterwards (None where it is there no more)."""

    before: Promise | None
    after: Promise | None


@dataclass(frozen=True)
class Difference:
    """Everything a reader of a case sees differently afterwards.

    Attributes:
        new, moved, met, otherwise, gone: dates that begin, get another last day, are met, stand otherwise (ended,
            replaced, owed again), or are there no more. One that moves and is met is among those that are met.
        stages: stages that stand otherwise; promises: those that are new, go otherwise, or are taken back.
        said, unsaid: findings that are new, and findings that go.
    """

    new: tuple[Turn, ...]
    moved: tuple[Turn, ...]
    met: tuple[Turn, ...]
    otherwise: tuple[Turn, ...]
    gone: tuple[Turn, ...]
    stages: tuple[StageTurn, ...]
    promises: tuple[PromiseTurn, ...]
    said: tuple[Finding, ...]
    unsaid: tuple[Finding, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing becomes different but the record itself."""
        return not any(vars(self).values())


_MET = frozenset({ClockState.MET, ClockState.MET_LATE})


def compare(before: Position, after: Position) -> Difference:
    """What is different in a case afterwards.

    A date that one record started and that its correction starts now is one date: it moved.
    """
    turns = tuple(_turns(before, after))
    changed = [turn for turn in turns if turn.before is not None and turn.now is not None]
    return Difference(
        new=tuple(turn for turn in turns if turn.before is None),
        moved=tuple(turn for turn in changed if turn.moved and not turn.met),
        met=tuple(turn for turn in changed if turn.met),
        otherwise=tuple(turn for turn in changed if turn.was != turn.now and not turn.met and not turn.moved),
        gone=tuple(turn for turn in turns if turn.now is None),
        stages=tuple(
            StageTurn(old, new)
            for old, new in zip(before.stages, after.stages, strict=True)
            if (old.state, old.words) != (new.state, new.words)
        ),
        promises=tuple(_promises(before.promises, after.promises)),
        said=_only_in(after.findings, before.findings),
        unsaid=_only_in(before.findings, after.findings),
    )


def _turns(before: Position, after: Position) -> Iterator[Turn]:
    """What becomes of each date, in the order in which the position afterwards has them; those that go come last."""
    old = {clock.facts.key: (clock, state) for clock, state in zip(before.clocks, before.states, strict=True)}
    for clock, state in zip(after.clocks, after.states, strict=True):
        key = clock.facts.key
        if key not in old:
            key = f"{clock.facts.rule}@{clock.started_by.corrects}"
        was = old.pop(key, None)
        yield Turn(clock, was[0].due if was else None, was[1] if was else None, state)
    for clock, state in old.values():
        yield Turn(clock, clock.due, state, None)


def _promises(before: Sequence[Promise], after: Sequence[Promise]) -> Iterator[PromiseTurn]:
    """Promises pair by what was promised, when it was made and by when; one that was corrected is another."""
    left = {_name(promise): promise for promise in before}
    for promise in after:
        was = left.pop(_name(promise), None)
        if was is None or (was.state, was.in_words) != (promise.state, promise.in_words):
            yield PromiseTurn(was, promise)
    for promise in left.values():
        yield PromiseTurn(promise, None)


def _name(promise: Promise) -> tuple[str, When, When]:
    return promise.of, promise.made, promise.by


def _only_in(these: Sequence[Finding], those: Sequence[Finding]) -> tuple[Finding, ...]:
    known = {(finding.severity, finding.message) for finding in those}
    return tuple(finding for finding in these if (finding.severity, finding.message) not in known)
