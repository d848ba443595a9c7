"""`ehcp users`: who may use the pages, for what, and what they looked at."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli import users_cases
from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.accounts.visitor import Role
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.today import LONDON

app = typer.Typer(no_args_is_help=True, help="Who may use the pages, for what, and who sees which case.")
Name = Annotated[str, typer.Argument(help="The name they sign in with.")]
Teams = Annotated[list[str] | None, typer.Option("--team", help="A team they belong to; may be given again.")]


@app.command()
def invite(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they do here.")],
    shown_as: Annotated[str, typer.Option(help="Their name in the pages.")],
    team: Teams = None,
) -> None:
    """Make an account, and print the link by which they choose their password: once, within 72 hours."""
    from ehcp_workflow.services.accounts import inviting  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        link = inviting.invite(installation, inviting.NewAccount(name, shown_as, role, tuple(team or ())))
    _print_link(name, link)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List every account, ended ones too."""
    from ehcp_workflow.services.accounts.managing import list_accounts  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = list_accounts(installation)
    if as_json:
        show_json([account.__dict__ for account in found])
        return
    shown = table("Who may use the pages", "Name", "Shown as", "Role", "Teams", "Second factor", "State", "Signed in")
    for each in found:
        factor = "set up" if each.second_factor else "no"
        here = f"{each.signed_in} (last used {each.last_used.astimezone(LONDON):%H:%M})" if each.last_used else "no"
        shown.add_row(each.name, each.shown_as, each.role.in_words, ", ".join(each.teams), factor, each.state, here)
    console.print(shown)
    if not found:
        console.print("Nobody yet. Invite the first: ehcp users invite NAME --role supervisor --shown-as 'Jo Green'")


@app.command()
def end(name: Name) -> None:
    """End an account for good: it is signed out everywhere at once. What it recorded stays under its name."""
    from ehcp_workflow.services.accounts.managing import end_account  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        end_account(installation, name)
    console.print(f"The account {name} has ended.", highlight=False)


@app.command()
def role(name: Name, new: Annotated[Role, typer.Argument(help="What they do here from now on.")]) -> None:
    """Give an account another role; it is signed out and signs in again as what the role needs."""
    from ehcp_workflow.services.accounts.managing import change_role  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        change_role(installation, name, new)
    console.print(f"{name} is {new.in_words} now.", highlight=False)


@app.command()
def teams(
    name: Annotated[
        str | None, typer.Argument(help="The name they sign in with; without one, lists all teams.")
    ] = None,
    team: Teams = None,
    none: Annotated[bool, typer.Option("--none", help="They belong to no team.")] = False,
) -> None:
    """Say to which teams somebody belongs: those given and no others. A team that is new is made."""
    if name is not None and bool(team) == none:
        raise BadInput("Give the teams with --team, or --none.")
    from ehcp_workflow.services.accounts.managing import change_teams, list_teams  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        if name is not None:
            change_teams(installation, name, team or ())
            console.print(f"{name} belongs to: {', '.join(team or ()) or 'no team'}.", highlight=False)
            return
        console.print(", ".join(list_teams(installation)) or "There is no team yet.", highlight=False)


@app.command()
def reset(name: Name) -> None:
    """Let somebody choose their password anew and set up their second factor anew; signs them out everywhere."""
    from ehcp_workflow.services.accounts.managing import reset_account  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        link = reset_account(installation, name)
    _print_link(name, link)


@app.command()
def sessions(name: Name, as_json: AsJson = False) -> None:
    """List the browsers in which somebody is signed in."""
    from ehcp_workflow.services.accounts.managing import sessions_of_name  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = sessions_of_name(installation, name)
    if as_json:
        show_json([session.__dict__ for session in found])
        return
    shown = table(f"Browsers in which {name} is signed in", "Since", "Last used", "Ends at the latest")
    for each in found:
        moments = (each.began_at, each.seen_at, each.ends_at)
        shown.add_row(*(f"{moment.astimezone(LONDON):%d %b %Y %H:%M}" for moment in moments))
    console.print(shown)


@app.command("sign-out")
def sign_out(name: Name) -> None:
    """Sign somebody out of every browser."""
    from ehcp_workflow.services.accounts.managing import sign_out_everywhere  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        ended = sign_out_everywhere(installation, name)
    console.print(f"{name} was signed out of {ended} browser{'' if ended == 1 else 's'}.", highlight=False)


@app.command()
def code(name: Name) -> None:
    """Show the code that somebody of the demo would read off their authenticator. Only while a demo runs."""
    from ehcp_workflow.services.accounts.second_factor import code_of_the_demo  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        console.print(code_of_the_demo(installation, name), highlight=False)


def _print_link(name: str, link: str) -> None:
    """Print a link whole on a line of its own, whatever the width of the terminal."""
    typer.echo(f"Give this link to {name} and to nobody else. It works once, for 72 hours:")
    typer.echo(link)


app.command()(users_cases.assign)
app.command()(users_cases.wall)
app.command()(users_cases.accesses)
