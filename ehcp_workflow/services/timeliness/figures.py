"""The figures of councils: how many cases, how many late, and how timely, over the cases that somebody may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehcp_workflow.cases.stages import StageState
from ehcp_workflow.cases.timeliness import Step
from ehcp_workflow.errors import BadInput, NotFound
from ehcp_workflow.services.councils import Council, find_council, load_councils
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.timeliness.tally import Tally, tally
from ehcp_workflow.store import timings
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.timings import Done, Owed, Stood
from ehcp_workflow.store.visibility import Sees

NOT_RECORDED = "Council not recorded"
FIRST_YEAR = 2014
"""The duty to issue plans within the twenty weeks is in force from 1 September of this year."""


@dataclass(frozen=True)
class StepFigures:
    """How timely one step was in a year, and how many are owed now.

    Attributes:
        every: all that was done in the year, exceptions counted; plain: without those to which exceptions apply.
        disputed: how many were left out because the request had gone to mediation or an appeal.
        owed, late: how many are owed now, and how many of these are past their last day.
        longest: for how many days the oldest has been owed; None where none is, or its day is not known.
    """

    step: Step
    every: Tally
    plain: Tally
    disputed: int
    owed: int = 0
    late: int = 0
    longest: int | None = None


@dataclass(frozen=True)
class CouncilLine:
    """One council in the list of all.

    Attributes:
        code: its code; None for the cases in which no council is recorded.
        council: it as the Department knows it; None where the code is not in its list.
        cases, late: how many cases there are, and how many have a limit that binds and is past.
        plans: its new plans of the year.
    """

    code: str | None
    name: str
    council: Council | None
    cases: int
    late: int
    plans: StepFigures


@dataclass(frozen=True)
class StageFigures:
    """How many cases stand in a stage, how many of these stand still, and how many have a late date."""

    title: str
    cases: int
    stalled: int
    late: int


@dataclass(frozen=True)
class Sheet:
    """The figures of one council, or of the whole caseload.

    Attributes:
        year: the year of the steps; years: those of which there are any, and this year, newest first.
        stages: where the cases stand, in the order of the process.
        steps: what was done and is owed; plans_by_year: the new plans of every year, oldest first.
        undated: how many plans are left out because the record does not say in which year they were issued.
    """

    year: int
    years: tuple[int, ...]
    cases: int
    late: int
    stages: tuple[StageFigures, ...]
    steps: tuple[StepFigures, ...]
    plans_by_year: tuple[tuple[int, StepFigures], ...]
    undated: int


def council_lines(installation: Installation, sees: Sees, year: int) -> list[CouncilLine]:
    """Every council with cases that somebody may see, by name; cases without a council come last."""
    with installation.database.read() as unit:
        stood = timings.stood(unit, sees, installation.today())
        done = timings.done_by_council(unit, sees, Step.FINAL, year)
    of_council: dict[str | None, list[Done]] = {}
    for one in done:
        of_council.setdefault(one.council, []).append(one)
    codes = {one.council for one in stood}
    lines = [
        _line(code, [one for one in stood if one.council == code], of_council.get(code, []), year) for code in codes
    ]
    return sorted(lines, key=lambda line: (line.code is None, line.name))


def sheet_of(installation: Installation, sees: Sees, year: int, code: str | None = None) -> Sheet:
    """The figures of one council, or without a code those of every case that somebody may see."""
    with installation.database.read() as unit:
        return _sheet(installation, unit, sees, year, code)


def council_named(installation: Installation, sees: Sees, code: str) -> tuple[str, Council | None]:
    """The name of a council by its code, and it as the Department knows it; one in its list need have no cases.

    Raises:
        NotFound: it is in no list, and in no case that they may see.
    """
    known = next((council for council in load_councils() if council.code == code), None)
    if known is None:
        with installation.database.read() as unit:
            if not timings.stood(unit, sees, installation.today(), code):
                raise NotFound(f"There is no council '{code}'. The page of councils lists those with cases.")
    return (known.name if known else code), known


def read_year(installation: Installation, text: str | None) -> int:
    """The calendar year asked for, by default this one.

    Raises:
        BadInput: it is not a year in which plans can have been issued.
    """
    this = installation.today().year
    if not text:
        return this
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= this):
        raise BadInput(f"'{text}' is not a year of plans. Choose one from {FIRST_YEAR} to {this}.")
    return int(text)


def figures_of(step: Step, done: Iterable[Done], year: int) -> StepFigures:
    """How timely a step was in a year."""
    of_year = [one for one in done if one.step is step and one.year == year]
    counted = [one for one in of_year if not one.disputed]
    return StepFigures(
        step=step,
        every=tally(counted),
        plain=tally(one for one in counted if not one.exception),
        disputed=sum(one.number for one in of_year if one.disputed),
    )


def _line(code: str | None, stood: list[Stood], done: list[Done], year: int) -> CouncilLine:
    council = find_council(code)
    return CouncilLine(
        code=code,
        name=council.name if council else code or NOT_RECORDED,
        council=council,
        cases=sum(one.number for one in stood),
        late=sum(one.late for one in stood),
        plans=figures_of(Step.FINAL, done, year),
    )


def _sheet(installation: Installation, unit: Unit, sees: Sees, year: int, code: str | None) -> Sheet:
    today = installation.today()
    stood = timings.stood(unit, sees, today, code)
    done = timings.done_of_year(unit, sees, year, code)
    owed = timings.owed(unit, sees, today, code)
    plans = timings.done_of_step(unit, sees, Step.FINAL, code)
    years = {one.year for one in plans if one.year is not None}
    return Sheet(
        year=year,
        years=tuple(sorted(years | {today.year, year}, reverse=True)),
        cases=sum(one.number for one in stood),
        late=sum(one.late for one in stood),
        stages=tuple(_stages(installation, stood)),
        steps=tuple(_with_owed(installation, figures_of(step, done, year), owed) for step in Step),
        plans_by_year=tuple((one, figures_of(Step.FINAL, plans, one)) for one in sorted(years)),
        undated=sum(one.number for one in plans if one.year is None),
    )


def _stages(installation: Installation, stood: list[Stood]) -> Iterable[StageFigures]:
    for id_, kind in installation.rulebook.stages.items():
        here = [one for one in stood if one.stage == id_]
        stalled = sum(one.number for one in here if one.state == StageState.STALLED)
        yield StageFigures(kind.title, sum(one.number for one in here), stalled, sum(one.late for one in here))
    if waiting := [one for one in stood if one.stage is None]:
        yield StageFigures("Not yet worked out", sum(one.number for one in waiting), 0, 0)


def _with_owed(installation: Installation, figures: StepFigures, owed: list[Owed]) -> StepFigures:
    here = [one for one in owed if one.step is figures.step]
    since = min((one.since for one in here if one.since), default=None)
    return StepFigures(
        **vars(figures)
        | {
            "owed": sum(one.number for one in here),
            "late": sum(one.late for one in here),
            "longest": (installation.today() - since).days if since else None,
        }
    )
