"""The `ehcp` command: its parts, and how errors reach a person."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer

from ehcp_workflow import __version__
from ehcp_workflow.cli import (
    calendar,
    case,
    caseload,
    evidence,
    family,
    messages,
    outbox,
    people,
    policy,
    provision,
    reconcile,
    request,
    review,
    rules,
    silence,
    support,
    tasks,
    terms,
    tokens,
    users,
)
from ehcp_workflow.cli.check_in import app as check_in_app
from ehcp_workflow.cli.checking import check, doctor
from ehcp_workflow.cli.keys import rotate_key
from ehcp_workflow.cli.simulate import simulate
from ehcp_workflow.cli.whatif import whatif
from ehcp_workflow.errors import EhcpError
from ehcp_workflow.settings import load_settings

app = typer.Typer(
    name="ehcp",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # a trace would show names and addresses
    help="Deadlines for Education, Health and Care Plan applications in England. Information, not legal advice.",
)
app.add_typer(case.app, name="case")
app.add_typer(caseload.app, name="caseload")
app.add_typer(messages.app, name="messages")
app.add_typer(outbox.app, name="outbox")
outbox.app.command()(reconcile.reconcile)
outbox.app.command()(reconcile.bounce)
app.add_typer(silence.app, name="silence")
app.add_typer(check_in_app, name="check-in")
app.add_typer(family.app, name="family")
app.add_typer(calendar.app, name="calendar")
app.add_typer(tasks.app, name="tasks")
app.add_typer(people.app, name="people")
app.add_typer(tokens.app, name="token")
app.add_typer(rules.app, name="rules")
app.add_typer(policy.app, name="policy")
app.add_typer(support.app, name="support")
app.add_typer(evidence.app, name="evidence")
app.add_typer(request.app, name="request")
app.add_typer(provision.app, name="provision")
app.add_typer(review.app, name="review")
app.add_typer(terms.app, name="terms")
app.add_typer(users.app, name="users")
demo_app = typer.Typer(no_args_is_help=True, help="A fictional caseload to look at.")
app.add_typer(demo_app, name="demo")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(db_app, name="db")
db_app.command("rotate-key")(rotate_key)
app.command()(check)
app.command()(doctor)
app.command()(whatif)
app.command()(simulate)


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"ehcp {__version__}")
        raise typer.Exit


@app.command()
def up(
    prefect_port: Annotated[int, typer.Option(help="Port of the Prefect server and its UI.")] = 4200,
    web_port: Annotated[int, typer.Option(help="Port of the pages.")] = 8350,
    mail_port: Annotated[int, typer.Option(help="Port of the demo's mail server.")] = 8025,
    demo: Annotated[bool, typer.Option("--demo", help="Load the demo, and receive its mail on this machine.")] = False,
    migrate: Annotated[bool, typer.Option("--migrate", help="Bring an older database up to date first.")] = False,
) -> None:
    """Start everything on this machine: Prefect and its UI, the flows, the pages. Ctrl-C stops it all."""
    from ehcp_workflow.cli.up import up as run_everything  # noqa: PLC0415 - only this command needs it
    from ehcp_workflow.cli.users_of_the_demo import make_and_show  # noqa: PLC0415 - as above
    from ehcp_workflow.services.demo import load_demo  # noqa: PLC0415 - as above
    from ehcp_workflow.services.installation import open_installation  # noqa: PLC0415 - as above

    settings = load_settings()
    with open_installation(settings, may_migrate=migrate) as installation:
        if demo:
            loaded = load_demo(installation)
            typer.echo(f"Demo caseload: {loaded} cases loaded." if loaded else "Demo caseload: there already.")
            make_and_show(installation)
    raise typer.Exit(run_everything(settings.home, prefect_port, web_port, mail_port, demo=demo))


@demo_app.command("load")
def demo_load() -> None:
    """Load a fictional caseload of 60 cases in all states. Nobody in it is real. Loading it again adds nothing."""
    from ehcp_workflow.services.demo import load_demo  # noqa: PLC0415 - only this command needs it
    from ehcp_workflow.services.installation import open_installation  # noqa: PLC0415 - as above

    with open_installation() as installation:
        loaded = load_demo(installation)
    typer.echo(f"{loaded} fictional cases loaded." if loaded else "The demo is here already; nothing was added.")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database up to this version. Back it up first."""
    from ehcp_workflow.services.installation import open_installation  # noqa: PLC0415 - only this command needs it

    with open_installation(may_migrate=True):
        typer.echo("The database is up to date.")


def run() -> None:
    """Run the command line; an error a person can mend is one sentence and an exit code."""
    # What goes wrong is reported by the commands themselves; log lines are for the services that run on their own.
    logging.getLogger("ehcp_workflow").addHandler(logging.NullHandler())
    try:
        app()
    except EhcpError as error:
        typer.echo(f"ehcp: {error}", err=True)
        sys.exit(error.exit_code)
