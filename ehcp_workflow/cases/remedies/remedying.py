"""Working out what can be done: which steps were taken, which are open, and which are closed and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.case import Event
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.remedies.missed import Missed, events_since, missed_of
from ehcp_workflow.cases.remedies.rights import Window, first_open, window_of
from ehcp_workflow.cases.remedies.step import Remedy, StepAt, StepIs
from ehcp_workflow.law.deadlines import work_out
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.versions import Confidence
from ehcp_workflow.law.vocabulary import RemedyStep
from ehcp_workflow.law.when import When

NO_PERIOD = "Councils had periods of their own then: ask this one for its own."
APPEALABLE = "What can be appealed it mostly cannot look at; the delay before the right to appeal, it can ({})."
TOO_SHORT = "The answer to such a letter would come after the last day: get help at once, and ask for a shorter time."
STILL_GOES_ON = "Its time from the first late day is over. As it is still not done: ask at once whether it can be used."
TIME_PASSED = "The time to appeal has passed. The Tribunal can be asked to accept a late appeal: at once, saying why."


def remedies_of(rulebook: Rulebook, position: Position) -> tuple[Remedy, ...]:
    """What can be done in a case about all that was missed, kind by kind; information, not advice.

    What is over is left out once the last day for every step has passed.
    """
    missed = missed_of(rulebook, position.clocks, position.lapses, position.as_at)
    found = (_Working(rulebook, position, one).remedy() for one in missed)
    return tuple(remedy for remedy in found if remedy.missed.goes_on or _anything_left(remedy))


def _anything_left(remedy: Remedy) -> bool:
    dated = [step for step in remedy.steps if step.by and not step.step.decision]
    return any(step.state is not StepIs.TOO_LATE for step in dated)


@dataclass(frozen=True)
class _Working:
    """The steps about one kind of what was missed, worked out one after another."""

    rulebook: Rulebook
    position: Position
    missed: Missed

    @property
    def as_at(self) -> date:
        return self.position.as_at

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened since it was late, up to the day."""
        return events_since(self.missed.since, self.position.events, self.as_at)

    def remedy(self) -> Remedy:
        steps: list[StepAt] = []
        for name in self.missed.kind.steps:
            steps.append(self._step(self.rulebook.remedy_steps[name], steps))
        return Remedy(self.missed, tuple(steps))

    def _step(self, step: RemedyStep, before: Sequence[StepAt]) -> StepAt:
        done = next((event for event in reversed(self.events) if event.kind in step.done_by), None)
        if done:
            return self._taken(step, done)
        if step.decision:
            return self._after_a_decision(step)
        if step.only_open and not self.missed.goes_on:
            return StepAt(step, StepIs.NOT_POSSIBLE, why=step.over)
        window = self._window(step)
        by, estimated = (window.last, window.estimated) if window else (None, False)
        if by and by.latest and by.latest < self.as_at:
            return self._time_is_over(step, by, estimated)
        leading = [one for one in before if one.step.id in step.after]
        if wait := self._must_wait(leading):
            late = by and any(_answer_comes_after(one, by) for one in leading)
            why = self._also(step, f"{wait} {TOO_SHORT}" if late else wait)
            return StepAt(step, StepIs.LATER, by, estimated, why=why)
        reply, unverified = self._answer_after(step.reply, When.day(self.as_at), step.title)
        why = self._also(step, NO_PERIOD if step.reply and reply is None else "")
        return StepAt(step, StepIs.POSSIBLE, by, estimated, reply, why=why, unverified=unverified)

    def _window(self, step: RemedyStep) -> Window | None:
        """The time for a step about the first that was missed for which it is not over."""
        windows = [window_of(self.rulebook, step, since, self.events) for since in self.missed.starts]
        some = [window for window in windows if window]
        return first_open(some, self.as_at) if some else None

    def _time_is_over(self, step: RemedyStep, by: When, estimated: bool) -> StepAt:
        if self.missed.goes_on:
            return StepAt(step, StepIs.PERHAPS, by, estimated, why=STILL_GOES_ON)
        return StepAt(step, StepIs.TOO_LATE, by, estimated)

    def _must_wait(self, leading: Sequence[StepAt]) -> str:
        """Why a step must wait for one before it; nothing when it need not."""
        if not leading or any(one.state in {StepIs.DONE, StepIs.ANSWER_LATE} for one in leading):
            return ""
        return f"First: {leading[0].step.title}."

    def _also(self, step: RemedyStep, why: str) -> str:
        over = "" if self.missed.goes_on else step.over
        return " ".join(said for said in (why, over, step.note, self._yielding(step)) if said)

    def _yielding(self, step: RemedyStep) -> str:
        """That another step takes most of the matter from this one, where a decision since then opened it."""
        if not step.yields_to or not step.yields_by:
            return ""
        right, rule = self.rulebook.remedy_steps[step.yields_to].right, self.rulebook.rule(step.yields_by)
        opened = any(clock.rule.ref == right and self._is_since(clock) for clock in self.position.clocks)
        return APPEALABLE.format(f"{rule.ref}, {rule.versions[-1].citation}") if opened else ""

    def _taken(self, step: RemedyStep, done: Event) -> StepAt:
        """A step that was taken: answered, or waiting for an answer until a day."""
        answered = any(event.kind in step.answered_by and done.on.may_precede(event.on) for event in self.events)
        if answered or not step.reply:
            return StepAt(step, StepIs.DONE, done=done.on)
        if clock := self._reply_clock(step, done):
            return self._waiting(step, done, clock)
        return StepAt(step, StepIs.WAITING, done=done.on, why=NO_PERIOD)

    def _waiting(self, step: RemedyStep, done: Event, clock: Clock) -> StepAt:
        """A step that waits for the next word; when only the acknowledgement is late, the answer still has its time."""
        due, unverified, late = clock.due, clock.is_unverified, False
        if clock.facts.state(self.as_at, 0) is ClockState.OVERDUE:
            following = step.reply[step.reply.index(clock.rule.ref) + 1 :]
            answer, from_memory = self._answer_after(following, clock.due, clock.rule.title)
            due, unverified = answer or due, unverified or from_memory
            late = due.latest is None or due.latest < self.as_at
        state = StepIs.ANSWER_LATE if late else StepIs.WAITING
        why = f"{clock.rule.title}."
        return StepAt(step, state, reply_by=due, done=done.on, why=why, unverified=unverified)

    def _reply_clock(self, step: RemedyStep, done: Event) -> Clock | None:
        """The clock that says until when the council owes the next word: an acknowledgement, then an answer."""
        clocks = [
            clock
            for clock in self.position.clocks
            if clock.rule.ref in step.reply
            and done.on.may_precede(clock.started_by.on)
            and clock.is_open(self.as_at, 0)
        ]
        return clocks[-1] if clocks else None

    def _answer_after(self, rules: Sequence[str], day: When, says: str) -> tuple[When | None, bool]:
        """Until when an answer is due, each period after the one before it, and whether any of them is unverified.

        None where nothing is owed, or no period was known on the day asked for.
        """
        versions = [self.rulebook.rule(ref).version_on(self.as_at) for ref in rules]
        known = [version for version in versions if version]
        if not known or len(known) < len(versions):
            return None, False
        for version in known:
            day = work_out(version, day, self.rulebook.calendar, says).due
        return day, any(version.confidence is Confidence.MEMORY for version in known)

    def _after_a_decision(self, step: RemedyStep) -> StepAt:
        clocks = [clock for clock in self.position.clocks if clock.rule.ref == step.right and self._is_since(clock)]
        running = [clock for clock in clocks if clock.is_open(self.as_at, 0)]
        if running:
            last = running[-1]
            why = f"{last.rule.title}."
            return StepAt(step, StepIs.POSSIBLE, last.due, why=why, unverified=last.is_unverified)
        passed = [clock for clock in clocks if self._passed(clock)]
        if passed:
            return StepAt(step, StepIs.TOO_LATE, passed[-1].due, why=TIME_PASSED)
        return StepAt(step, StepIs.NOT_POSSIBLE, why=self.missed.kind.no_appeal)

    def _is_since(self, clock: Clock) -> bool:
        """Whether the decision came after the day from which it was late: an older one is about something else."""
        return self.missed.since.may_precede(clock.started_by.on)

    def _passed(self, clock: Clock) -> bool:
        return clock.met_by is None and clock.due.latest is not None and clock.due.latest < self.as_at


def _answer_comes_after(leading: StepAt, by: When) -> bool:
    """Whether the answer to the step before would come too late for one that must be taken by a day."""
    answer = leading.reply_by.latest if leading.reply_by else None
    return answer is not None and by.earliest is not None and answer >= by.earliest


def letters_that_fit(remedies: Sequence[Remedy]) -> Iterator[tuple[str, Missed]]:
    """The kinds of letter that fit what goes on, each with what it is about."""
    for remedy in remedies:
        if remedy.missed.kind.letter and remedy.missed.goes_on:
            yield remedy.missed.kind.letter, remedy.missed
