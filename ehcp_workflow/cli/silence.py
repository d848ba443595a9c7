"""`ehcp silence`: nobody is told of a case, a council, a person or a kind of alert for a while."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, console, read_day, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.today import LONDON

app = typer.Typer(no_args_is_help=True, help="Keep messages back for a while, with a reason and an end.")
Until = Annotated[str, typer.Option(metavar="DATE", help="The day on which people are told again, as 2026-12-01.")]
Number = Annotated[int, typer.Argument(help="The number of the silence.")]
Reason = Annotated[str, typer.Option(help="Why, for the next person who looks; kept sealed.")]


@app.command()
def add(
    scope: Annotated[str, typer.Argument(help="case, council, person or kind.")],
    value: Annotated[str, typer.Argument(help="Its reference, name, number or kind.")],
    until: Until,
    reason: Reason,
) -> None:
    """Tell nobody anything of something before a day. What still holds then is told on that day."""
    from ehcp_workflow.services.quieting import silence  # noqa: PLC0415 - see main.py

    day = read_day(until)
    if day is None:
        raise BadInput("Give the day on which people are told again with --until.")
    with open_installation() as installation:
        number = silence(installation, scope, value, day, reason, who())
    console.print(f"Silence {number} holds until {day}. End it before with: ehcp silence end {number}")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the silences that hold now, without their reasons."""
    from ehcp_workflow.services.quieting import running  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = running(installation)
    if as_json:
        show_json([one.__dict__ for one in found])
        return
    shown = table("Silences", "Number", "Of", "Until", "By")
    for one in found:
        of = f"{one.scope} {one.of}" + (f", {one.rule}" if one.rule else "")
        shown.add_row(str(one.number), of, f"{one.until.astimezone(LONDON):%d %b %Y}", escape(one.by))
    console.print(shown)


@app.command()
def show(number: Number, as_json: AsJson = False) -> None:
    """Show why a silence holds; it may speak of the family: do not leave it on a screen."""
    from ehcp_workflow.services.quieting import reason_of  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        reason = reason_of(installation, number)
    if as_json:
        show_json({"number": number, "reason": reason})
    else:
        console.print(f"Silence {number}: {escape(reason)}")


@app.command()
def end(number: Number) -> None:
    """End a silence before its time."""
    from ehcp_workflow.services.quieting import end as end_silence  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        end_silence(installation, number)
    console.print(f"Silence {number} has ended. What it kept back and still holds goes with the next delivery.")
