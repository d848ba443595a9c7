"""`ehcp outbox reconcile` and `ehcp outbox bounce`: what became of messages, found out now or from one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation

_ENDS = {
    "delivered": "The message was delivered.",
    "failed": "The message came back. What it told goes another way, or is a task: ehcp tasks list",
    "complaint": "Somebody marked the message as unwanted. They are written to no more: ehcp tasks list",
    "kept": "This was kept; nothing follows from it, or not yet.",
    "ignored": "This changes nothing: it was seen before, or is none of our messages come back.",
}


def reconcile(as_json: AsJson = False) -> None:
    """Find out what became of messages: ask the providers that can be asked, and read mail that came back."""
    from ehcp_workflow.services.reconciling import reconcile as find_out  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        report = find_out(installation)
    if as_json:
        show_json(report.__dict__)
        return
    console.print(", ".join(f"{n} {name}" for name, n in report.__dict__.items() if n) or "There was nothing to do.")


def bounce(
    file: Annotated[Path, typer.Argument(help="A message that came back, whole, as a mail program saves it.")],
) -> None:
    """Apply one message that came back, such as a mail server forwards it through a pipe or a file."""
    from ehcp_workflow.services.reconciling import take_bounce  # noqa: PLC0415 - see main.py

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read ({error.strerror}). Give the file of one message.") from None
    with open_installation() as installation:
        console.print(_ENDS[take_bounce(installation, raw)])
