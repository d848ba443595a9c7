"""Messages as those who look after them see and handle them: page by page, one by one, within what they may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ehcp_workflow.errors import NotFound, Refused
from ehcp_workflow.services.accounts.visitor import Visitor
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.planning.planner import Planner
from ehcp_workflow.store import accesses, holding, notices, outbox_pages, task_ends, tasks
from ehcp_workflow.store.accesses import Access
from ehcp_workflow.store.engine import Unit
from ehcp_workflow.store.outbox_pages import Attempt, Group, Post, Telling
from ehcp_workflow.store.tasks import Task

BY_HAND = "handed over by a person"
SHOWN_REFERENCES = 50


@dataclass(frozen=True)
class Page:
    """Some messages of a group, with what each tells, and the number to go on below, where there are more."""

    posts: tuple[tuple[Post, tuple[Telling, ...]], ...]
    following: int | None


@dataclass(frozen=True)
class Opened:
    """One message with what it tells and how it was tried."""

    post: Post
    tellings: tuple[Telling, ...]
    attempts: tuple[Attempt, ...]

    @property
    def can_be_retried(self) -> bool:
        """Whether it is in a state from which it can be tried again."""
        return self.post.state in {"dead", "failed", "unknown"}

    @property
    def untold(self) -> tuple[Telling, ...]:
        """What it did not tell, and nothing else has told since."""
        return tuple(one for one in self.tellings if one.state in {"undeliverable", "planned"})


def page_of(installation: Installation, visitor: Visitor, group: Group, before: int | None, size: int) -> Page:
    """Messages of a group that tell of no case they may not know, newest first."""
    with installation.database.read() as unit:
        found = outbox_pages.posts(unit, visitor.knows, group, before, size + 1)
        tells = outbox_pages.tellings(unit, [post.id for post in found[:size]])
    shown = tuple((post, tuple(tells[post.id])) for post in found[:size])
    return Page(shown, found[size - 1].id if len(found) > size else None)


def count_groups(installation: Installation, visitor: Visitor) -> dict[Group, int]:
    """How many such messages are in each group."""
    with installation.database.read() as unit:
        return outbox_pages.count_groups(unit, visitor.knows)


def open_message(installation: Installation, visitor: Visitor, outbox_id: int) -> Opened:
    """One message.

    Raises:
        NotFound: there is no such message, or it tells of a case they may not know.
    """
    with installation.database.read() as unit:
        return Opened(
            _known(unit, visitor, outbox_id),
            tuple(outbox_pages.tellings(unit, [outbox_id])[outbox_id]),
            tuple(outbox_pages.attempts(unit, outbox_id)),
        )


def held_references(installation: Installation, visitor: Visitor, why: str) -> list[str]:
    """The first cases of which messages held for a cause tell."""
    with installation.database.read() as unit:
        return outbox_pages.held_references(unit, visitor.knows, why, SHOWN_REFERENCES)


def try_again(installation: Installation, visitor: Visitor, outbox_id: int, what: str) -> None:
    """Let a message be tried again with the next delivery; `what` is written down with its cases.

    Raises:
        NotFound: as `open_message`.
        Refused: it was sent, or has nothing left to tell.
    """
    with installation.database.write() as unit:
        _known(unit, visitor, outbox_id, hold=True)
        holding.retry(unit, outbox_id, installation.now())
        _note(installation, unit, visitor, outbox_pages.cases_told_of(unit, outbox_id), what)


def see_to(installation: Installation, visitor: Visitor, outbox_id: int, what: str) -> None:
    """Note that nothing more is to be done about a message that was given up: its tasks are done, the rest is over.

    Raises:
        NotFound: as `open_message`.
        Refused: it was not given up.
    """
    with installation.database.write() as unit:
        if _known(unit, visitor, outbox_id, hold=True).state not in {"dead", "failed"}:
            raise Refused(f"Message {outbox_id} was not given up, so there is nothing to see to.")
        now = installation.now()
        task_ends.close(unit, task_ends.open_about(unit, outbox_id), visitor.name, now)
        done = task_ends.seen_to(unit, outbox_id)
        rest = [one.notice for one in _undeliverable(unit, outbox_id) if one.notice not in done]
        notices.settle(unit, rest, "expired")
        _note(installation, unit, visitor, outbox_pages.cases_told_of(unit, outbox_id), what)


def hand_over(installation: Installation, visitor: Visitor, outbox_id: int, what: str) -> int:
    """Give up a message of which nobody knows whether it arrived, or that failed, and have people told by hand.

    Returns:
        How many tasks were made of it.

    Raises:
        NotFound: as `open_message`.
        Refused: it is neither, or tells nobody anything that a person could tell them.
    """
    with installation.database.write() as unit:
        state = _known(unit, visitor, outbox_id, hold=True).state
        if state == "unknown":
            holding.give_up(unit, outbox_id, installation.now())
        elif state not in {"dead", "failed"}:
            raise Refused(f"Message {outbox_id} is {state}, so nobody has to be told by hand.")
        planner, before = Planner(installation, unit), task_ends.open_about(unit, outbox_id)
        for one in _undeliverable(unit, outbox_id):
            planner.make_task(one.notice, "not known whether they were told" if state == "unknown" else BY_HAND)
        made = task_ends.open_about(unit, outbox_id) - before
        if not made:
            raise Refused(f"Message {outbox_id} tells nothing that is not a task already, or that a person could tell.")
        _note(installation, unit, visitor, outbox_pages.cases_told_of(unit, outbox_id), what)
    return len(made)


def tasks_known(installation: Installation, visitor: Visitor, after: int, size: int) -> list[Task]:
    """What is still to be done by hand in cases they may know, oldest first, with a number above `after`."""
    with installation.database.read() as unit:
        return tasks.open_tasks_after(unit, visitor.knows, after, size)


def finish(installation: Installation, visitor: Visitor, task_id: int, what: str) -> None:
    """Note that a task was done.

    Raises:
        NotFound: there is no such task, it was done before, or it is of a case they may not know.
    """
    with installation.database.write() as unit:
        found = tasks.open_tasks_after(unit, visitor.knows, task_id - 1, 1)
        if not found or found[0].id != task_id:
            raise NotFound(f"There is no open task {task_id}.")
        tasks.finish(unit, task_id, visitor.name, installation.now())
        _note(installation, unit, visitor, [found[0].case_id], what)


def _known(unit: Unit, visitor: Visitor, outbox_id: int, *, hold: bool = False) -> Post:
    found = outbox_pages.post(unit, visitor.knows, outbox_id, hold=hold)
    if found is None:
        raise NotFound(f"There is no message {outbox_id}.")
    return found


def _undeliverable(unit: Unit, outbox_id: int) -> list[Telling]:
    return [one for one in outbox_pages.tellings(unit, [outbox_id])[outbox_id] if one.state == "undeliverable"]


def _note(installation: Installation, unit: Unit, visitor: Visitor, case_ids: Iterable[int], what: str) -> None:
    """Write down with each case that somebody did something about what it tells."""
    access = Access(visitor.name, what, True, installation.now())
    for case_id in case_ids:
        accesses.add_access(unit, case_id, visitor.account_id, access)
