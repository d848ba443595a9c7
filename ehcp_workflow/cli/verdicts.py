"""What became of the rows of a file, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.markup import escape

from ehcp_workflow.cli.printing import console
from ehcp_workflow.services.importing.verdicts import Verdict


def show_verdicts(verdicts: Sequence[Verdict], unknown: Sequence[str], *, dry_run: bool) -> None:
    """Show what a person should look at, the headings that mean nothing to us, and how many rows became what."""
    # Lines and not a table: a remark may hold a command to copy, which a table would break over several lines.
    for verdict in verdicts:
        name = f"Row {verdict.row}  {verdict.reference or ''}".rstrip()
        for remark in verdict.remarks:
            console.print(f"[bold]{name}[/bold]  {verdict.outcome.value}: {escape(remark)}", soft_wrap=True)
    for heading in unknown:
        said = f"The column '{escape(heading)}' is not one we know; nothing was read from it."
        console.print(f"[yellow]{said}[/yellow]", soft_wrap=True)
    counts = ", ".join(f"{n} {words}" for words, n in count_verdicts(verdicts)["counts"].items()) or "no rows"
    console.print(f"{'Dry run, nothing stored: ' if dry_run else ''}{counts}.")


def count_verdicts(verdicts: Sequence[Verdict]) -> dict[str, dict[str, int]]:
    """How many rows became what."""
    outcomes = [verdict.outcome.value for verdict in verdicts]
    return {"counts": {outcome: outcomes.count(outcome) for outcome in dict.fromkeys(outcomes)}}
