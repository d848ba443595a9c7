"""Cases as lines of a list: from what was last worked out where that still holds, and else worked out anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ehcp_workflow.cases.clocks import ClockFacts, ClockState
from ehcp_workflow.cases.glance import Flag, Glance, glance_at
from ehcp_workflow.cases.looks import NEVER
from ehcp_workflow.cases.position import Position, take_position
from ehcp_workflow.law.when import When
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.terms.attached import with_terms
from ehcp_workflow.store import board as store
from ehcp_workflow.store import casebook, positions
from ehcp_workflow.store.board import Standing
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.wanted import NONE, Wanted

CANNOT_BE_WORKED_OUT, FAILED = "Cannot be worked out", "failed"
Key = tuple[date, str]
_AT_ONCE = 500


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
        council_code, stage_id: the council's DfE number and the id of the stage.
        adviser, team: whose it is, by the numbers of the account and the team.
        needs: the SEN2 code of the primary need, where recorded.
        flags: why an adviser would look at it first.
        glance: what decides its flags.
        key: its place in a list: its date when it was last worked out, those without one last, and its reference.
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
    council_code: str | None
    stage_id: str
    adviser: int | None
    team: int | None
    needs: tuple[str, ...]
    flags: frozenset[Flag]
    glance: Glance
    key: Key


@dataclass(frozen=True)
class _Beside:
    """What is recorded of some cases beside what was worked out."""

    held: Collection[int]
    failing: Collection[int]
    needs: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class _Stands:
    """Where a case stands, kept or worked out anew; `soonest` is its place, `failed` says that it could not be done."""

    stage_id: str
    stage: str
    stage_state: str
    facts: Iterable[ClockFacts]
    glance: Glance
    soonest: date | None = None
    failed: bool = False


_NOT_WORKED_OUT = _Stands("", CANNOT_BE_WORKED_OUT, FAILED, (), Glance(), failed=True)


def kept_lines(installation: Installation, unit: Unit, kept: list[Standing], day: date) -> Iterator[BoardLine]:
    """Lines of cases from what was last worked out, in the order given."""
    for start in range(0, len(kept), _AT_ONCE):
        batch = kept[start : start + _AT_ONCE]
        ids = [standing.id for standing in batch]
        facts, beside = positions.clock_facts(unit, ids), _beside(unit, ids)
        for standing in batch:
            title = installation.rulebook.stages[standing.stage].title if standing.stage else ""
            stands = _Stands(
                standing.stage or "",
                title,
                standing.stage_state or "",
                facts.get(standing.id, ()),
                standing.glance,
                standing.next_due,
                failed=standing.id in beside.failing,
            )
            yield _line(installation, standing, stands, beside, day)


def fresh_lines(installation: Installation, unit: Unit, case_ids: Collection[int], day: date) -> Iterator[BoardLine]:
    """Lines of cases worked out anew for a day, in no order; one bad case does not hide the others."""
    ids = sorted(case_ids)
    for start in range(0, len(ids), _AT_ONCE):
        batch = {standing.id: standing for standing in store.standings_of(unit, ids[start : start + _AT_ONCE])}
        beside = _beside(unit, batch)
        for id_, stands in _work_out(installation, unit, sorted(batch), day):
            yield _line(installation, batch[id_], stands, beside, day)


def _work_out(installation: Installation, unit: Unit, ids: list[int], day: date) -> Iterator[tuple[int, _Stands]]:
    """Where some cases stand; when their records cannot even be read together, they are read one by one."""
    try:
        cases = list(casebook.read_cases(unit, ids))
    except Exception:  # noqa: BLE001 - whatever is wrong with one record, the others are still shown
        if len(ids) == 1:
            yield ids[0], _NOT_WORKED_OUT
            return
        for id_ in ids:
            yield from _work_out(installation, unit, [id_], day)
        return
    for id_, case in cases:
        try:
            known = with_terms(installation, unit, case)
            stands = _stands(take_position(installation.rulebook, installation.policy, known, day))
        except Exception:  # noqa: BLE001 - as above; the checks name the case and why
            stands = _NOT_WORKED_OUT
        yield id_, stands


def admits(wanted: Wanted, line: BoardLine) -> bool:
    """Whether a line is among those wanted; the same as the conditions put to the database."""
    pairs = (
        (wanted.council, line.council_code or NONE),
        (wanted.stage, line.stage_id),
        (wanted.state, line.stage_state),
        (wanted.adviser, str(line.adviser or NONE)),
        (wanted.team, str(line.team or NONE)),
    )
    needed = not wanted.need or wanted.need in (line.needs or (NONE,))
    return all(not asked or asked == has for asked, has in pairs) and needed and wanted.flag in {None, *line.flags}


def _beside(unit: Unit, ids: Collection[int]) -> _Beside:
    return _Beside(store.held_of(unit, ids), store.failing_of(unit, ids), store.needs_of(unit, ids))


def _stands(position: Position) -> _Stands:
    stage, facts = position.stage, [clock.facts for clock in position.clocks]
    dated = position.open_clocks()
    soonest = dated[0][0].due.earliest if dated else None
    return _Stands(stage.id, stage.title, stage.state.value, facts, glance_at(position), soonest)


def _line(installation: Installation, standing: Standing, stands: _Stands, beside: _Beside, day: date) -> BoardLine:
    rules = installation.rulebook.rules
    running = _running(installation, stands.facts, day)
    first, state = running[0] if running else (None, None)
    rule = rules[first.rule] if first else None
    council = find_council(standing.council_code)
    recorded = {
        Flag.HELD: standing.quiet is not None or standing.id in beside.held,
        Flag.FAILED: stands.failed,
    }
    return BoardLine(
        reference=standing.reference,
        council=council.name if council else None,
        stage=stands.stage,
        stage_state=stands.stage_state,
        next_ref=rule.ref if rule else None,
        next_title=rule.title_in_lists if rule else None,
        due=first.due if first else None,
        state=state,
        days=(first.due.earliest - day).days if first and first.due.earliest else None,
        late=sum(s is ClockState.OVERDUE and rules[f.rule].authority.binds for f, s in running),
        council_code=standing.council_code,
        stage_id=stands.stage_id,
        adviser=standing.adviser,
        team=standing.team,
        needs=beside.needs.get(standing.id, ()),
        flags=stands.glance.flags(day) | {flag for flag, it_has in recorded.items() if it_has},
        glance=stands.glance,
        key=(stands.soonest or NEVER, standing.reference),
    )


def _running(installation: Installation, facts: Iterable[ClockFacts], day: date) -> list[tuple[ClockFacts, ClockState]]:
    """The dates that somebody must still meet, soonest first."""
    soon, rules = installation.policy.due_soon_days, installation.rulebook.rules
    states = [(f, f.state(day, soon)) for f in facts if f.governed_by is None and not f.undated]
    running = [(f, state) for f, state in states if state.is_open]
    return sorted(running, key=lambda pair: (pair[0].due.earliest or NEVER, rules[pair[0].rule].ref))
