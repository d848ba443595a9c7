"""`ehcp caseload`: the whole caseload at a glance, and bringing one in from a spreadsheet."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from ehcp_workflow.cli.printing import AsAt, AsJson, beside, coloured, console, read_day, show_json, table
from ehcp_workflow.cli.verdicts import count_verdicts, show_verdicts
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services import board as boards
from ehcp_workflow.services.caseload.lines import BoardLine
from ehcp_workflow.services.importing import importer
from ehcp_workflow.services.importing.template import write_template
from ehcp_workflow.services.importing.verdicts import Outcome, verdict_as_json
from ehcp_workflow.services.installation import open_installation

app = typer.Typer(no_args_is_help=True, help="The whole caseload.")


@app.command()
def board(as_at: AsAt = None, as_json: AsJson = False) -> None:
    """Show every case with its next date, soonest first."""
    with open_installation() as installation:
        day = read_day(as_at) or installation.today()
        lines = boards.board(installation, read_day(as_at))
    if as_json:
        show_json([_as_json(line) for line in lines])
        return
    shown = table(f"Caseload on {day_in_words(day)}", "Case", "Council", "Stage", "Next date", "What")
    for line in lines:
        due = f"{line.due.in_words()} {beside(line.due.earliest, day)}" if line.due else "no date running"
        what = f"{line.next_ref} {line.next_title}" if line.next_ref else ""
        late = f", [bold red]{line.late} late[/bold red]" if line.late else ""
        stage = f"{line.stage}: {coloured(line.stage_state)}{late}"
        shown.add_row(line.reference, line.council or "", stage, due, what)
    console.print(shown)
    console.print(f"{len(lines)} cases, {sum(1 for line in lines if line.late)} with something late.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV or xlsx file, one row a case.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; store nothing.")] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(help='What a heading of the file means: "Heading=Column", or "Heading=" to leave it out.'),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Bring in a caseload. Importing the same file again changes nothing."""
    with open_installation() as installation:
        source = importer.open_caseload(file, column or ())
        with Progress(console=console, transient=True, disable=as_json) as progress:
            bar = progress.add_task("Rows", total=source.row_count)
            verdicts = []
            for verdict in importer.import_rows(installation, source, dry_run=dry_run):
                verdicts.append(verdict)
                progress.advance(bar)
    if as_json:
        show_json({"dry_run": dry_run, "rows": [verdict_as_json(v) for v in verdicts], **count_verdicts(verdicts)})
    else:
        show_verdicts(verdicts, source.unknown_headings, dry_run=dry_run)
    if any(verdict.outcome is Outcome.REFUSED for verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def template(out: Annotated[Path, typer.Argument(help="The xlsx file to write.", show_default=False)]) -> None:
    """Write an empty spreadsheet to fill in, with explanations."""
    write_template(out)
    typer.echo(f"Wrote {out}. Fill in the sheet 'Cases', then: ehcp caseload import {shlex.quote(str(out))}")


def _as_json(line: BoardLine) -> dict[str, object]:
    return {
        "reference": line.reference,
        "council": line.council,
        "stage": line.stage,
        "stage_state": line.stage_state,
        "next_ref": line.next_ref,
        "next_title": line.next_title,
        "due": {"earliest": line.due.earliest, "latest": line.due.latest} if line.due else None,
        "state": line.state.value if line.state else None,
        "days": line.days,
        "late": line.late,
        "needs": list(line.needs),
        "flags": sorted(line.flags),
    }
