"""`ehcp users`: who may use the pages, for what, and who looked at which case."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import console
from ehcp_workflow.services.installation import open_installation

app = typer.Typer(no_args_is_help=True, help="Who may use the pages, and who sees which case.")
Name = Annotated[str, typer.Argument(help="The name they sign in with.")]


@app.command()
def code(name: Name) -> None:
    """Show the code that somebody of the demo would read off their authenticator. Only while a demo runs."""
    from ehcp_workflow.services.accounts.second_factor import code_of_the_demo  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        console.print(code_of_the_demo(installation, name), highlight=False)
