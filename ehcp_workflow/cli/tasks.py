"""`ehcp tasks`: what an adviser must do by hand, because no message could."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.today import LONDON

app = typer.Typer(no_args_is_help=True, help="People to phone or write to, because no message could reach them.")


@app.command("list")
def list_(
    reference: Annotated[str | None, typer.Argument(help="Only of this case.")] = None, as_json: AsJson = False
) -> None:
    """List what is still to be done, oldest first."""
    from ehcp_workflow.services.outbox_desk import open_tasks  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = open_tasks(installation, reference)
        rules = installation.rulebook.rules
    if as_json:
        show_json([task.__dict__ for task in found])
        return
    shown = table("To do by hand", "Task", "Case", "Person", "About", "Due", "Why", "Since")
    for task in found:
        rule = rules.get(task.subject.removeprefix("clock:").partition("@")[0])
        about = f"{rule.ref} {rule.title_in_lists}" if rule else task.subject
        since = f"{task.made_at.astimezone(LONDON):%d %b %Y}"
        whom = f"{task.role.replace('_', ' ')}, {task.person_id}"
        due = task.due.in_words() if task.due else ""
        shown.add_row(str(task.id), task.reference, whom, about, due, task.why, since)
    console.print(shown)
    console.print("Whom to reach and how: ehcp people list REFERENCE. Then: ehcp tasks done TASK")


@app.command()
def done(number: Annotated[int, typer.Argument(help="The number of the task.")]) -> None:
    """Note that a task was done."""
    from ehcp_workflow.services.outbox_desk import finish_task  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        finish_task(installation, number, who())
    console.print(f"Task {number} is done.")
