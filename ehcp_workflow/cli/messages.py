"""`ehcp messages`: what people will be told of a case. This is one case's own command, so the channel is shown."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, coloured, console, show_json, table
from ehcp_workflow.law.when import day_in_words
from ehcp_workflow.services.installation import open_installation

if TYPE_CHECKING:  # what they bring with them is slow to load, and no other command needs it
    from ehcp_workflow.services.previewing import Foreseen, Preview

app = typer.Typer(no_args_is_help=True, help="What people will be told.")


@app.callback()
def _messages() -> None:
    """Keep `preview` a word of its own while it is the only one."""


@app.command("preview")
def preview_(
    reference: Annotated[str, typer.Argument(help="The case, by our reference or your own.")],
    days: Annotated[int, typer.Option(help="How many days, today included.")] = 14,
    words: Annotated[bool, typer.Option("--words", help="Show the finished messages too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what would be sent about a case in the next days if nothing more happened. Sends and stores nothing."""
    from ehcp_workflow.services.previewing import preview  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = preview(installation, reference, days)
    if as_json:
        show_json(_as_json(found, words=words))
        return
    console.print(f"[bold]{found.reference}[/bold], {day_in_words(found.first)} to {day_in_words(found.last)}")
    if not found.foreseen:
        console.print("Nothing would be sent.")
    for day, of_a_day in groupby(found.foreseen, key=lambda one: one.at.date()):
        shown = table(day_in_words(day), "At", "To", "By", "What", "Why")
        for one in of_a_day:
            shown.add_row(*_row(one))
        console.print(shown)
    if words:
        _show_words(found)
    console.print("This holds if nothing more is recorded and nobody confirms anything. Nothing was sent or stored.")


def _row(one: Foreseen) -> tuple[str, str, str, str, str]:
    who = f"{one.role.replace('_', ' ')}, person {one.person_id}"
    how = one.channel or coloured("not sent")
    why = f"{one.why}, waits already" if one.waiting else one.why
    return f"{one.at:%H:%M}", who, how, escape(one.what), why


def _show_words(found: Preview) -> None:
    to = {
        one.message: f"{one.role.replace('_', ' ')}, person {one.person_id}, {one.at:%d %b %H:%M}"
        for one in found.foreseen
    }
    for number, (subject, text) in found.words.items():
        console.rule(escape(to[number]), align="left")
        console.print(escape(f"Subject: {subject}\n\n{text}" if subject else text), highlight=False)


def _as_json(found: Preview, *, words: bool) -> dict[str, object]:
    said = {str(number): {"subject": subject, "text": text} for number, (subject, text) in found.words.items()}
    return {
        "reference": found.reference,
        "from": found.first,
        "to": found.last,
        "foreseen": [{**one.__dict__, "at": one.at.isoformat()} for one in found.foreseen],
        **({"words": said} if words else {}),
    }
