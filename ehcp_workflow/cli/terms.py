"""`ehcp terms`: when schools are open, by council and school, and bringing in new dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cases.section_f.closures import long_closures
from ehcp_workflow.cases.section_f.terms import Days, TermCalendar
from ehcp_workflow.cases.section_f.terms_joining import as_said
from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.terms import bringing_in, listing
from ehcp_workflow.services.terms.bringing_in import BroughtIn
from ehcp_workflow.services.terms.csv_events import TEMPLATE
from ehcp_workflow.services.whole_files import write_whole

app = typer.Typer(no_args_is_help=True, help="Term dates: when schools are open, by council and school.")
NO_INSET = (
    "Training days are not in here: each school sets about five a year, on which nothing is owed. Import its own."
)
_SHOWN = 6


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List whose term dates are known, from when to when, and how many cases use them."""
    with open_installation() as installation:
        found = listing.list_calendars(installation)
    if as_json:
        show_json([vars(one) for one in found])
        return
    shown = table("Term dates", "Whose", "Name", "Known from", "To", "Training days", "Cases")
    for one in found:
        days = (one.owner, escape(one.title), _short(one.known_from), _short(one.known_to))
        shown.add_row(*days, str(one.inset or "not known"), str(one.cases))
    console.print(shown)


@app.command()
def show(owner: Annotated[str, typer.Argument(help="A council or a school:code.")], as_json: AsJson = False) -> None:
    """Show the term dates of one council or school."""
    with open_installation() as installation:
        calendar = listing.calendar_of(installation, owner)
    if as_json:
        show_json(as_said(calendar))
        return
    console.print(f"[bold]{escape(calendar.title)}[/bold] ({calendar.owner}), from {escape(calendar.source)}")
    _show_terms(calendar)
    known = f"Known from {_long(calendar.known_from)} to {_long(calendar.known_to)}; beyond that nothing is guessed."
    console.print(known, soft_wrap=True)
    inset = "; ".join(_short(day) for day in sorted(calendar.inset))
    console.print(f"Training days: {inset}." if inset else NO_INSET, soft_wrap=True)
    closed = "; ".join(map(_days, calendar.closures))
    if closed:
        console.print(f"Closed: {closed}.", soft_wrap=True)
    if long := long_closures(calendar):
        console.print(f"Closed for 28 days or more in a row: {'; '.join(map(_days, long))}.", soft_wrap=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A .csv or .yaml file; `ehcp terms template` writes one.")],
    whose: Annotated[str, typer.Option("--for", metavar="OWNER", help="A council, or school: and a code.")],
    title: Annotated[str | None, typer.Option(help="Its name, for people.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; store nothing.")] = False,
) -> None:
    """Bring in term dates from a file. A file with anything wrong in it is refused whole."""
    with open_installation() as installation:
        done = bringing_in.bring_in(installation, file, whose, who(), title=title, dry_run=dry_run)
    _show_import(done)


@app.command()
def template(file: Annotated[Path, typer.Argument(help="Where to write it, ending in .csv.")]) -> None:
    """Write a CSV with example dates, to be filled in and imported."""
    write_whole(file, TEMPLATE, replace=False)
    console.print(f"Written: {escape(str(file))}. Import it with: ehcp terms import {escape(file.name)} --for COUNCIL")


@app.command()
def check() -> None:
    """Say which term dates that cases use end within three months, or are not known at all."""
    with open_installation() as installation:
        for line in listing.ending(installation) or ["The term dates of every case reach three months ahead."]:
            console.print(f"• {escape(line)}", soft_wrap=True)


def _show_import(done: BroughtIn) -> None:
    if done.understood:
        shown = table("How each row was understood", "Where", "Said", "Understood as")
        for event, understood in done.understood:
            shown.add_row(event.place, escape(event.words), understood.value)
        console.print(shown)
    console.print(f"[bold]{escape(done.calendar.title)}[/bold] ({done.calendar.owner})")
    _show_terms(done.read)
    if not done.read.inset:
        console.print(NO_INSET, soft_wrap=True)
    for what, days in (("become school days", done.change.added), ("no longer are school days", done.change.removed)):
        named = ", ".join(map(_short, days[:_SHOWN])) + (" …" if len(days) > _SHOWN else "")
        console.print(f"{len(days)} days {what}{': ' if days else ''}{named}.", soft_wrap=True)
    cases = "1 case" if done.cases == 1 else f"{done.cases} cases"
    if done.stored:
        console.print(f"Stored. The next check works out again: {cases}. What that tells is held: ehcp outbox held")
    else:
        console.print(f"Nothing was stored. The next check would work out again: {cases}, and hold what that tells.")


def _show_terms(calendar: TermCalendar) -> None:
    shown = table("Terms", "Term", "First day", "Last day", "Half-term holiday", "School days")
    for term in calendar.terms:
        half = _days(term.half_term) if term.half_term else "none"
        count = str(calendar.school_days(term.days.first, term.days.last))
        shown.add_row(escape(term.name), _short(term.days.first), _short(term.days.last), half, count)
    console.print(shown)


def _days(days: Days) -> str:
    return _short(days.first) if days.first == days.last else f"{_short(days.first)} to {_short(days.last)}"


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b %Y}"


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
