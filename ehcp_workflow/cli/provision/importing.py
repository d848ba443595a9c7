"""`ehcp provision import|template`: what was delivered, from a spreadsheet."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, show_json
from ehcp_workflow.cli.provision.lines import Reference
from ehcp_workflow.cli.typist import who as typist
from ehcp_workflow.cli.verdicts import count_verdicts, show_verdicts
from ehcp_workflow.services.importing.verdicts import Outcome, verdict_as_json
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.provision.importing.filing import SHEET, import_log, write_log_template


def import_(
    reference: Reference,
    file: Annotated[Path, typer.Argument(help="A CSV or xlsx file, one row an entry.", show_default=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring what was delivered into the log of a case. Importing the same file again changes nothing."""
    with open_installation() as installation:
        imported = import_log(installation, reference, file, typist(), dry_run=dry_run)
    verdicts = imported.verdicts
    if as_json:
        show_json({"dry_run": dry_run, "rows": [verdict_as_json(v) for v in verdicts], **count_verdicts(verdicts)})
    else:
        show_verdicts(verdicts, imported.unknown_headings, dry_run=dry_run)
    if any(verdict.outcome is Outcome.REFUSED for verdict in verdicts):
        raise typer.Exit(1)


def template(out: Annotated[Path, typer.Argument(help="The xlsx file to write.", show_default=False)]) -> None:
    """Write an empty spreadsheet for what was delivered, with explanations."""
    with open_installation() as installation:
        write_log_template(installation, out)
    typer.echo(f"Wrote {out}. Fill in the sheet '{SHEET}', then: ehcp provision import REF {shlex.quote(str(out))}")
