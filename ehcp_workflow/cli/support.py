"""`ehcp support`: the school's own support before a plan. Good practice, and not enforceable."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import typer
from rich.markup import escape

from ehcp_workflow.cases.support import Cycle, Step, SupportKind, SupportPlan
from ehcp_workflow.cases.targets import Outcome
from ehcp_workflow.cli.printing import AsAt, AsJson, console, read_day, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.support import support
from ehcp_workflow.services.support.support import SupportSheet
from ehcp_workflow.store.support import TargetWords

app = typer.Typer(
    no_args_is_help=True,
    help="The school's own support: support plans, reviews, targets. The register and meetings with the parents are "
    "recorded with `ehcp case event` (sen_register_added, parents_met).",
)
Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]
Code = Annotated[str, typer.Argument(help="Which support plan: a code of your choice, such as iep_1.")]
_STEPS = {Step.DO: "help is being given", Step.REVIEW: "its review has come and is not recorded", Step.ENDED: "ended"}


@app.command()
def plan(
    reference: Reference,
    code: Code,
    on: Annotated[str, typer.Argument(help="The day it started.")],
    kind: Annotated[SupportKind, typer.Option(help="What the school calls it.")] = SupportKind.SEN_SUPPORT_PLAN,
    review_by: Annotated[str | None, typer.Option(help="By when the school means to review it.")] = None,
) -> None:
    """Record that the school started a support plan."""
    by = When.parse(review_by) if review_by else None
    with open_installation() as installation:
        announce(installation, support.start_plan(installation, reference, code, kind, When.parse(on), by, who()))
        sheet = support.read_support(installation, reference)
    _show(sheet)


@app.command()
def review(
    reference: Reference,
    code: Code,
    on: Annotated[str, typer.Argument(help="The day of the review.")],
    outcome: Annotated[Literal["continues", "changed", "ended"], typer.Option(help="What the review came to.")],
    next_by: Annotated[str | None, typer.Option("--next", help="By when the school means to review it next.")] = None,
) -> None:
    """Record that the school reviewed a support plan."""
    by = When.parse(next_by) if next_by else None
    with open_installation() as installation:
        position = support.review_plan(installation, reference, code, When.parse(on), outcome, by, who())
        announce(installation, position)
        sheet = support.read_support(installation, reference)
    _show(sheet)


@app.command()
def target(
    reference: Reference,
    code: Code,
    words: Annotated[str, typer.Argument(help="What is to be reached; kept sealed.")],
    strategies: Annotated[str | None, typer.Option(help="What is done for it; kept sealed.")] = None,
    measured: Annotated[str | None, typer.Option(help="How it is measured; kept sealed.")] = None,
) -> None:
    """Record a target of a support plan."""
    with open_installation() as installation:
        added = support.add_target(installation, reference, code, TargetWords(words, strategies, measured), who())
    typer.echo(f"Recorded: target {added.id[:8]} of {code}.")


@app.command()
def judge(
    reference: Reference,
    target_id: Annotated[str, typer.Argument(metavar="TARGET", help="The target: the start of its id.")],
    outcome: Annotated[Outcome | None, typer.Argument(help="How it went.")] = None,
    take_back: Annotated[bool, typer.Option("--withdraw", help="It is wrong altogether: take it back.")] = False,
) -> None:
    """Record how a target went, or take it back. The old record is kept."""
    if (outcome is None) == (not take_back):
        raise BadInput("Give either how it went (met, partly, not_met) or --withdraw.")
    with open_installation() as installation:
        support.judge_target(installation, reference, target_id, outcome, who())
    said = "Taken back" if outcome is None else f"Recorded: {outcome.replace('_', ' ')}"
    typer.echo(f"{said}. The old record is kept.")


@app.command()
def show(reference: Reference, as_at: AsAt = None, as_json: AsJson = False) -> None:
    """Show the school's own support: register, support plans with their cycles and targets, meetings by term."""
    with open_installation() as installation:
        sheet = support.read_support(installation, reference, read_day(as_at))
    show_json(_as_json(sheet)) if as_json else _show(sheet)


