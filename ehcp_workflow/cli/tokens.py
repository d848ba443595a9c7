"""`ehcp token`: secrets by which other programs use the API as somebody."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.services.accounts import tokens as service
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.today import LONDON

app = typer.Typer(no_args_is_help=True, help="Tokens by which other programs use the API as somebody.")


@app.command()
def make(
    account: Annotated[str, typer.Argument(help="The account it acts as.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "a program",
    write: Annotated[bool, typer.Option("--write", help="It may change things; without this it only reads.")] = False,
    days: Annotated[int, typer.Option(help="After how many days it ends.")] = service.USUAL_DAYS,
    as_json: AsJson = False,
) -> None:
    """Make a token and show its secret, once."""
    with open_installation() as installation:
        secret = service.make_token(installation, account, name, may_change=write, days=days)
    if as_json:
        show_json({"secret": secret, "days": days, "may_change": write})
        return
    typer.echo(secret)
    typer.echo("This is shown once. Keep it like a password; send it as 'Authorization: Bearer …'.", err=True)


@app.command("list")
def list_(
    account: Annotated[str | None, typer.Argument(help="Only the tokens of this account.")] = None,
    as_json: AsJson = False,
) -> None:
    """List tokens: whose they are, what they may do, until when, and when they were last used."""
    with open_installation() as installation:
        found, now = service.list_tokens(installation, account), installation.now()
    if as_json:
        show_json([one.__dict__ for one in found])
        return
    shown = table("Tokens", "No.", "Account", "What for", "May", "Until", "Last used", "")
    for one in found:
        state = "taken back" if one.ended_at else "ended" if one.ends_at <= now else "holds"
        used = f"{one.used_at.astimezone(LONDON):%d %b %Y %H:%M}" if one.used_at else "never"
        until = f"{one.ends_at.astimezone(LONDON):%d %b %Y}"
        may = "read and change" if one.may_change else "read"
        shown.add_row(str(one.id), escape(one.account), escape(one.name), may, until, used, state)
    console.print(shown)


@app.command()
def revoke(token: Annotated[int, typer.Argument(help="The number of the token.")]) -> None:
    """Take a token back: from now on it lets nobody in."""
    with open_installation() as installation:
        service.revoke_token(installation, token)
    console.print(f"Token {token} lets nobody in any more.")
