"""The caseload at a glance: one line a case, soonest date first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import ClockFacts, ClockState
from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.law.when import When
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import casebook, positions
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.positions import Standing

CANNOT_BE_WORKED_OUT, FAILED = "Cannot be worked out", "failed"


@dataclass(frozen=True)
class BoardLine:
    """One case in the caseload, by its reference; it holds no name.

    Attributes:
        reference: the case.
        council: the council's name, where known.
        stage, stage_state: the stage the application is in, and how it stands.
        next_ref, next_title: the rule of the soonest open date, where there is one.
        due: that date; state: how its clock stands.
        days: days until the date (its earliest day), negative when it has passed.
        late: how many open limits that bind have passed; guidance that was not followed is not counted.
    """

    reference: str
    council: str | None
    stage: str
    stage_state: str
    next_ref: str | None
    next_title: str | None
    due: When | None
    state: ClockState | None
    days: int | None
    late: int


def board(installation: Installation, as_at: date | None = None) -> list[BoardLine]:
    """The caseload on a day, soonest date first; cases with no open date come last.

    For today the kept positions are used where they still hold, and the others are worked out again. For any other day
    every case is worked out from what had happened by then.
    """
    day = as_at or installation.today()
    with installation.database.read() as unit:
        standings = {standing.id: standing for standing in positions.standings(unit)}
        held = {id_ for id_, s in standings.items() if as_at is None and s.holds_on(day, installation.fingerprint)}
        facts = positions.clock_facts(unit, None if len(held) == len(standings) else sorted(held))
        lines = [_kept_line(installation, standings[id_], facts.get(id_, []), day) for id_ in sorted(held)]
        lines += _fresh_lines(installation, unit, [standings[id_] for id_ in sorted(standings.keys() - held)], day)
    return sorted(lines, key=lambda line: (line.due.earliest or NEVER if line.due else NEVER, line.reference))


def _fresh_lines(installation: Installation, unit: Unit, stale: list[Standing], day: date) -> Iterator[BoardLine]:
    for start in range(0, len(stale), 500):
        batch = {standing.id: standing for standing in stale[start : start + 500]}
        for id_, case in casebook.read_cases(unit, batch):
            try:
                position = take_position(
                    installation.rulebook, installation.policy, with_terms(installation, unit, case), day
                )
            except Exception:  # noqa: BLE001 - one bad case must not hide the others; the checks name it and why
                yield _line(installation, batch[id_], [], day, CANNOT_BE_WORKED_OUT, FAILED)
            else:
                yield _fresh_line(installation, batch[id_], position)


def _fresh_line(installation: Installation, standing: Standing, position: Position) -> BoardLine:
    facts = [clock.facts for clock in position.clocks]
    stage = position.stage
    return _line(installation, standing, facts, position.as_at, stage.title, stage.state.value)


def _kept_line(installation: Installation, standing: Standing, facts: list[ClockFacts], day: date) -> BoardLine:
    title = installation.rulebook.stages[standing.stage].title if standing.stage else ""
    return _line(installation, standing, facts, day, title, standing.stage_state or "")


def _line(
    installation: Installation,
    standing: Standing,
    facts: Iterable[ClockFacts],
    day: date,
    stage: str,
    stage_state: str,
) -> BoardLine:
    soon = installation.policy.due_soon_days
    running = [(f, f.state(day, soon)) for f in facts if f.governed_by is None and not f.undated]
    running = sorted(
        ((f, state) for f, state in running if state.is_open), key=lambda pair: pair[0].due.earliest or NEVER
    )
    first, state = running[0] if running else (None, None)
    rule = installation.rulebook.rules[first.rule] if first else None
    council = find_council(standing.council_code)
    return BoardLine(
        reference=standing.reference,
        council=council.name if council else None,
        stage=stage,
        stage_state=stage_state,
        next_ref=rule.ref if rule else None,
        next_title=rule.title_in_lists if rule else None,
        due=first.due if first else None,
        state=state,
        days=(first.due.earliest - day).days if first and first.due.earliest else None,
        late=sum(s is ClockState.OVERDUE and installation.rulebook.rules[f.rule].authority.binds for f, s in running),
    )
