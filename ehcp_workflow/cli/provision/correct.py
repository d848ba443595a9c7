"""`ehcp provision correct`: putting right or taking back what was recorded wrongly."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cases.section_f.entry import By, EntryKind, Source
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.cli.printing import read_day
from ehcp_workflow.cli.provision.lines import Reference
from ehcp_workflow.cli.provision.log import read_days
from ehcp_workflow.cli.typist import who as typist
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.services.provision.amounts import read_amount
from ehcp_workflow.services.provision.correcting import EntryChanges, LineChanges, correct_record, withdraw
from ehcp_workflow.services.provision.listing import read_section_f

_LINE, _ENTRY = "A line", "An entry of the log"


def correct(
    reference: Reference,
    record: Annotated[str, typer.Argument(help="The line or entry: the start of its id, as `lines` lists it.")],
    amount: Annotated[str | None, typer.Option(help="The right amount.")] = None,
    unit: Annotated[Unit | None, typer.Option(help="The right unit; of an entry the unit of --amount.")] = None,
    per: Annotated[Per | None, typer.Option(help="The right period.", rich_help_panel=_LINE)] = None,
    strand: Annotated[str | None, typer.Option(help="The right kind.", rich_help_panel=_LINE)] = None,
    term_time: Annotated[bool | None, typer.Option("--term-time/--not-term-time", rich_help_panel=_LINE)] = None,
    wording: Annotated[str | None, typer.Option(help="The plan's own words.", rich_help_panel=_LINE)] = None,
    who: Annotated[str | None, typer.Option(help="Who gives the help.", rich_help_panel=_LINE)] = None,
    where: Annotated[str | None, typer.Option(help="Where.", rich_help_panel=_LINE)] = None,
    starts: Annotated[str | None, typer.Option("--from", help="First day.", rich_help_panel=_LINE)] = None,
    ends: Annotated[str | None, typer.Option("--to", help="Last day.", rich_help_panel=_LINE)] = None,
    calendar: Annotated[str | None, typer.Option(help="Whose term dates.", rich_help_panel=_LINE)] = None,
    line: Annotated[str | None, typer.Option(help="The right line.", rich_help_panel=_ENTRY)] = None,
    what: Annotated[EntryKind | None, typer.Option(help="What happened.", rich_help_panel=_ENTRY)] = None,
    days: Annotated[str | None, typer.Option(help="A day, or first/last.", rich_help_panel=_ENTRY)] = None,
    by: Annotated[By | None, typer.Option(help="Because of whom.", rich_help_panel=_ENTRY)] = None,
    equivalent: Annotated[bool | None, typer.Option("--equivalent/--not-equivalent", rich_help_panel=_ENTRY)] = None,
    source: Annotated[Source | None, typer.Option(help="Who said so.", rich_help_panel=_ENTRY)] = None,
    note: Annotated[str | None, typer.Option(help="The right note.", rich_help_panel=_ENTRY)] = None,
    take_back: Annotated[bool, typer.Option("--withdraw", help="It is wrong altogether: take it back.")] = False,
) -> None:
    """Put right a line or an entry of the log, or take it back. What is not named stays; the old record is kept."""
    right = None if amount is None else read_amount(amount)
    first, last = (None, None) if days is None else read_days(days)
    of_line = LineChanges(
        strand, right, unit, per, term_time, calendar, read_day(starts), read_day(ends), wording, who, where
    )
    of_entry = EntryChanges(line, what, first, last, right, unit, equivalent, by, source, note)
    says_line = of_line != LineChanges(amount=right, unit=unit)
    says_entry = of_entry != EntryChanges(amount=right, unit=unit)
    if says_line and says_entry:
        raise BadInput("Some of that belongs to a line and some to an entry of the log. Correct one at a time.")
    if (of_line != LineChanges() or says_entry) == take_back:
        raise BadInput("Give either what is right, such as --amount, or --withdraw.")
    with open_installation() as installation:
        if take_back:
            announce(installation, withdraw(installation, reference, record, typist()))
        else:
            changes = of_entry if says_entry else of_line
            announce(installation, correct_record(installation, reference, record, changes, typist()))
        typer.echo("Taken back. The old record is kept." if take_back else "Corrected. The old record is kept.")
        _say_without_line(installation, reference)


def _say_without_line(installation: Installation, reference: str) -> None:
    for code in read_section_f(installation, reference).without_line:
        typer.echo(f"The log has entries of {code}, and no version of the plan has that line: they count for nothing.")
