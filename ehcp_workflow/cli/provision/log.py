"""`ehcp provision log`: what was delivered, or was not."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Unit
from ehcp_workflow.cli.printing import read_day
from ehcp_workflow.cli.provision.lines import Reference
from ehcp_workflow.cli.typist import who as typist
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.provision import recording
from ehcp_workflow.services.provision.amounts import read_amount


def log(
    reference: Reference,
    line: Annotated[str, typer.Argument(help="Which line, such as F1.")],
    what: Annotated[EntryKind, typer.Argument(help="What happened.")],
    days: Annotated[str, typer.Argument(help="When: 2026-11-23, or 2026-11-16/2026-11-20.")],
    amount: Annotated[str | None, typer.Option(help="How much, in the line's own unit.")] = None,
    unit: Annotated[Unit | None, typer.Option(help="Minutes or hours, where the line is in the other.")] = None,
    by: Annotated[By, typer.Option(help="Because of whom it was missed.")] = By.NOT_SAID,
    equivalent: Annotated[
        bool | None,
        typer.Option("--equivalent/--not-equivalent", help="Catch-up: whether it is as good as what was missed."),
    ] = None,
    source: Annotated[Source | None, typer.Option(help="Who said so.")] = None,
    note: Annotated[str | None, typer.Option(help="A note; kept sealed.")] = None,
) -> None:
    """Record what was delivered of a line, or was not."""
    first, last = read_days(days)
    new = recording.NewEntry(
        line=line,
        kind=what,
        first=first,
        last=last,
        amount=None if amount is None else read_amount(amount),
        unit=unit,
        equivalent=equivalent,
        by=by,
        source=source,
        note=note,
    )
    with open_installation() as installation:
        announce(installation, recording.log_delivery(installation, reference, new, typist()))
    typer.echo(f"Logged: {line} {what.replace('_', ' ')}, {days.replace('/', ' to ')}.")


def read_days(text: str) -> tuple[date, date]:
    """A day, or the first and last of several, both inclusive."""
    first, slash, last = text.partition("/")
    begins, ends = read_day(first), read_day(last if slash else first)
    if begins is None or ends is None:
        raise BadInput(f"'{text}' is not a day. Write it as 2026-11-23 or 2026-11-16/2026-11-20.")
    return begins, ends
