"""`ehcp provision add|lines|carry`: the lines of Section F."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from ehcp_workflow.cases.section_f.entry import By
from ehcp_workflow.cases.section_f.line import Per, Unit
from ehcp_workflow.cases.section_f.wording import specified
from ehcp_workflow.cli.printing import AsJson, console, read_day, show_json
from ehcp_workflow.cli.typist import who as typist
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.provision.amounts import read_amount
from ehcp_workflow.services.provision.ledger import provision_words
from ehcp_workflow.services.provision.listing import ListedEntry, ListedLine, SectionFSheet, read_section_f
from ehcp_workflow.services.provision.recording import NewLine, add_line, carry_lines
from ehcp_workflow.store.provision import LineWords

Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]


def add(
    reference: Reference,
    code: Annotated[str, typer.Option(help="Which line, such as F1; it keeps its code in later versions.")],
    strand: Annotated[str, typer.Option(help="What kind of provision: a code such as speech_and_language.")],
    amount: Annotated[str | None, typer.Option(help="How much: 1, 1.5, 1 1/2 or 90.")] = None,
    unit: Annotated[Unit | None, typer.Option(help="Of what.")] = None,
    per: Annotated[Per | None, typer.Option(help="In which period.")] = None,
    not_term_time: Annotated[bool, typer.Option("--not-term-time", help="It is owed in the holidays too.")] = False,
    wording: Annotated[str | None, typer.Option(help="The plan's own words; kept sealed.")] = None,
    who: Annotated[str | None, typer.Option(help="Who gives the help; kept sealed.")] = None,
    where: Annotated[str | None, typer.Option(help="Where; kept sealed.")] = None,
    starts: Annotated[str | None, typer.Option("--from", help="First day, if the line says one.")] = None,
    ends: Annotated[str | None, typer.Option("--to", help="Last day, if the line says one.")] = None,
    plan: Annotated[str | None, typer.Option(help="Version of the plan: its number or the day it was sent.")] = None,
    calendar: Annotated[str | None, typer.Option(help="Whose term dates count: 334 or school:oak.")] = None,
) -> None:
    """Record a line of Section F, by default in the newest version of the plan."""
    new = NewLine(
        code=code,
        strand=strand,
        amount=None if amount is None else read_amount(amount),
        unit=unit,
        per=per,
        term_time=not not_term_time,
        calendar=calendar,
        starts=read_day(starts),
        ends=read_day(ends),
        words=LineWords(wording, who, where),
        plan=plan,
    )
    with open_installation() as installation:
        announce(installation, add_line(installation, reference, new, typist()))
        sheet = read_section_f(installation, reference)
        loose = provision_words(installation).vague
    _show(sheet)
    newest = max((listed for listed in sheet.lines if listed.line.code == code), key=_when_recorded)
    for wording_ in loose:
        if wording_.code in newest.line.vague:
            said = f"{code}, '{wording_.code.replace('_', ' ')}': {wording_.why}"
            console.print(f"[yellow]![/yellow] {said} Ask for how much, how often and by whom.", soft_wrap=True)


def _when_recorded(listed: ListedLine) -> str:
    return str(listed.line.recorded_at)


def carry(
    reference: Reference,
    only: Annotated[list[str] | None, typer.Option("--only", help="Only this line; may be repeated.")] = None,
) -> None:
    """Copy the lines of the version before to the newest version of the plan."""
    with open_installation() as installation:
        copied = carry_lines(installation, reference, typist(), tuple(only or ()))
    typer.echo(f"Copied: {', '.join(copied)}." if copied else "The newest version has all of them already.")


def lines(reference: Reference, as_json: AsJson = False) -> None:
    """The lines of Section F and the delivery log, with the start of each record's id."""
    with open_installation() as installation:
        sheet = read_section_f(installation, reference)
    show_json(_as_json(sheet)) if as_json else _show(sheet)


def _show(sheet: SectionFSheet) -> None:
    # Lines and not a table: the wording of a plan is long, and would be broken into a narrow column.
    console.print(f"[bold]{sheet.reference}: Section F[/bold]" if sheet.lines else "No line of Section F is recorded.")
    for listed in sheet.lines:
        line, strand = listed.line, listed.line.strand.replace("_", " ")
        said = f"[bold]{line.code}[/bold] (plan {listed.version}) {strand}: {specified(line)}"
        console.print(f"{line.id[:8]}  {said}", soft_wrap=True)
        for words in filter(None, (listed.words.wording, listed.words.who, listed.words.where)):
            console.print(f"          {escape(words)}", soft_wrap=True)
    if sheet.entries:
        console.print("\n[bold]Delivery log[/bold]")
    for entry in sheet.entries:
        console.print(f"{entry.entry.id[:8]}  {_in_words(entry)}", soft_wrap=True)


def _in_words(listed: ListedEntry) -> str:
    """One entry of the log on one line."""
    entry = listed.entry
    days = str(entry.first) if entry.first == entry.last else f"{entry.first} to {entry.last}"
    amount = "" if entry.amount is None else f" {float(entry.amount):g}"
    because = "" if entry.by is By.NOT_SAID else f", because of the {entry.by}"
    as_good = {True: ", as good as what was missed", False: ", not as good as what was missed", None: ""}
    note = f": {escape(listed.note)}" if listed.note else ""
    what = f"{entry.kind.replace('_', ' ')}{amount}{as_good[entry.equivalent]}{because}"
    return f"{days}  {entry.line} {what}; said by {entry.source.replace('_', '-')}{note}"


def _as_json(sheet: SectionFSheet) -> dict[str, Any]:
    lines_ = [
        {"version": listed.version, "specified": specified(listed.line), **vars(listed.line), **vars(listed.words)}
        for listed in sheet.lines
    ]
    entries = [{**vars(listed.entry), "note": listed.note} for listed in sheet.entries]
    return {"reference": sheet.reference, "lines": lines_, "entries": entries}
