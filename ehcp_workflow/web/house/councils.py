"""The pages of councils: how many cases each has, how many late, and how timely it was, beside what is published."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from ehcp_workflow.cases.timeliness import Step
from ehcp_workflow.services.councils import Council
from ehcp_workflow.services.timeliness import published
from ehcp_workflow.services.timeliness.figures import (
    Sheet,
    StepFigures,
    council_lines,
    council_named,
    read_year,
    sheet_of,
)
from ehcp_workflow.services.timeliness.tally import FEW
from ehcp_workflow.web.access.visit import Seeing, Visit
from ehcp_workflow.web.bars import Bar, Chart, Fill, Part
from ehcp_workflow.web.pages import show

router = APIRouter()

STEPS = {
    Step.DECISION: ("Say whether it will assess", "6 weeks from the request"),
    Step.REFUSAL: ("Tell the family that there will be no plan", "16 weeks from the request"),
    Step.DRAFT: ("Send the draft plan", "no limit in law; held against 16 weeks from the request, a convention"),
    Step.FINAL: ("Send the final plan", "20 weeks from the request"),
}
"""What each step is called, and the time it has."""
_OF_ENGLAND = {
    Step.DECISION: "decided_6wk_pc",
    Step.REFUSAL: "not_issued_in_time_pc",
    Step.FINAL: "on_time_20wk_exc_pc",
}
_SHARE_KEY = (
    (Fill.SOLID, "within the 20 weeks"),
    (Fill.DOTTED, "cannot be told: a date is known in part only"),
    (Fill.EMPTY, "later"),
    (Fill.HATCHED, "published: within the 20 weeks"),
)
_STAGE_KEY = ((Fill.SOLID, "going on or done"), (Fill.HATCHED, "stalled"))


@router.get("/councils")
def show_councils(visit: Seeing, year: str | None = None) -> HTMLResponse:
    """Every council with cases, and the figures of the whole caseload."""
    wanted = read_year(visit.installation, year)
    lines = council_lines(visit.installation, visit.visitor.sees, wanted)
    sheet = sheet_of(visit.installation, visit.visitor.sees, wanted)
    return show(visit, "councils/list.html", lines=lines, **_said(visit, sheet, None, "The whole caseload"))


@router.get("/councils/{code}")
def show_council(visit: Seeing, code: str, year: str | None = None) -> HTMLResponse:
    """One council: its cases by stage, what is late, and how timely it was."""
    wanted = read_year(visit.installation, year)
    name, council = council_named(visit.installation, visit.visitor.sees, code)
    sheet = sheet_of(visit.installation, visit.visitor.sees, wanted, code)
    return show(visit, "councils/council.html", code=code, **_said(visit, sheet, council, name))


def _said(visit: Visit, sheet: Sheet, council: Council | None, name: str) -> dict[str, Any]:
    england = published.england(visit.installation, "on_time_20wk_exc_pc")
    return {
        "sheet": sheet,
        "name": name,
        "council": council,
        "today": visit.installation.today(),
        "steps": [(*STEPS[figures.step], figures, _beside(visit, figures.step, council)) for figures in sheet.steps],
        "plans": next(figures for figures in sheet.steps if figures.step is Step.FINAL),
        "stages": _stages(sheet),
        "shares": _shares(sheet, council, england, name),
        "england": england,
        "england_every": published.england(visit.installation, "on_time_20wk_pc"),
        "published_of": published.on_time_of(council) if council else (),
        "published": published,
        "few": FEW,
    }


def _beside(visit: Visit, step: Step, council: Council | None) -> list[published.Figure]:
    """What is published of a step: of the council where it is known, and of England."""
    own: dict[Step, Callable[[Council], published.Figure]] = {
        Step.DECISION: published.decided_of,
        Step.FINAL: lambda one: published.on_time_of(one)[-1],
    }
    found = [own[step](council)] if council and step in own else []
    return [*found, published.england(visit.installation, _OF_ENGLAND[step])] if step in _OF_ENGLAND else found


def _stages(sheet: Sheet) -> Chart:
    bars = [
        Bar(
            label=stage.title,
            words=f"{stage.cases} {'case' if stage.cases == 1 else 'cases'}, {stage.stalled} stalled",
            parts=(Part(stage.cases - stage.stalled, Fill.SOLID), Part(stage.stalled, Fill.HATCHED)),
        )
        for stage in sheet.stages
    ]
    most = max((stage.cases for stage in sheet.stages), default=0)
    return Chart("stages", "Cases by stage", _STAGE_KEY, tuple(bars), most)


def _shares(sheet: Sheet, council: Council | None, england: published.Figure, name: str) -> Chart:
    bars = [*_counted(sheet), *_published(council, england)]
    return Chart("shares", f"New plans within the 20 weeks: {name}", _SHARE_KEY, tuple(bars), 100)


def _counted(sheet: Sheet) -> Iterator[Bar]:
    for year, figures in sheet.plans_by_year:
        if figures.plain.total:
            yield Bar(f"Counted here, {year}", figures.plain.in_words, _parts(figures))


def _parts(figures: StepFigures) -> tuple[Part, ...]:
    plain = figures.plain
    amounts = ((plain.within, Fill.SOLID), (plain.cannot_tell, Fill.DOTTED), (plain.late, Fill.EMPTY))
    return tuple(Part(100 * amount / plain.total, fill) for amount, fill in amounts)


def _published(council: Council | None, england: published.Figure) -> Iterator[Bar]:
    for figure in (*(published.on_time_of(council) if council else ()), england):
        if figure.percent is not None:
            parts = (Part(figure.percent, Fill.HATCHED), Part(100 - figure.percent, Fill.EMPTY))
            yield Bar(f"Published for {figure.of}, {figure.year}", figure.in_words, parts)
