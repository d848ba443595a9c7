"""`ehcp case next`: what can be done in a case now."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cases.remedies.missed import Miss
from ehcp_workflow.cases.remedies.step import Remedy, StepAt, StepIs
from ehcp_workflow.cli.printing import AsAt, AsJson, coloured, console, read_day, show_json
from ehcp_workflow.law.when import When
from ehcp_workflow.services import remedying
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.remedying import INFORMATION, WhatNext

CLOSED = {StepIs.NOT_POSSIBLE, StepIs.TOO_LATE, StepIs.DONE}
OPEN = {StepIs.POSSIBLE, StepIs.PERHAPS}
GOES_ON = "It is still not done: what follows can be about having it done, and about the delay."
IS_OVER = "It was done after all, or given again: what follows can be about the delay."


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
    console.print(f"\n[bold]{remedy.missed.kind.title}[/bold]. {GOES_ON if remedy.missed.goes_on else IS_OVER}")
    for miss in remedy.missed.misses:
        console.print(f"  {_missed(miss)}  [dim]{miss.ref}, {miss.citation}[/dim]")
    for number, step in enumerate(remedy.steps, start=1):
        mark, end = ("[dim]", "[/dim]") if step.state in CLOSED else ("", "")
        console.print(f"  {mark}{number}. {step.step.title}: {_how(step)}{end}  [dim]{step.step.provision}[/dim]")
        if step.state in OPEN:
            console.print(f"     [dim]For the family:[/dim] {step.step.plain}")
    if remedy.missed.kind.letter and remedy.missed.goes_on:
        kind = remedy.missed.kind.letter
        console.print(f"  Letter: ehcp case letter {reference} {kind} {kind}.docx")


def _missed(miss: Miss) -> str:
    """One thing missed: how late, whether it was done after all, and what to check first."""
    said = f"{miss.title}: {miss.words}"
    if miss.until:
        said += f"; {'given again' if miss.line is not None else 'done'} {miss.until.in_words()}"
    if miss.claim:
        said += f". An exemption is claimed ({miss.claim}): check it first"
    return f"{said} (not verified)" if miss.unverified else said


def _how(step: StepAt) -> str:
    said = [step.state.value]
    if step.done:
        said = [f"done {step.done.in_words()}", *([] if step.state is StepIs.DONE else said)]
    if step.by and step.safe:
        said.append(_last_day(step, step.by, step.safe))
    if step.reply_by:
        due = "answer due" if step.done else "an answer would be due"
        said.append(f"{due} {step.reply_by.in_words()}")
    checked = " (not verified)" if step.unverified else ""
    return "; ".join(said) + checked + "." + (f" {step.why}" if step.why else "")


def _last_day(step: StepAt, by: When, safe: When) -> str:
    """The last day for a step, and while it lies ahead the day before it, which is the one to go by."""
    estimate = ", counted from the first late day" if step.estimated else ""
    if step.state in {StepIs.TOO_LATE, StepIs.PERHAPS}:
        return f"the last day was {by.in_words()}{estimate}"
    return f"last day {by.in_words()}{estimate}; go by {safe.in_words()}"
