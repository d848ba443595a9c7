"""`ehcp outbox`: the messages that wait, that left, and that need a person. No address and no words are shown."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.today import LONDON

app = typer.Typer(no_args_is_help=True, help="Messages waiting, sent and in trouble.")


@app.command("list")
def list_(
    state: Annotated[
        list[str] | None, typer.Option(help="Only these: due, sending, unknown, sent, cancelled, dead.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the messages, newest first."""
    from ehcp_workflow.services.outbox_desk import messages  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        lines = messages(installation, state)
    if as_json:
        show_json([line.__dict__ for line in lines])
        return
    shown = table("Outbox", "Message", "For", "State", "Dates told", "Tries", "Next try", "Last answer")
    for line in lines:
        waits = line.state in {"due", "unknown"}
        next_at = f"{line.next_at.astimezone(LONDON):%d %b %H:%M}" if waits else ""
        answer = f"{line.last_outcome or ''} {line.last_code or ''}".strip()
        shown.add_row(
            str(line.id), str(line.london_date), line.state, str(line.notices), str(line.attempts), next_at, answer
        )
    console.print(shown)


@app.command()
def retry(message: Annotated[int, typer.Argument(help="The number of the message.")]) -> None:
    """Try a message again that was given up, or not wait any longer for its next try."""
    from ehcp_workflow.services.outbox_desk import retry_message  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        retry_message(installation, message)
    console.print(f"Message {message} is tried again with the next delivery.")


@app.command()
def send(as_json: AsJson = False) -> None:
    """Send what is due now, without waiting for the schedule."""
    from ehcp_workflow.services.delivery import deliver  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        report = deliver(installation)
    if as_json:
        show_json(report.__dict__)
        return
    console.print(", ".join(f"{n} {name}" for name, n in report.__dict__.items() if n) or "Nothing was due.")
