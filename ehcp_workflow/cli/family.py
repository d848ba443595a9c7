"""`ehcp family`: the private links by which families see their own page."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation

app = typer.Typer(no_args_is_help=True, help="The private links by which families see their own page.")
Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]
Link = Annotated[int, typer.Argument(help="The number of the link in ehcp family list.")]


@app.command()
def link(
    reference: Reference,
    person: Annotated[int, typer.Option(help="Whose page it is: their number in ehcp people list.")],
    word: Annotated[
        bool, typer.Option("--word", help="Ask for a word agreed with them, typed next, not the date of birth.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the link of one person to the page of a case. It is printed once; one they had before ends."""
    from ehcp_workflow.services.family.links import make_link  # noqa: PLC0415 - see main.py

    agreed = typer.prompt("The word you agreed") if word else None
    with open_installation() as installation:
        made = make_link(installation, reference, person, who(), word=agreed)
    if as_json:
        show_json({"number": made.link_id, "address": made.address, "asks": made.asks, "last_day": made.last_day})
        return
    asks = "the word you agreed" if word else "the child's date of birth"
    console.print(f"It asks for {asks} and works until {made.last_day}. Give it to them in a safe way:")
    typer.echo(made.address)


@app.command("list")
def list_(
    reference: Annotated[str | None, typer.Argument(help="The case; left out in the demo: every link.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the links to the page of a case, without their addresses. In the demo, every link with its address."""
    from ehcp_workflow.services.demo.family_page import WORD  # noqa: PLC0415 - see main.py
    from ehcp_workflow.services.family.links import addresses_of_all, list_links  # noqa: PLC0415 - as above

    with open_installation() as installation:
        if reference is None and not installation.settings.demo:
            raise BadInput("Name the case whose links to list.")
        if reference is None:
            for case, person, address in addresses_of_all(installation):
                typer.echo(f"{case}, person {person}, asks for the word '{WORD}': {address}")
            return
        found = list_links(installation, reference)
    if as_json:
        show_json([one.__dict__ for one in found])
        return
    shown = table(f"Links to the page of {reference}", "No.", "Person", "Asks for", "Last day", "Last used", "State")
    for one in found:
        used = f"{one.used_at:%Y-%m-%d}" if one.used_at else "never"
        asks = one.asks.replace("_", " ")
        shown.add_row(str(one.number), f"{one.role} {one.person_id}", asks, str(one.last_day), used, one.state)
    console.print(shown)
    if not found:
        console.print(f"There are none. Make one: ehcp family link {reference} --person NUMBER", highlight=False)


@app.command()
def renew(reference: Reference, number: Link) -> None:
    """Let a link work for 90 days from now."""
    from ehcp_workflow.services.family.links import renew_link  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        until = renew_link(installation, reference, number)
    console.print(f"Link {number} works until {until}.")


@app.command()
def revoke(reference: Reference, number: Link) -> None:
    """End a link at once, such as when a phone was lost. Whoever is looking at its page sees nothing more."""
    from ehcp_workflow.services.family.links import revoke_link  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        revoke_link(installation, reference, number)
    console.print(f"Link {number} has ended.")
