"""The outbox as operators see and handle it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.store import casebook, holding, outbox_lists, positions, tasks
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.holding import Held
from ehcp_workflow.store.outbox import State
from ehcp_workflow.store.outbox_lists import OutboxLine
from ehcp_workflow.store.tasks import Task
from ehcp_workflow.store.visibility import EVERYTHING, Sees


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


def held_messages(installation: Installation, knows: Sees = EVERYTHING) -> list[Held]:
    """What waits until a person releases it, by cause; `knows` as in `release`."""
    with installation.database.read() as unit:
        return holding.held(unit, knows)


def release(installation: Installation, why: str | None, limit: int | None, by: str, knows: Sees = EVERYTHING) -> int:
    """Let held messages go, the most urgent first, within the hours for sending; how many.

    Once all have gone, the cases they were held in are accepted: what they tell later goes as it comes. Only what is
    about cases that whoever does it `knows` of is let go and accepted.

    Raises:
        BadInput: nothing is held for that cause.
    """
    with installation.database.write() as unit:
        released = holding.release(unit, why, limit, by, installation.now(), knows)
        accepted = 0 if _still_held(unit, why, knows) else positions.end_quiet(unit, why, knows)
    if why is not None and not (released or accepted):
        raise BadInput(f"Nothing is held because of '{why}'. `ehcp outbox held` shows what is.")
    return released


def discard(installation: Installation, why: str, knows: Sees = EVERYTHING) -> int:
    """Drop held messages of one cause: nobody is told of what they held. The dates themselves run on; how many.

    The cases they were held in are accepted with it: what they tell later goes as it comes. `knows` as in `release`.

    Raises:
        BadInput: nothing is held for that cause.
    """
    with installation.database.write() as unit:
        dropped = holding.discard(unit, why, installation.now(), knows)
        accepted = positions.end_quiet(unit, why, knows)
    if not (dropped or accepted):
        raise BadInput(f"Nothing is held because of '{why}'. `ehcp outbox held` shows what is.")
    return dropped


def _still_held(unit: Unit, why: str | None, knows: Sees) -> bool:
    return any(one.messages for one in holding.held(unit, knows) if why in {None, one.why})


def open_tasks(installation: Installation, reference: str | None = None) -> list[Task]:
    """What advisers must do by hand, of one case or of all, oldest first.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        case_id = casebook.find_case(unit, installation.cipher, reference).id if reference else None
        return tasks.open_tasks(unit, case_id)


def finish_task(installation: Installation, task_id: int, by: str) -> None:
    """Note that a task was done.

    Raises:
        NotFound: there is no such task, or it was done before.
    """
    with installation.database.write() as unit:
        tasks.finish(unit, task_id, by, installation.now())


def retry_message(installation: Installation, outbox_id: int) -> None:
    """Let a message be tried again with the next delivery.

    Raises:
        NotFound: there is no such message.
        Refused: it was sent, or has nothing left to tell.
    """
    with installation.database.write() as unit:
        holding.retry(unit, outbox_id, installation.now())
