"""What becomes different in a case between one position and another: dates, stages, findings and promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.findings import Finding
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.promises import Promise
from ehcp_workflow.cases.provision import Lapse
from ehcp_workflow.cases.section_f.ledger import LineLedger
from ehcp_workflow.cases.section_f.telling import newest_lines
from ehcp_workflow.cases.stages import Stage
from ehcp_workflow.law.when import When

T = TypeVar("T")


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
class LineTurn:
    """One line of Section F in the ledger, as it was (None for a new one) and is (None where it is there no more)."""

    before: LineLedger | None
    after: LineLedger | None


@dataclass(frozen=True)
class LapseTurn:
    """One lapse of provision, as it was (None for a new one) and is (None where it is there no more)."""

    before: Lapse | None
    after: Lapse | None


@dataclass(frozen=True)
class Difference:
    """Everything a reader of a case sees differently afterwards.

    Attributes:
        new, moved, met, otherwise, gone: dates that begin, get another last day, are met, stand otherwise (ended,
            replaced, owed again), or are there no more. One that moves and is met is among those that are met.
        stages: stages that stand otherwise; promises: those that are new, go otherwise, or are taken back.
        lines: lines of Section F of which something else is owed, given or missed; lapses: those that begin, go on
            otherwise, are put right, or never were.
        said, unsaid: findings that are new, and findings that go.
    """

    new: tuple[Turn, ...]
    moved: tuple[Turn, ...]
    met: tuple[Turn, ...]
    otherwise: tuple[Turn, ...]
    gone: tuple[Turn, ...]
    stages: tuple[StageTurn, ...]
    promises: tuple[PromiseTurn, ...]
    lines: tuple[LineTurn, ...]
    lapses: tuple[LapseTurn, ...]
    said: tuple[Finding, ...]
    unsaid: tuple[Finding, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing becomes different but the record itself."""
        return not any(vars(self).values())


NO_CORRECTIONS: Mapping[str, str] = MappingProxyType({})
_MET = frozenset({ClockState.MET, ClockState.MET_LATE})


def compare(before: Position, after: Position, corrects: Mapping[str, str] = NO_CORRECTIONS) -> Difference:
    """What is different in a case afterwards.

    A date that one record started and that its correction starts now is one date: it moved.

    Args:
        before: how the case stood.
        after: how it stands then.
        corrects: which record each correction replaces, where several may have followed each other.
    """
    turns = tuple(_turns(before, after, corrects))
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
        promises=tuple(PromiseTurn(*pair) for pair in _paired(before.promises, after.promises, _promise)),
        lines=tuple(LineTurn(*pair) for pair in _paired(_lines(before), _lines(after), lambda line: line.code)),
        lapses=tuple(
            LapseTurn(*pair) for pair in _paired(before.lapses, after.lapses, lambda one: (one.line, one.since))
        ),
        said=_only_in(after.findings, before.findings),
        unsaid=_only_in(before.findings, after.findings),
    )


def _turns(before: Position, after: Position, corrects: Mapping[str, str]) -> Iterator[Turn]:
    """What becomes of each date, in the order in which the position afterwards has them; those that go come last."""
    old = {clock.facts.key: (clock, state) for clock, state in zip(before.clocks, before.states, strict=True)}
    for clock, state in zip(after.clocks, after.states, strict=True):
        key, origin = clock.facts.key, clock.started_by.corrects
        while key not in old and origin:
            key, origin = f"{clock.facts.rule}@{origin}", corrects.get(origin)
        was = old.pop(key, None)
        yield Turn(clock, was[0].due if was else None, was[1] if was else None, state)
    for clock, state in old.values():
        yield Turn(clock, clock.due, state, None)


def _paired(
    before: Sequence[T], after: Sequence[T], name: Callable[[T], object]
) -> Iterator[tuple[T | None, T | None]]:
    """What is different of some things that are known by a name: pairs of how it was and how it is."""
    left = {name(one): one for one in before}
    for one in after:
        was = left.pop(name(one), None)
        if was != one:
            yield was, one
    for one in left.values():
        yield one, None


def _promise(promise: Promise) -> tuple[str, When, When]:
    """Promises pair by what was promised, when it was said and by when; one that was corrected is another."""
    return promise.of, promise.made, promise.by


def _lines(position: Position) -> tuple[LineLedger, ...]:
    return tuple(newest_lines(position.ledger)) if position.ledger else ()


def _only_in(these: Sequence[Finding], those: Sequence[Finding]) -> tuple[Finding, ...]:
    known = {(finding.severity, finding.message) for finding in those}
    return tuple(finding for finding in these if (finding.severity, finding.message) not in known)
