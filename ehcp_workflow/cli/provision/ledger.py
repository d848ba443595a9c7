"""`ehcp provision ledger`: what was owed of each line, what was given, and what is missing."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cases.section_f.ledger import LineLedger, State
from ehcp_workflow.cli.printing import AsAt, AsJson, console, read_day, show_json, table
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.papers.ledger_tables import HEAD, SAID, ledger_rows
from ehcp_workflow.services.provision.ledger import further_words, ledger_as_json, read_ledger, strand_titles

COLOURS = {
    State.IN_PLACE: "green",
    State.SHORT: "yellow",
    State.LAPSED: "bold red",
    State.NEVER_STARTED: "bold red",
    State.NOT_REPORTED: "yellow",
}


def ledger(
    reference: Annotated[str, typer.Argument(help="The case: our reference or your own.")],
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """Show what was owed of each line of Section F by term, what was given, and what is missing."""
    with open_installation() as installation:
        found = read_ledger(installation, reference, read_day(as_at))
        titles = strand_titles(installation)
    if as_json:
        show_json(ledger_as_json(found))
        return
    if not found.lines:
        console.print("No line of Section F is recorded. Record one with: ehcp provision add")
    else:
        console.print(f"Counted to {day_in_words(found.counted_to)}.")
    for line in found.lines:
        _show_line(line, titles)
    for said in found.findings:
        console.print(f"[yellow]![/yellow] {said.message}")


def _show_line(line: LineLedger, titles: dict[str, str]) -> None:
    colour = COLOURS.get(line.state, "cyan")
    state = line.state.value.replace("_", " ")
    console.print(f"\n[bold]{line.code}[/bold] {titles.get(line.strand, line.strand)}: {line.specified}")
    console.print(f"  [{colour}]{state}[/]. {SAID[line.state]}")
    for earlier in line.before:
        console.print(f"  until {day_in_words(earlier.until)}: {earlier.specified}")
    if line.by_term:
        shown = table(f"In {line.unit.value if line.unit else 'no unit'}", *HEAD)
        for row in ledger_rows(line):
            shown.add_row(*row)
        console.print(shown)
    for text in further_words(line):
        console.print(f"  {text}")
