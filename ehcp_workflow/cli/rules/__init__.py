"""`ehcp rules`: the law as this installation reads it, and its review by a lawyer."""

from __future__ import annotations

import typer

from ehcp_workflow.cli.rules.bank_holidays import calendar
from ehcp_workflow.cli.rules.comparing import diff, preview
from ehcp_workflow.cli.rules.counting_back import back
from ehcp_workflow.cli.rules.listing import check, list_
from ehcp_workflow.cli.rules.one_rule import show
from ehcp_workflow.cli.rules.reviewing import book, sign, worksheet

app = typer.Typer(no_args_is_help=True, help="The rules: duties and rights with their periods and citations.")
app.command()(check)
app.command("list")(list_)
app.command()(show)
app.command()(book)
app.command()(worksheet)
app.command()(sign)
app.command()(diff)
app.command()(preview)
app.command()(back)
app.command()(calendar)
