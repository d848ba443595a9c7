"""`ehcp request`: asking for an assessment: what to know before, how and when it was sent, when it was received."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape

from ehcp_workflow.cases.requesting import Asker
from ehcp_workflow.cli.evidence import show_checklist
from ehcp_workflow.cli.printing import AsJson, beside, console, read_day, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.law.receipt import Delivery, Estimate
from ehcp_workflow.law.when import When, day_in_words
from ehcp_workflow.services.announcing import announce
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.services.support import requests
from ehcp_workflow.services.support.requests import Prepared, Receipt, SentRequest

app = typer.Typer(no_args_is_help=True, help="A request for an assessment: before it, sent, and received.")
Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]
Day = Annotated[str, typer.Argument(help="The day, as 2026-11-19.")]
BOTH = (
    "Both readings are in use. Reminders before a date go by the earlier; nothing is called late before the later has "
    "passed."
)


@app.command()
def prepare(
    reference: Reference,
    on: Annotated[str | None, typer.Option(help="The day it would be sent or received; today without it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show who may ask, what there is to send, and the dates that would follow. Nothing is recorded."""
    with open_installation() as installation:
        prepared = requests.prepare(installation, reference, read_day(on) or installation.today())
    show_json(_prepared_as_json(prepared)) if as_json else _show_prepared(prepared)


@app.command()
def sent(
    reference: Reference,
    on: Day,
    by: Annotated[Delivery, typer.Option(help="How it was delivered.")],
    after_5pm: Annotated[bool, typer.Option("--after-5pm", help="It was handed over or sent after 5 pm.")] = False,
    asked_by: Annotated[Asker | None, typer.Option(help="Who asked.")] = None,
    received: Annotated[str | None, typer.Option(help="The day the council received it, if you know.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record how and when a request was sent. When it was received is estimated unless you know."""
    known = When.parse(received) if received else None
    new = SentRequest(When.parse(on), by, after_5pm, asked_by, known)
    with open_installation() as installation:
        receipt = requests.record_sent(installation, reference, new, who())
        announce(installation, receipt.position)
    show_json(_receipt_as_json(receipt)) if as_json else _show_receipt(receipt)


@app.command()
def received(reference: Reference, on: Day, as_json: AsJson = False) -> None:
    """Record the day the council received a request that was sent. It takes the place of the estimate."""
    with open_installation() as installation:
        receipt = requests.record_received(installation, reference, When.parse(on), who())
        announce(installation, receipt.position)
    show_json(_receipt_as_json(receipt)) if as_json else _show_receipt(receipt)


def _show_receipt(receipt: Receipt) -> None:
    """Print when a request counts as received, whose reading that is, and which reading is used where."""
    event, reference = receipt.event, receipt.position.reference
    if not event.estimated and event.on.is_known:
        console.print(f"{reference}: received on {event.on.in_words()}, as recorded.")
    elif not event.estimated:
        console.print(f"{reference}: for this way of delivery no day is estimated. The day on the receipt is a fact.")
    else:
        console.print(f"{reference}: when the council received it is an [bold]estimate[/bold]:")
        _show_readings(receipt.readings)
        if event.on.exact is None:
            console.print(BOTH)
    if receipt.is_second:
        console.print("[yellow]An earlier request is still running: this one starts no dates of its own.[/yellow]")
    if receipt.decision:
        console.print(f"The council must say whether it will assess: {_by(receipt.decision.due)}.")
    if event.estimated or not event.on.is_known:
        console.print(f"Once you know the day: ehcp request received {reference} DATE")


def _by(due: When) -> str:
    if due.earliest is None or due.latest is None or due.exact:
        return f"by {due.in_words()}"
    return f"by {day_in_words(due.earliest)} by the earlier reading, by {day_in_words(due.latest)} by the later"


def _show_readings(readings: tuple[Estimate, ...]) -> None:
    for reading in readings:
        console.print(f"  {reading.day.in_words()}: {reading.says} [dim]{escape(reading.source)}[/dim]")


def _show_prepared(prepared: Prepared) -> None:
    if prepared.running:
        running = prepared.running
        when = running.on.in_words() + (", by estimate," if running.estimated else "")
        said = f"received {when}" if running.on.is_known else f"sent on {running.placed.in_words()}"
        console.print(
            f"[yellow]A request was {said} and has not come to an end.[/yellow] A second starts no new dates."
        )
    rights = table(f"{prepared.reference}: who may ask", "Who", "May ask", "Why", "Letter")
    for right in prepared.rights:
        letter = right.letter or ""
        rights.add_row(right.asker.in_words, right.may.value, right.why, letter)
    console.print(rights)
    console.print(f"[dim]{escape(prepared.citation)}. No diagnosis, support plan or evidence is needed to ask.[/dim]\n")
    show_checklist(prepared.evidence, brief=True)
    _show_ways(prepared)
    dates = table(f"What would follow if it is received on {day_in_words(prepared.on)}", "Rule", "What", "By", "")
    for clock in prepared.dates:
        dates.add_row(clock.rule.ref, clock.title, clock.due.in_words(), beside(clock.due.earliest, prepared.on))
    console.print(dates)


def _show_ways(prepared: Prepared) -> None:
    ways = table(
        f"If it is sent on {day_in_words(prepared.on)} before 5 pm", "How", "Counts as received", "Whose reading"
    )
    for how, readings in prepared.ways.items():
        shown = {reading.day.in_words(): reading.source for reading in reversed(readings)}
        for number, day in enumerate(sorted(shown, key=list(shown).index, reverse=True)):
            source = shown[day] if len(shown) > 1 else "every reading"
            ways.add_row("" if number else how.replace("_", " "), day, escape(source))
        if not shown:
            ways.add_row(how.replace("_", " "), "the day on the receipt", "a fact to be recorded")
    console.print(ways)


def _receipt_as_json(receipt: Receipt) -> dict[str, Any]:
    return {
        "reference": receipt.position.reference,
        "received": str(receipt.event.on),
        "estimated": receipt.event.estimated,
        "readings": _readings_as_json(receipt.readings),
        "decision_due": str(receipt.decision.due) if receipt.decision else None,
    }


def _readings_as_json(readings: tuple[Estimate, ...]) -> list[dict[str, str]]:
    return [{"says": reading.says, "source": reading.source, "day": str(reading.day)} for reading in readings]


def _prepared_as_json(prepared: Prepared) -> dict[str, Any]:
    return {
        "reference": prepared.reference,
        "on": _iso(prepared.on),
        "who_may_ask": [
            {"who": right.asker, "may": right.may, "why": right.why, "letter": right.letter}
            for right in prepared.rights
        ],
        "running": prepared.running.id if prepared.running else None,
        "evidence": {item.kind.code: item.state for item in prepared.evidence.checklist},
        "ways": {how: _readings_as_json(readings) for how, readings in prepared.ways.items()},
        "dates": [{"ref": clock.rule.ref, "what": clock.title, "due": str(clock.due)} for clock in prepared.dates],
    }


def _iso(day: date) -> str:
    return day.isoformat()
