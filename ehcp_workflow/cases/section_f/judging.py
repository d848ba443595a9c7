"""Judging a line by its beats: its state, when it lapsed, and the longest time without help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ehcp_workflow.cases.section_f.beats import Beat
from ehcp_workflow.cases.section_f.figures import LineLapse, State
from ehcp_workflow.cases.section_f.thresholds import ProvisionPolicy


@dataclass(frozen=True)
class Judgement:
    """How a line stands by its log, and its latest lapse."""

    state: State
    lapse: LineLapse | None


@dataclass
class _Bad:
    """A time in which help was missing and has not been put right."""

    beats: list[Beat] = field(default_factory=list)
    row: list[Beat] = field(default_factory=list)
    empty: list[Beat] = field(default_factory=list)
    good: list[Beat] = field(default_factory=list)
    since: int | None = None
    grew: list[int] = field(default_factory=list)

    @property
    def made_good_on(self) -> int | None:
        """The day of the catch-up after which nothing of it was missing any more."""
        days = [beat.good_on for beat in self.beats if beat.good_on is not None]
        return max(days) if len(days) == len(self.beats) else None

    def add_short(self, beat: Beat, policy: ProvisionPolicy) -> None:
        self.beats.append(beat)
        self.row.append(beat)
        self.good = []
        self.empty = [*self.empty, beat] if beat.is_empty else []
        if self.since is not None:
            self.grew.append(beat.last)
        elif _weeks(self.empty) >= policy.lapsed_after_weeks:
            self.since = self.empty[0].first
        elif _weeks(self.row) >= policy.short_tells_after_weeks:
            self.since = self.row[0].first

    def add_good(self, beat: Beat) -> None:
        self.good.append(beat)
        self.row, self.empty = [], []

    def lapse(self, put_right: int | None) -> LineLapse | None:
        """The lapse it counts as under house policy, if it does."""
        if self.since is None:
            return None
        grew = tuple(date.fromordinal(day) for day in self.grew)
        return LineLapse(date.fromordinal(self.since), grew, date.fromordinal(put_right) if put_right else None)


class _Course:
    """The beats gone through so far: the time in which help is missing, and the latest lapse that was put right."""

    def __init__(self, policy: ProvisionPolicy) -> None:
        self._policy = policy
        self.bad: _Bad | None = None
        self.past: LineLapse | None = None

    def go_through(self, beat: Beat) -> None:
        self.see_what_was_made_good(before=beat.first)
        if beat.short:
            self.bad = self.bad or _Bad()
            self.bad.add_short(beat, self._policy)
        elif self.bad:
            self.bad.add_good(beat)
            if _weeks(self.bad.good) >= self._policy.in_place_after_weeks:
                self._put_right(self.bad, self.bad.good[0].first)

    def see_what_was_made_good(self, before: int | None = None) -> None:
        if self.bad and (day := self.bad.made_good_on) and (before is None or day < before):
            self._put_right(self.bad, day)

    def _put_right(self, bad: _Bad, day: int) -> None:
        self.bad, self.past = None, bad.lapse(day) or self.past


def judged(beats: Sequence[Beat], policy: ProvisionPolicy, ever_given: bool) -> Judgement:
    """How a line stands, and its latest lapse.

    Beats that nobody reported, and those missed because of the child or family alone, say nothing: they neither begin a
    lapse nor put one right. Silence after help was missing leaves it missing.

    Args:
        beats: the weeks or longer periods in which help was owed, earliest first.
        policy: the thresholds.
        ever_given: whether any help was ever given on this line, in an earlier version too.
    """
    course = _Course(policy)
    for beat in beats:
        if beat.reported and not beat.excused:
            course.go_through(beat)
    course.see_what_was_made_good()
    if course.bad is None:
        return Judgement(_without_trouble(beats, policy), course.past)
    lapse = course.bad.lapse(None) or course.past
    if _weeks(course.bad.empty) < policy.lapsed_after_weeks:
        return Judgement(State.SHORT, lapse)
    return Judgement(State.LAPSED if ever_given else State.NEVER_STARTED, lapse)


def unreported_weeks(beats: Sequence[Beat]) -> int:
    """How many weeks in a row, up to the last that is over, owed help and were not reported."""
    weeks = 0
    for beat in reversed([beat for beat in beats if beat.finished]):
        if beat.reported:
            break
        weeks += beat.weeks
    return weeks


def longest_gap_days(beats: Sequence[Beat]) -> int:
    """The longest time of reported beats in a row without any help, in calendar days from first to last day owed."""
    longest, first = 0, None
    for beat in beats:
        if beat.given or not beat.reported:
            first = None
            continue
        first = first or beat.first
        longest = max(longest, beat.last - first + 1)
    return longest


def _without_trouble(beats: Sequence[Beat], policy: ProvisionPolicy) -> State:
    silent = unreported_weeks(beats) >= policy.not_reported_after_weeks
    nobody = not any(beat.reported for beat in beats)
    return State.NOT_REPORTED if silent or nobody else State.IN_PLACE


def _weeks(beats: Sequence[Beat]) -> int:
    return sum(beat.weeks for beat in beats)
