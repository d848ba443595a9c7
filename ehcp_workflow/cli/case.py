"""`ehcp case`: open a case, record what happened, and see what follows."""

from __future__ import annotations

from typing import Annotated, cast, get_args

import typer
from rich.markup import escape

from ehcp_workflow.cases.position import Position
from ehcp_workflow.cli.case_next import next_
from ehcp_workflow.cli.case_papers import chronology, letter, letters
from ehcp_workflow.cli.case_seen import ack, snooze
from ehcp_workflow.cli.case_tables import show_events, show_position, show_working
from ehcp_workflow.cli.needs import needs
from ehcp_workflow.cli.printing import AsAt, AsJson, coloured, console, read_day, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.law.loading import load_rulebook
from ehcp_workflow.law.rules import CountsFrom
from ehcp_workflow.law.when import When
from ehcp_workflow.services import casework, reading
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.board import board
from ehcp_workflow.services.casework import Further
from ehcp_workflow.services.contacts import Contact
from ehcp_workflow.services.councils import find_council
from ehcp_workflow.services.event_checks import NewEvent
from ehcp_workflow.services.installation import Installation, open_installation
from ehcp_workflow.settings import config_dir
from ehcp_workflow.store.casebook import NewCase

app = typer.Typer(no_args_is_help=True, help="One case: open it, record what happened, see what follows.")
app.command()(ack)
app.command()(snooze)
app.command("next")(next_)
app.command()(letter)
app.command()(letters)
app.command()(chronology)
app.command()(needs)
Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]


@app.command("open")
def open_(
    council: Annotated[str | None, typer.Option(help="The council: its name or DfE number.")] = None,
    child: Annotated[str | None, typer.Option(help="The child's or young person's name; kept sealed.")] = None,
    born: Annotated[str | None, typer.Option(help="Date of birth, as 2017-05-21; kept sealed.")] = None,
    your_reference: Annotated[str | None, typer.Option(help="Your own reference; kept sealed.")] = None,
    parent_email: Annotated[str | None, typer.Option(help="A parent's address; used only with --agreed.")] = None,
    agreed: Annotated[str | None, typer.Option(help="How the parent agreed to reminders, e.g. 'phone, 3 May'.")] = None,
    adviser_email: Annotated[str | None, typer.Option(help="The adviser's address.")] = None,
    as_json: AsJson = False,
) -> None:
    """Open a case and print its reference."""
    known = find_council(council)
    if council is not None and known is None:
        raise BadInput(f"'{council}' is not a council we know. Write its name as the DfE does, or its DfE number.")
    contacts = []
    if parent_email:
        contacts.append(Contact("parent", parent_email, consent_source=agreed))
    if adviser_email:
        contacts.append(Contact("adviser", adviser_email, consent_source="adviser of the case"))
    with open_installation() as installation:
        new = NewCase(
            opened_at=installation.now(),
            council_code=known.code if known else None,
            child_name=child,
            birth_date=read_day(born),
            their_reference=your_reference,
        )
        record = casework.open_case(installation, new, tuple(contacts))
    if parent_email and not agreed:
        typer.echo("Without --agreed nothing is sent to the parent's address.", err=True)
    show_json({"reference": record.reference}) if as_json else typer.echo(record.reference)


def _list_kinds(wanted: bool) -> None:
    """Answer `--kinds` and stop."""
    if not wanted:
        return
    shown = table("What can be recorded", "Kind", "What happened", "More that can be said")
    for kind in load_rulebook(config_dir()).events.values():
        more = [f"--date {which}=" for which in kind.dates]
        more += [f"--option {option}={'|'.join(values)}" for option, values in kind.options.items()]
        shown.add_row(kind.kind, kind.title, " ".join([*more, *(["--about"] if kind.about else [])]))
    console.print(shown)
    raise typer.Exit


