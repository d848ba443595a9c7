"""`ehcp case next`: what can be done in a case now."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cases.remedies.step import Remedy, StepAt, StepIs
from ehcp_workflow.cli.printing import AsAt, AsJson, coloured, console, read_day, show_json
from ehcp_workflow.services import remedying
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.remedying import INFORMATION, WhatNext

CLOSED = {StepIs.NOT_POSSIBLE, StepIs.TOO_LATE, StepIs.DONE}


def next_(
    reference: Annotated[str, typer.Argument(help="The case: our reference or your own.")],
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """Show what can be done now: dates to watch, soonest first, and the steps about what was missed, in order."""
    with open_installation() as installation:
        what = remedying.what_next(installation, reference, read_day(as_at))
    if as_json:
        show_json(remedying.as_json(what))
        return
    _show(what)


def _show(what: WhatNext) -> None:
    if not what.dates:
        console.print("No date is running in this case.")
    for step in what.dates:
        due = f" by {step.due.in_words()}" if step.due else ""
        console.print(f"• {step.who}: {step.what}{due}  {coloured(step.state)}  [dim]{step.citation}[/dim]")
    for remedy in what.remedies:
        _show_remedy(remedy, what.reference)
    if what.remedies:
        console.print(f"\n[dim]{INFORMATION}[/dim]")


def _show_remedy(remedy: Remedy, reference: str) -> None:
    console.print(f"\n[bold]{remedy.missed.kind.title}[/bold]")
    for miss in remedy.missed.misses:
        claimed = f" (an exemption is claimed, {miss.claim}: check it first)" if miss.claim else ""
        checked = " (not verified)" if miss.unverified else ""
        console.print(f"  {miss.title}: {miss.words}{claimed}{checked}  [dim]{miss.ref}, {miss.citation}[/dim]")
    for number, step in enumerate(remedy.steps, start=1):
        mark = "[dim]" if step.state in CLOSED else ""
        console.print(f"  {mark}{number}. {step.step.title}: {_how(step)}{'[/dim]' if mark else ''}")
    if remedy.missed.kind.letter and remedy.missed.goes_on:
        kind = remedy.missed.kind.letter
        console.print(f"  Letter: ehcp case letter {reference} {kind} {kind}.docx")


def _how(step: StepAt) -> str:
    said = [step.state.value]
    if step.done:
        said = [f"done {step.done.in_words()}", *([] if step.state is StepIs.DONE else said)]
    if step.by and step.safe:
        estimate = ", counted from the first late day" if step.estimated else ""
        said.append(f"last day {step.by.in_words()}{estimate}; go by {step.safe.in_words()}")
    if step.reply_by:
        due = "answer due" if step.done else "an answer would be due"
        said.append(f"{due} {step.reply_by.in_words()}")
    return "; ".join(said) + "." + (f" {step.why}" if step.why else "")
