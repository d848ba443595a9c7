"""`ehcp case ack` and `ehcp case snooze`: what an adviser was told has been seen to, or can wait."""

from __future__ import annotations

from typing import Annotated

import typer

from ehcp_workflow.cli.printing import console, read_day
from ehcp_workflow.cli.silence import Reason, Until
from ehcp_workflow.cli.typist import who
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import open_installation

Reference = Annotated[str, typer.Argument(help="The case: our reference or your own.")]


def ack(
    reference: Reference,
    rule: Annotated[str | None, typer.Argument(help="Only what was told of this rule, e.g. ASM-10.")] = None,
) -> None:
    """Acknowledge what you were told of a case: it is not taken to your supervisor. The dates run on."""
    from ehcp_workflow.services.quieting import acknowledge  # noqa: PLC0415 - see main.py

    with open_installation() as installation:
        seen = acknowledge(installation, reference, rule, who())
    console.print(f"{seen} {'notice' if seen == 1 else 'notices'} acknowledged." if seen else "Nothing was waiting.")


def snooze(
    reference: Reference,
    rule: Annotated[str, typer.Argument(help="The rule whose date can wait, e.g. ASM-10.")],
    until: Until,
    reason: Reason,
) -> None:
    """Hear nothing more of one date before a day. The family's own reminders go on."""
    from ehcp_workflow.services.quieting import snooze as begin  # noqa: PLC0415 - see main.py

    day = read_day(until)
    if day is None:
        raise BadInput("Give the day on which you want to be told again with --until.")
    with open_installation() as installation:
        numbers = begin(installation, reference, rule, day, reason, who())
    listed = ", ".join(map(str, numbers))
    console.print(f"Snoozed until {day} (silence {listed}). End it before with: ehcp silence end {numbers[0]}")