@app.command()
def event(
    reference: Reference,
    kind: Annotated[str, typer.Argument(help="What happened, e.g. request_received; --kinds lists them all.")],
    on: Annotated[str, typer.Argument(help="When: 2026-11-23, 2026-11, 2026-11-02/2026-11-09 or unknown.")],
    also: Annotated[list[str] | None, typer.Option("--date", help="Another date: sent_on=2026-11-20.")] = None,
    option: Annotated[list[str] | None, typer.Option("--option", help="What else: outcome=keep.")] = None,
    about: Annotated[str | None, typer.Option(help="Which of several: a code like health or school_1.")] = None,
    note: Annotated[str | None, typer.Option(help="A note; kept sealed.")] = None,
    source: Annotated[str | None, typer.Option(help="Where it is known from; kept in clear, so no names.")] = None,
    kinds: Annotated[  # noqa: ARG001 - answered before the command runs
        bool, typer.Option("--kinds", is_eager=True, callback=_list_kinds, help="List what can be recorded, and stop.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Record what happened, and show where the case stands."""
    new = NewEvent(
        kind=kind,
        on=When.parse(on),
        dates=_dates(also),
        about=about,
        options=_pairs(option),
        note=note,
        source=source,
    )
    with open_installation() as installation:
        position = casework.record_event(installation, reference, new, by=who())
        _announce(installation, position)
        signoffs = installation.signoffs
    show_position(position, signoffs, as_json=as_json)


@app.command()
def correct(
    reference: Reference,
    event_id: Annotated[str, typer.Argument(help="The event: the start of its id, as `ehcp case show` lists it.")],
    on: Annotated[str | None, typer.Option(help="The right date.")] = None,
    also: Annotated[list[str] | None, typer.Option("--date", help="Another date: sent_on=2026-11-20.")] = None,
    option: Annotated[list[str] | None, typer.Option("--option", help="What else: outcome=keep.")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="It never happened: take the event back.")] = False,
    note: Annotated[str | None, typer.Option(help="Why; kept sealed.")] = None,
    as_json: AsJson = False,
) -> None:
    """Correct the dates or options of an event, or take it back. The old record is kept."""
    if (on is None) == (not withdraw):
        raise BadInput("Give either the right date with --on, or --withdraw.")
    if withdraw and (also or option):
        raise BadInput("An event that is taken back has no dates or options. Leave out --date and --option.")
    right = None if on is None else When.parse(on)
    further = Further(_dates(also), _pairs(option))
    with open_installation() as installation:
        position = casework.correct_event(installation, reference, event_id, right, who(), note, further)
        _announce(installation, position)
        signoffs = installation.signoffs
    show_position(position, signoffs, as_json=as_json)


@app.command()
def show(reference: Reference, as_at: AsAt = None, as_json: AsJson = False) -> None:
    """Show a case: its stages, dates and events."""
    with open_installation() as installation:
        sheet, signoffs = reading.read_sheet(installation, reference, read_day(as_at)), installation.signoffs
    if not as_json and sheet.record.child_name:
        console.print(f"[bold]{escape(sheet.record.child_name)}[/bold]")
    show_position(sheet.position, signoffs, as_json=as_json)
    if not as_json:
        show_events(sheet)


@app.command()
def explain(
    reference: Reference,
    rule: Annotated[str | None, typer.Argument(help="A rule, e.g. ASM-10; without it, all of the case.")] = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
) -> None:
    """Show how each date was worked out, step by step, with the law it rests on."""
    with open_installation() as installation:
        sheet, signoffs = reading.read_sheet(installation, reference, read_day(as_at)), installation.signoffs
    pairs = reading.clocks_of(sheet, rule)
    day = sheet.position.as_at
    if as_json:
        show_json([reading.clock_as_json(clock, state, day, signoffs) for clock, state in pairs])
        return
    for clock, state in pairs:
        show_working(clock, state, signoffs, day)


@app.command("list")
def list_(as_at: AsAt = None, as_json: AsJson = False) -> None:
    """List the cases, soonest date first."""
    with open_installation() as installation:
        day = read_day(as_at)
        lines = board(installation, day)
    if as_json:
        show_json([{"reference": line.reference, "stage": line.stage, "state": line.stage_state} for line in lines])
        return
    for line in lines:
        console.print(f"{line.reference}  {line.stage}: {coloured(line.stage_state)}")


def _announce(installation: Installation, position: Position) -> None:
    """Have Prefect show the case; where it should be there and is not, say so without disturbing another program."""
    if not announce(installation, position) and installation.settings.is_running:
        typer.echo("Prefect does not answer: it shows this with the next check. Nothing is lost.", err=True)


def _pairs(given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for text in given or []:
        name, equals, value = text.partition("=")
        if not equals or not value:
            raise BadInput(f"'{text}' is not of the form name=value.")
        pairs[name.strip()] = value.strip()
    return pairs


def _dates(given: list[str] | None) -> dict[CountsFrom, When]:
    return {_which(name): When.parse(value) for name, value in _pairs(given).items()}


def _which(name: str) -> CountsFrom:
    if name not in get_args(CountsFrom):
        raise BadInput(f"'{name}' is not a date of an event. Use one of: {', '.join(get_args(CountsFrom)[1:])}.")
    return cast("CountsFrom", name)
