"""`ehcp users assign`, `wall` and `accesses`: whose a case is, who must not see it, and who looked."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.today import LONDON

Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]


def assign(
    reference: Reference,
    to: Annotated[str | None, typer.Option(help="The adviser who works on it.")] = None,
    team: Annotated[str | None, typer.Option(help="The team that sees it.")] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="No adviser works on it.")] = False,
    no_team: Annotated[bool, typer.Option("--no-team", help="Everybody who sees cases sees it.")] = False,
) -> None:
    """Say whose a case is: its team, its adviser, or both. What is not given stays; without any, shows it."""
    from ehcp_workflow.services.accounts import desks  # noqa: PLC0415 - see main.py

    if (to and nobody) or (team and no_team):
        raise BadInput("Give either --to or --nobody, and either --team or --no-team.")
    with open_installation() as installation:
        seen = desks.who_sees(installation, reference)
        if to or team or nobody or no_team:
            new_team = None if no_team else team or seen.desk.team
            new_adviser = None if nobody else to or seen.desk.adviser
            desks.assign(installation, seen.reference, desks.Desk(new_team, new_adviser))
            seen = desks.who_sees(installation, reference)
    console.print(f"{seen.reference}: team {seen.desk.team or 'none, so everybody who sees cases'}; adviser "
                  f"{seen.desk.adviser or 'nobody'}.", highlight=False)  # fmt: skip
    for wall_ in seen.walls:
        console.print(f"Behind a wall: {wall_.account} (by {wall_.by}).", highlight=False)
    console.print(f"Can see it: {', '.join(seen.can_see) or 'nobody'}.", highlight=False)


def wall(
    reference: Reference,
    name: Annotated[str, typer.Argument(help="The account that must not see the case.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take the wall away.")] = False,
) -> None:
    """Keep somebody from seeing a case because of a conflict of interest, whatever their role and team."""
    from ehcp_workflow.services.accounts import desks  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        if remove:
            done = desks.remove_wall(installation, reference, name)
            words = "may see it again, as far as role and team allow." if done else "was not behind a wall."
        else:
            done = desks.put_wall(installation, reference, name, who())
            words = "can no longer see it." if done else "could not see it before either."
    console.print(f"{reference}: {name} {words}", highlight=False)


def accesses(
    reference: Annotated[str | None, typer.Argument(help="The case: our reference or your own.")] = None,
    name: Annotated[str | None, typer.Option("--who", help="Everything that this account looked at.")] = None,
    most: Annotated[int, typer.Option(help="How many, the newest first.", min=1, max=10_000)] = 200,
    as_json: AsJson = False,
) -> None:
    """List who looked at a case and who changed it in the pages, or what somebody looked at; the newest first."""
    from ehcp_workflow.services.accounts import desks  # noqa: PLC0415 - see main.py

    if (reference is None) == (name is None):
        raise BadInput("Give either a case or --who NAME.")
    with open_installation() as installation:
        if reference is not None:
            found = [desks.Looked(reference, access) for access in desks.looks_at(installation, reference, most)]
        else:
            found = desks.looks_by(installation, name or "", most=most)
    if as_json:
        show_json([{"reference": each.reference, **each.access.__dict__} for each in found])
        return
    shown = table("Who looked at what", "When", "Who", "Case", "What", "Changed")
    for each in found:
        access = each.access
        when = f"{access.at.astimezone(LONDON):%d %b %Y %H:%M:%S}"
        shown.add_row(when, access.who, each.reference, access.what, "changed" if access.changed else "looked")
    console.print(shown)
