"""`ehcp case next`: what can be done in a case now."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cases.remedies.step import Remedy
from ehcp_workflow.cases.remedies.wording import CLOSED, OPEN, missed_in_words, state_in_words, step_in_words
from ehcp_workflow.cli.printing import AsAt, AsJson, coloured, console, read_day, show_json
from ehcp_workflow.services import remedying
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.services.remedying import INFORMATION, WhatNext


def next_(
    reference: Annotated[str, typer.Argument(help="The case: our reference or your own.")],
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """Show what can be done now: dates to watch, soonest first, and the steps about what was missed, in order."""
    with open_installation() as installation:
        sheet = read_sheet(installation, reference, read_day(as_at))
        what = remedying.what_next(installation.rulebook, sheet.position)
    if as_json:
        show_json(remedying.as_json(what))
        return
    _show(what)


def _show(what: WhatNext) -> None:
    if not what.dates:
        console.print("No date is running in this case.")
    for step in what.dates:
        due = step.due.in_words()
        console.print(f"• {step.who}: {step.what} by {due}  {coloured(step.state)}  [dim]{step.citation}[/dim]")
    for remedy in what.remedies:
        _show_remedy(remedy, what.reference)
    if what.remedies:
        console.print(f"\n[dim]{INFORMATION}[/dim]")


def _show_remedy(remedy: Remedy, reference: str) -> None:
    console.print(f"\n[bold]{remedy.missed.kind.title}[/bold]. {state_in_words(remedy.missed)}")
    for miss in remedy.missed.misses:
        console.print(f"  {missed_in_words(miss)}  [dim]{miss.ref}, {miss.citation}[/dim]")
    for number, step in enumerate(remedy.steps, start=1):
        mark, end = ("[dim]", "[/dim]") if step.state in CLOSED else ("", "")
        console.print(
            f"  {mark}{number}. {step.step.title}: {step_in_words(step)}{end}  [dim]{step.step.provision}[/dim]"
        )
        if step.state in OPEN:
            console.print(f"     [dim]For the family:[/dim] {step.step.plain}")
    if remedy.missed.kind.letter and remedy.missed.goes_on:
        kind = remedy.missed.kind.letter
        console.print(f"  Letter: ehcp case letter {reference} {kind} {kind}.docx")
