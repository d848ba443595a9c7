"""The outbox as operators see and handle it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import holding, outbox_lists
from ehcp_workflow.store.outbox import State
from ehcp_workflow.store.outbox_lists import OutboxLine


def messages(installation: Installation, states: Sequence[str] | None = None) -> list[OutboxLine]:
    """The messages in some states, or all, newest first.

    Raises:
        BadInput: a state is not one.
    """
    for state in states or ():
        if state not in get_args(State):
            raise BadInput(f"'{state}' is not a state of a message. Choose from: {', '.join(get_args(State))}.")
    with installation.database.read() as unit:
        return outbox_lists.lines(unit, states)


def retry_message(installation: Installation, outbox_id: int) -> None:
    """Let a message be tried again with the next delivery.

    Raises:
        NotFound: there is no such message.
        Refused: it was sent, or has nothing left to tell.
    """
    with installation.database.write() as unit:
        holding.retry(unit, outbox_id, installation.now())
