"""What the page of a family says: what happens now, what comes next and when, who must act, and what they can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.promises import PromiseState
from ehcp_workflow.cases.provision import PLAN_OVER
from ehcp_workflow.cases.remedies.missed import Missed
from ehcp_workflow.cases.remedies.step import Remedy, StepAt, StepIs
from ehcp_workflow.cases.section_f.versions import PLANS
from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When
from ehcp_workflow.messages.words import LanguageTexts
from ehcp_workflow.messages.words.page_words import PageWords, page_words
from ehcp_workflow.services.family.entering import Reader
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.services.remedying import what_next
from ehcp_workflow.store import casebook

FIRST = 3
"""How many dates of others are shown before the rest is folded away."""
_LATE = frozenset({ClockState.OVERDUE})
_CAN = frozenset({StepIs.POSSIBLE, StepIs.PERHAPS})


@dataclass(frozen=True)
class Sentence:
    """Something with a date, in the words and the language of the family.

    Attributes:
        what: what must or can be done.
        who: who must act.
        dated: the sentences about its last day; empty where there is none.
        is_late: whether the day has passed.
    """

    what: str
    who: str
    dated: tuple[str, ...]
    is_late: bool = False


@dataclass(frozen=True)
class Chance:
    """What can be done about something that is late: what it is, and the steps, each with its last day.

    Attributes:
        said: whether it is late, came late, or is help that was not given; what: what was owed.
        steps: what can be done, each with its last day.
    """

    said: str
    what: tuple[str, ...]
    steps: tuple[Sentence, ...]


@dataclass(frozen=True)
class FamilyPage:
    """Everything the page says of the case, in order; it names nobody.

    Attributes:
        now: how things stand.
        late: what others should have done; next: what they do next, soonest first, with promises.
        own: what the family can do by a day; chances: what it can do about what is late.
    """

    now: tuple[str, ...]
    late: tuple[Sentence, ...]
    next: tuple[Sentence, ...]
    own: tuple[Sentence, ...]
    chances: tuple[Chance, ...]


def family_page(rulebook: Rulebook, position: Position, words: PageWords, texts: LanguageTexts) -> FamilyPage:
    """What the page says of a case on the day of its position.

    Args:
        rulebook: the law.
        position: where the case stands.
        words: the sentences of the page in the language of its reader.
        texts: how that language writes dates, and what it says of the law.
    """
    say = _Saying(rulebook, position, words, texts)
    dates = list(position.open_clocks())
    own = sorted((pair for pair in dates if pair[0].rule.owed_by == "family" and pair[1] not in _LATE), key=_own_order)
    late = [pair for pair in dates if pair[1] in _LATE and pair[0].rule.owed_by != "family"]
    others = [pair for pair in dates if pair[1] not in _LATE and pair[0].rule.owed_by != "family"]
    remedies = what_next(rulebook, position).remedies
    return FamilyPage(
        now=(*say.now(), *([words("now_late")] if late else [])),
        late=tuple(say.date(clock, state) for clock, state in late),
        next=(*(say.date(clock, state) for clock, state in others), *say.promises()),
        own=tuple(say.date(clock, state) for clock, state in own),
        chances=tuple(chance for remedy in remedies if (chance := say.chance(remedy)).steps),
    )


def read_page(installation: Installation, reader: Reader) -> FamilyPage:
    """What the page of somebody says now, in their language."""
    with installation.database.read() as unit:
        reference = casebook.reference_of(unit, reader.case_id)
    words, texts = page_words(installation.config, reader.language), installation.templates.texts(reader.language)
    return family_page(installation.rulebook, read_sheet(installation, reference).position, words, texts)


@dataclass(frozen=True)
class _Saying:
    """Puts a position into the words of a family's page."""

    rulebook: Rulebook
    position: Position
    words: PageWords
    texts: LanguageTexts

    def now(self) -> Iterator[str]:
        """How things stand, by the stage the case is in; a plan that has ended is in none."""
        plans = [event for event in self.position.events if event.kind in PLANS | PLAN_OVER]
        if plans and plans[-1].kind in PLAN_OVER:
            yield self.words("now_plan_over")
            return
        stage = self.position.stage
        state = "open" if stage.state.is_open else _STAGE_STATES[stage.state]
        name = f"now_{stage.id}_{state}"
        yield self.words(name if self.words.has(name) else f"now_{stage.id}_open")

    def date(self, clock: Clock, state: ClockState) -> Sentence:
        """A date: what, who, by when, and what to know of it."""
        rule = clock.rule
        dated = [self._due(clock.due, state)]
        if state in _LATE:
            dated.append(self.words("not_heard"))
        if state is ClockState.WAIVED:
            dated.append(self.words("exception"))
        if rule.owed_by == "family" and state in {ClockState.RUNNING, ClockState.DUE_SOON}:
            dated += self._safe(clock.safe)
        if not rule.authority.binds:
            dated.append(self.words("guidance"))
        if clock.is_unverified:
            dated.append(self.words("not_checked"))
        return Sentence(self._plain(clock), self.words(f"who_{rule.owed_by}"), tuple(dated), state in _LATE)

    def promises(self) -> Iterator[Sentence]:
        """What the council said it would do by a day, beside the dates of the law."""
        for promise in self.position.promises:
            if promise.state in {PromiseState.OPEN, PromiseState.BROKEN} and promise.by.is_known:
                broken = promise.state is PromiseState.BROKEN
                said = [self._with("due_promised", promise.by), *([self.words("not_heard")] if broken else [])]
                what = f"{self.texts.promise(self.rulebook.promises[promise.of])}."
                yield Sentence(what, self.words("who_local_authority"), tuple(said), broken)

    def chance(self, remedy: Remedy) -> Chance:
        """What can be done about everything missed of one kind."""
        steps = (self._step(step) for step in remedy.steps if step.state in _CAN)
        name = ("can_lapsed" if remedy.missed.kind.lapse else "can_late") + ("" if remedy.missed.goes_on else "_over")
        return Chance(self.words(name), tuple(dict.fromkeys(self._missed(remedy.missed))), tuple(steps))

    def _missed(self, missed: Missed) -> Iterator[str]:
        for miss in missed.misses:
            yield self._plain(miss.clock) if miss.clock else self.texts.plain_of(self.rulebook.rule(miss.ref))

    def _step(self, step: StepAt) -> Sentence:
        dated: list[str] = []
        if step.state is StepIs.PERHAPS:
            dated.append(self.words("can_perhaps"))
        elif step.by and step.by.is_known and step.safe:
            dated += [self._with("can_last", step.by), *self._safe(step.safe)]
            dated += [self.words("not_checked")] if step.unverified else []
        return Sentence(self.texts.step(step.step), self.words("who_family"), tuple(dated))

    def _plain(self, clock: Clock) -> str:
        return clock.version.plain or self.texts.plain_of(clock.rule)

    def _due(self, due: When, state: ClockState) -> str:
        today = self.position.as_at
        if state in _LATE:
            return self._with("due_late", due)
        if state is ClockState.CANNOT_TELL:
            return self._with("due_unclear", due)
        return self._with("due_today" if due.exact == today else "due_ahead", due)

    def _safe(self, safe: When) -> list[str]:
        ahead = safe.earliest is not None and safe.earliest >= self.position.as_at
        return [self.words("can_safe", safe=self.texts.in_words(safe))] if ahead else []

    def _with(self, name: str, due: When) -> str:
        far = self.texts.how_far(due, self.position.as_at)
        return self.words(name, due=self.texts.in_words(due), when=far)


def _own_order(pair: tuple[Clock, ClockState]) -> tuple[date, bool]:
    """Soonest first; of mediation and appeal on one day mediation, as it often must be tried first."""
    return pair[0].due.earliest or date.max, not pair[0].rule.ref.startswith("MED")


_STAGE_STATES = {
    StageState.NOT_STARTED: "not_started",
    StageState.DONE: "done",
    StageState.DONE_LATE: "done",
    StageState.REFUSED: "refused",
    StageState.WITHDRAWN: "withdrawn",
}
