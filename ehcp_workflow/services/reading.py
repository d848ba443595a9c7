"""Everything about one case, for the case's own page and commands. Names appear here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ehcp_workflow.cases.clocks import Clock, ClockState
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.cases.section_f.telling import newest_lines
from ehcp_workflow.errors import NotFound
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.when import When
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.rulebook_review.signatures import Signoffs
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, people
from ehcp_workflow.store.casebook import CaseRecord, EventRecord
from ehcp_workflow.store.people import CasePerson


@dataclass(frozen=True)
class CaseSheet:
    """A case on a day: who it is about, where it stands, what was recorded, and who is told."""

    record: CaseRecord
    position: Position
    history: tuple[EventRecord, ...]
    people: tuple[CasePerson, ...]


@dataclass(frozen=True)
class NextStep:
    """Something that can be done now: by whom, what, by when, and on what authority."""

    who: str
    what: str
    due: When
    state: str
    citation: str


def read_sheet(installation: Installation, reference: str, as_at: date | None = None) -> CaseSheet:
    """A case as it stood at the end of a day, or stands today.

    Raises:
        NotFound: there is no such case.
    """
    day = as_at or installation.today()
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        case = with_terms(installation, unit, casebook.read_case(unit, record))
        history = casebook.read_history(unit, installation.cipher, record)
        persons = people.people_of_case(unit, installation.cipher, record.id)
    position = take_position(installation.rulebook, installation.policy, case, day)
    return CaseSheet(record, position, history, persons)


def clocks_of(sheet: CaseSheet, rule: str | None = None) -> list[tuple[Clock, ClockState]]:
    """The clocks of a case with their states; those of one rule, by its id or reference, when it is named.

    Raises:
        NotFound: the case has no clock of that rule.
    """
    pairs = list(zip(sheet.position.clocks, sheet.position.states, strict=True))
    if rule is None:
        return pairs
    wanted = [(clock, state) for clock, state in pairs if rule.lower() in {clock.rule.id, clock.rule.ref.lower()}]
    if not wanted:
        running = ", ".join(dict.fromkeys(clock.rule.ref for clock, _ in pairs)) or "none"
        raise NotFound(f"{sheet.record.reference} has no date under '{rule}'. It has dates under: {running}.")
    return wanted


def next_steps(rulebook: Rulebook, position: Position) -> tuple[NextStep, ...]:
    """The dates to watch and rights to use, soonest first. What was missed, and what can be done: `remedying`."""
    return tuple(
        NextStep(rulebook.parties[clock.rule.owed_by].title, clock.title, clock.due, state.value, clock.citation)
        for clock, state in position.open_clocks()
    )


def clock_as_json(clock: Clock, state: ClockState, as_at: date, signoffs: Signoffs) -> dict[str, Any]:
    """A clock as commands and pages give it to other programs. Dates are ISO; ranges have two ends, both inclusive."""
    judgement = clock.judgement(as_at)
    late = judgement.days_late
    return {
        "rule": clock.rule.id,
        "ref": clock.rule.ref,
        "title": clock.rule.title,
        "authority": clock.rule.authority.value,
        "citation": clock.citation,
        "confidence": clock.confidence,
        "unverified": clock.is_unverified,
        "signed": signoffs.of(clock.rule).as_json(),
        "governed_by": clock.facts.governed_by,
        "claim": clock.facts.claim,
        "started_by": {"kind": clock.started_by.kind, "on": str(clock.started_by.on)},
        "due": _range(clock.due),
        "safe": _range(clock.safe),
        "state": state.value,
        "met_by": {"kind": clock.met_by.kind, "on": str(clock.met_by.on)} if clock.met_by else None,
        "verdict": judgement.verdict.value,
        "days_late": {"least": late.least, "most": late.most} if late else None,
        "working": [
            {"says": step.says, "source": step.source, "before": str(step.before), "after": str(step.after)}
            for step in clock.working
        ],
    }


def position_as_json(position: Position, signoffs: Signoffs) -> dict[str, Any]:
    """Where a case stands, without names."""
    return {
        "reference": position.reference,
        "as_at": position.as_at.isoformat(),
        "rights_of": position.rights_of.value,
        "stages": [
            {"number": s.number, "stage": s.id, "title": s.title, "state": s.state.value, "words": s.words}
            for s in position.stages
        ],
        "findings": [{"severity": f.severity.value, "message": f.message} for f in position.findings],
        "clocks": [
            clock_as_json(clock, state, position.as_at, signoffs)
            for clock, state in zip(position.clocks, position.states, strict=True)
        ],
        "promises": [
            {
                "of": promise.of,
                "made": str(promise.made),
                "by": _range(promise.by),
                "kept": str(promise.kept) if promise.kept else None,
                "state": promise.state.value,
                "drift": promise.drift,
            }
            for promise in position.promises
        ],
        "lapses": [
            {
                "line": lapse.line,
                "since": str(lapse.since),
                "grew": [str(day) for day in lapse.grew],
                "put_right": str(lapse.put_right) if lapse.put_right else None,
            }
            for lapse in position.lapses
        ],
        "provision": [
            {"line": line.code, "state": line.state.value}
            for line in (newest_lines(position.ledger) if position.ledger else ())
        ],
        "events": [
            {"id": e.id, "kind": e.kind, "on": str(e.on), "about": e.about, "options": dict(e.options)}
            for e in position.events
        ],
    }


def _range(when: When) -> dict[str, str] | None:
    if when.earliest is None or when.latest is None:
        return None
    return {"earliest": when.earliest.isoformat(), "latest": when.latest.isoformat()}
