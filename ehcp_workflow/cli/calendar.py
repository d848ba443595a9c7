"""`ehcp calendar`: secret addresses under which calendar programs read dates."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation

app = typer.Typer(no_args_is_help=True, help="Secret addresses under which calendar programs read dates.")


@app.command()
def make(
    account: Annotated[str | None, typer.Option(help="Whose calendar: the name they sign in with.")] = None,
    case: Annotated[str | None, typer.Option(help="Or a family's: the case.")] = None,
    person: Annotated[int | None, typer.Option(help="And who of the family: their number in ehcp people list.")] = None,
) -> None:
    """Make a calendar address and print it. It names nobody; one they had before ends."""
    from ehcp_workflow.services.calendars import feeds  # noqa: PLC0415 - see main.py

    family = case is not None and person is not None
    if (account is None) != family or (case is None) != (person is None):
        raise BadInput("Give --account alone, or --case and --person.")
    with open_installation() as installation:
        if account is not None:
            address = feeds.make_for_account_named(installation, account, who())
        elif case is not None and person is not None:
            address = feeds.make_for_family(installation, case, person, who())
    console.print("Whoever has this address can read the dates. Give it to nobody else:")
    typer.echo(address)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the calendar addresses that work, without the addresses."""
    from ehcp_workflow.services.calendars.feeds import list_feeds  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = list_feeds(installation)
    if as_json:
        show_json([one.__dict__ for one in found])
        return
    shown = table("Calendars", "No.", "Whose", "Made", "By")
    for one in found:
        whose = one.account or f"{one.reference}, person {one.person_id}"
        shown.add_row(str(one.number), whose, f"{one.made_at:%Y-%m-%d}", one.made_by)
    console.print(shown)
    if not found:
        console.print("There are none. Make one: ehcp calendar make --account NAME", highlight=False)


@app.command()
def revoke(number: Annotated[int, typer.Argument(help="The number of the calendar in ehcp calendar list.")]) -> None:
    """End a calendar address: programs that read it find nothing any more."""
    from ehcp_workflow.services.calendars.feeds import end_feed  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        end_feed(installation, number)
    console.print(f"Calendar {number} has ended.")