def _show(sheet: SupportSheet) -> None:
    console.print(f"[bold]{sheet.reference}[/bold]: the school's own support on {day_in_words(sheet.as_at)}.")
    since = f"since {sheet.on_register.in_words()}" if sheet.on_register else "no, or not recorded"
    console.print(f"On the SEN register: {since}.")
    for made in sheet.plans:
        _show_plan(sheet, made)
    if not sheet.plans:
        console.print("No support plan is recorded.")
    _show_meetings(sheet)
    for finding in sheet.missed:
        console.print(f"[cyan]{finding.severity.value}[/cyan]: {escape(finding.message)}")


def _show_plan(sheet: SupportSheet, made: SupportPlan) -> None:
    year = f", {made.school_year}" if made.school_year else ""
    title = f"{made.code}: {made.kind.in_words}{year} (not enforceable)"
    shown = table(title, "Cycle", "Planned", "Review by", "Reviewed", "Outcome")
    for cycle in made.cycles:
        by = cycle.review_by.in_words() if cycle.review_by else "not recorded"
        shown.add_row(str(cycle.number), cycle.planned.in_words(), by, _reviewed(cycle), cycle.outcome or "")
    console.print(shown)
    console.print(f"Now: {_STEPS[made.step(sheet.as_at)]}.")
    targets = table("Targets", "Id", "Target", "What is done", "How measured", "How it went")
    for listed in sheet.targets_of(made):
        words, went = listed.words, (listed.target.outcome or "not judged").replace("_", " ")
        said = (words.target, words.strategies or "", words.measured or "")
        targets.add_row(listed.target.id[:8], *map(escape, said), went)
    if targets.row_count:
        console.print(targets)


def _reviewed(cycle: Cycle) -> str:
    if cycle.reviewed:
        return cycle.reviewed.in_words()
    return "started anew before" if cycle.replaced else ""


def _show_meetings(sheet: SupportSheet) -> None:
    """Print which terms had a meeting with the parents, or the meetings alone where term dates are not known."""
    if sheet.terms is None:
        days = ", ".join(on.in_words() for on in sheet.meetings) or "none recorded"
        console.print(f"Meetings with the parents: {days}.")
        console.print(
            "The council's term dates are not known, so nobody can tell which terms had none: ehcp terms import."
        )
        return
    shown = table("Meetings with the parents", "Term", "Meetings", "")
    for term in sheet.terms:
        met = ", ".join(on.in_words() for on in term.meetings)
        mark = "good practice missed" if term.is_missed else "" if met else "part of a term" if term.over else "running"
        shown.add_row(term.term.name, met or "none recorded", mark)
    if shown.row_count:
        console.print(shown)


def _as_json(sheet: SupportSheet) -> dict[str, Any]:
    terms = None
    if sheet.terms is not None:
        terms = [
            {"term": t.term.name, "meetings": list(map(str, t.meetings)), "missed": t.is_missed} for t in sheet.terms
        ]
    return {
        "reference": sheet.reference,
        "as_at": sheet.as_at.isoformat(),
        "on_register": str(sheet.on_register) if sheet.on_register else None,
        "plans": [_plan_as_json(sheet, made, sheet.as_at) for made in sheet.plans],
        "meetings": [str(on) for on in sheet.meetings],
        "terms": terms,
        "good_practice_missed": [finding.message for finding in sheet.missed],
    }


def _plan_as_json(sheet: SupportSheet, made: SupportPlan, as_at: date) -> dict[str, Any]:
    return {
        "code": made.code,
        "kind": made.kind,
        "enforceable": made.enforceable,
        "school_year": made.school_year,
        "step": made.step(as_at),
        "cycles": [
            {
                "number": cycle.number,
                "planned": str(cycle.planned),
                "review_by": str(cycle.review_by) if cycle.review_by else None,
                "reviewed": str(cycle.reviewed) if cycle.reviewed else None,
                "outcome": cycle.outcome,
            }
            for cycle in made.cycles
        ],
        "targets": [
            {"id": listed.target.id, "outcome": listed.target.outcome, **vars(listed.words)}
            for listed in sheet.targets_of(made)
        ],
    }
