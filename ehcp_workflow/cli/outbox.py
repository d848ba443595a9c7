"""`ehcp outbox`: the messages that wait, that left, and that need a person. No address and no words are shown."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import AsJson, console, show_json, table
from ehcp_workflow.cli.typist import who
from ehcp_workflow.services.installation import open_installation
from ehcp_workflow.store.holding import Held
from ehcp_workflow.today import LONDON

app = typer.Typer(no_args_is_help=True, help="Messages waiting, sent and in trouble.")


@app.command("list")
def list_(
    state: Annotated[
        list[str] | None,
        typer.Option(help="Only these: held, due, sending, unknown, accepted, delivered, failed, cancelled, dead."),
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
    shown = table("Outbox", "No.", "For", "What", "State", "Tells", "Tries", "Next try", "Answer")
    for line in lines:
        waits = line.state in {"due", "unknown"}
        next_at = f"{line.next_at.astimezone(LONDON):%d %b %H:%M}" if waits else ""
        answer = f"{line.last_outcome or ''} {line.last_code or ''}".strip()
        shown.add_row(
            str(line.id),
            str(line.london_date),
            f"{line.message} {line.channel}",
            line.state,
            str(line.notices),
            str(line.attempts),
            next_at,
            answer,
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


@app.command()
def held(as_json: AsJson = False) -> None:
    """Show what waits until a person releases it: after an import, a change of the rules, or on an abnormal day."""
    from ehcp_workflow.services.outbox_desk import held_messages  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        found = held_messages(installation)
    if as_json:
        show_json(
            [{"why": one.why, "messages": one.messages, "cases": one.cases, "notices": _flat(one)} for one in found]
        )
        return
    for one in found:
        console.print(f"[bold]{one.why}[/bold]: {one.messages} messages")
        if one.cases:
            console.print(f"{one.cases} cases that nobody has accepted yet: whatever they tell waits, also later.")
        if not one.notices:
            continue
        shown = table("", "Who", "What", "How many")
        for (audience, kind), n in one.notices.items():
            shown.add_row(audience, kind.replace("_", " "), str(n))
        console.print(shown)
    if found:
        console.print(f'Let them go with: ehcp outbox release --why "{found[0].why}", or drop them with discard.')
    else:
        console.print("Nothing is held.")


@app.command()
def release(
    why: Annotated[str | None, typer.Option(help="Only what is held for this cause, as `held` shows it.")] = None,
    most: Annotated[int | None, typer.Option(min=1, help="At most so many, the most urgent first.")] = None,
) -> None:
    """Let held messages go with the next delivery. What is no longer true by then is not sent."""
    from ehcp_workflow.services.outbox_desk import release as let_go  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        released = let_go(installation, why, most, who())
    said = "1 message goes" if released == 1 else f"{released} messages go"
    console.print(f"{said} with the next delivery.")


@app.command()
def discard(why: Annotated[str, typer.Option(help="The cause, as `held` shows it.")]) -> None:
    """Drop held messages: nobody is told of what they held. The dates run on, and later reminders come."""
    from ehcp_workflow.services.outbox_desk import discard as drop  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        dropped = drop(installation, why)
    console.print("1 message was dropped." if dropped == 1 else f"{dropped} messages were dropped.")


def _flat(one: Held) -> list[dict[str, object]]:
    return [{"audience": audience, "kind": kind, "count": n} for (audience, kind), n in one.notices.items()]
