"""The messages of one case: what was sent to whom, how and when, what became of it, and what waits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.sealed_links import without_keys
from ehcp_workflow.services.simulating.saying import in_one_line
from ehcp_workflow.store import case_messages, casebook, told
from ehcp_workflow.store.case_messages import MessageLine
from ehcp_workflow.store.told import Line

WAITING = frozenset({"held", "due", "sending", "unknown"})


@dataclass(frozen=True)
class CaseMessage:
    """One message of a case.

    Attributes:
        id: its number in the outbox; state: how it stands, as in the outbox; held_why: why a person must release it.
        role: the part in the case of the person it goes to; their name and address are not said.
        channel: by which way.
        at: when it was taken by its provider or given up, or else when it may be tried next.
        tells: what it tells of this case, one line each.
        subject, text: its words, without the keys of its links; empty while they are not written.
        of_others: whether it also told of other cases, so that its words are not shown here.
        attempts: how often it was tried; code: what the provider said last.
    """

    id: int
    state: str
    held_why: str | None
    role: str
    channel: str
    at: datetime
    tells: tuple[str, ...]
    subject: str = field(repr=False)
    text: str = field(repr=False)
    of_others: bool
    attempts: int
    code: str | None


@dataclass(frozen=True)
class Untold:
    """Something that no message could tell somebody: a task for a person, with why."""

    role: str
    what: str
    why: str
    since: datetime


@dataclass(frozen=True)
class CaseMessages:
    """All messages of a case: those over, newest first; those waiting, soonest first; and what must be told by hand."""

    over: tuple[CaseMessage, ...]
    waiting: tuple[CaseMessage, ...]
    by_hand: tuple[Untold, ...]


def count_messages(installation: Installation, reference: str) -> dict[str, int]:
    """How many messages of a case stand in each state of the outbox; states without any are left out.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        return case_messages.count_by_state(unit, record.id)


def read_messages(installation: Installation, reference: str) -> CaseMessages:
    """The messages of a case, for its own page.

    Raises:
        NotFound: there is no such case.
    """
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        lines = told.lines(unit, case_id=record.id)
        found = case_messages.messages_of(unit, record.id)
        parts = told.roles(unit, record.id)
    roles = {person_id: role for (_, person_id), role in parts.items()}
    made = [_message(installation, one, lines, roles) for one in found]
    return CaseMessages(
        over=tuple(sorted((one for one in made if one.state not in WAITING), key=lambda one: one.at, reverse=True)),
        waiting=tuple(sorted((one for one in made if one.state in WAITING), key=lambda one: one.at)),
        by_hand=tuple(
            Untold(_role(line, roles), in_one_line(installation.rulebook, line), line.task or "", line.planned_at)
            for line in lines
            if line.task and line.state == "undeliverable"
        ),
    )


def _message(installation: Installation, one: MessageLine, lines: list[Line], roles: Mapping[int, str]) -> CaseMessage:
    carried = [line for line in lines if line.message_id == one.id]
    subject, text = ("", "") if one.of_others or not one.words_sealed else _words(installation, one.words_sealed)
    return CaseMessage(
        id=one.id,
        state=one.state,
        held_why=one.held_why,
        role=_role(carried[0], roles),
        channel=one.channel,
        at=one.finished_at or one.next_at,
        tells=tuple(dict.fromkeys(in_one_line(installation.rulebook, line) for line in carried)),
        subject=subject,
        text=text,
        of_others=one.of_others,
        attempts=one.attempts,
        code=one.code,
    )


def _role(line: Line, roles: Mapping[int, str]) -> str:
    return roles.get(line.person_id, line.audience)


def _words(installation: Installation, sealed: str) -> tuple[str, str]:
    said = json.loads(installation.cipher.open(sealed))
    return str(said["subject"]), without_keys(str(said["text"]))
