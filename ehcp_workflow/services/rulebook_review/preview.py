"""What other law would do to the stored caseload: per case changes, no change, or a question. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ehcp_workflow.cases.alerts import Alert
from ehcp_workflow.cases.case import Case
from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.errors import EhcpError
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook

BATCH = 200


class Effect(StrEnum):
    """What the new law does to one case."""

    CHANGES = "changes"
    SAME = "does_not_change"
    NEEDS_A_PERSON = "needs_a_person"


@dataclass(frozen=True)
class Move:
    """One date that moves, appears (no old one) or falls away (no new one); dates as in our records."""

    rule: str
    title: str
    old: str | None
    new: str | None
    old_state: str | None
    new_state: str | None


@dataclass(frozen=True)
class Told:
    """A message that somebody would get and would not get now."""

    audience: str
    kind: str
    about: str
    due: str | None


@dataclass(frozen=True)
class CasePreview:
    """One case, by its reference alone."""

    reference: str
    effect: Effect
    moves: tuple[Move, ...] = ()
    messages: tuple[Told, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """The whole caseload on a day."""

    as_at: date
    proposed: bool
    cases: tuple[CasePreview, ...]

    def counts(self) -> Counter[Effect]:
        """How many cases of each kind."""
        return Counter(case.effect for case in self.cases)

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "as_at": self.as_at.isoformat(),
            "proposed": self.proposed,
            "stored": False,
            "counts": {effect.value: self.counts()[effect] for effect in Effect},
            "cases": [asdict(case) for case in self.cases],
        }


def preview(installation: Installation, new: Rulebook, *, proposed: bool = False) -> Preview:
    """Work out every stored case with the law of now and with other law, and say what differs.

    The database is only read; nothing is stored, planned or sent.

    Args:
        installation: whose caseload, house policy and law of now.
        new: the other law.
        proposed: whether the other law's proposed versions run too.
    """
    today = installation.today()
    with installation.database.read() as unit:
        cases = tuple(
            _preview_case(installation, new, case, today, proposed=proposed)
            for ids in _batches(unit)
            for _, case in casebook.read_cases(unit, ids)
        )
    return Preview(today, proposed, cases)


def _batches(unit: Any) -> Iterator[list[int]]:  # noqa: ANN401 - the session is the store's own
    after = 0
    while ids := casebook.all_case_ids(unit, after, BATCH):
        yield ids
        after = ids[-1]


def _preview_case(installation: Installation, new: Rulebook, case: Case, today: date, *, proposed: bool) -> CasePreview:
    policy = installation.policy
    try:
        before = take_position(installation.rulebook, policy, case, today)
        after = take_position(new, policy, case, today, proposed=proposed)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the others are still previewed
        # The text of a stranger's error might quote a record, so only its kind is passed on.
        why = str(error) if isinstance(error, EhcpError) else type(error).__name__
        return CasePreview(case.reference, Effect.NEEDS_A_PERSON, questions=(f"It cannot be worked out: {why}",))
    return _compare(before, after)


def _compare(before: Position, after: Position) -> CasePreview:
    old, new = _governing(before), _governing(after)
    moves = tuple(_moves(old, new))
    messages = tuple(_messages(before, after))
    questions = tuple(_questions(old, new))
    effect = Effect.NEEDS_A_PERSON if questions else Effect.CHANGES if moves or messages else Effect.SAME
    return CasePreview(after.reference, effect, moves, messages, questions)


Pair = tuple[Clock, ClockState]


def _governing(position: Position) -> dict[str, Pair]:
    """The dates that are shown for themselves, by what names them in the case."""
    pairs = zip(position.clocks, position.states, strict=True)
    return {clock.facts.key: (clock, state) for clock, state in pairs if clock.facts.governed_by is None}


def _moves(old: dict[str, Pair], new: dict[str, Pair]) -> Iterator[Move]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before and after and (before[0].due, before[1]) == (after[0].due, after[1]):
            continue
        rule = (new.get(key) or old[key])[0].rule
        yield Move(rule.ref, rule.title, _due(before), _due(after), _state(before), _state(after))


def _due(pair: Pair | None) -> str | None:
    return str(pair[0].due) if pair else None


def _state(pair: Pair | None) -> str | None:
    return pair[1].value if pair else None


def _questions(old: dict[str, Pair], new: dict[str, Pair]) -> Iterator[str]:
    """What a person must look at: a date that can no longer be worked out, and what comes or goes overdue."""
    for key, (clock, state) in new.items():
        known_before = key not in old or old[key][0].due.is_known
        if not clock.due.is_known and not clock.facts.undated and known_before:
            yield f"{clock.rule.ref} cannot be worked out any more: {clock.working[-1].says}"
        if key not in old and state is ClockState.OVERDUE:
            yield f"{clock.rule.ref} appears, and is overdue already: it was due {clock.due.in_words()}."
    for key, (clock, state) in old.items():
        if key not in new and state is ClockState.OVERDUE:
            yield f"{clock.rule.ref} falls away, though it is overdue: it was due {clock.due.in_words()}."


def _messages(before: Position, after: Position) -> Iterator[Told]:
    known = {alert.key for alert in _alerts(before)}
    refs = {clock.rule.id: clock.rule.ref for clock in after.clocks}
    for alert in _alerts(after):
        if alert.key not in known:
            about = refs.get(alert.rule or "", alert.rule or alert.stage or "")
            yield Told(alert.audience.value, alert.kind.value, about, str(alert.due) if alert.due else None)


def _alerts(position: Position) -> tuple[Alert, ...]:
    return position.alerts
