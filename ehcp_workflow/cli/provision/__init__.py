"""`ehcp provision`: what Section F of a plan specifies, and what was delivered of it."""

from __future__ import annotations

import typer

from ehcp_workflow.cli.provision.correct import correct
from ehcp_workflow.cli.provision.importing import import_, template
from ehcp_workflow.cli.provision.ledger import ledger
from ehcp_workflow.cli.provision.lines import add, carry, lines
from ehcp_workflow.cli.provision.log import log

app = typer.Typer(no_args_is_help=True, help="Section F: what a plan specifies, and what was delivered of it.")
app.command()(add)
app.command()(lines)
app.command()(carry)
app.command()(log)
app.command()(correct)
app.command("import")(import_)
app.command()(template)
app.command()(ledger)

__all__ = ["app"]
