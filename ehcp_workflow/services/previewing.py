"""What would be sent about a case in the next days: its copy is lived through, by the code that plans and sends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ehcp_workflow.cases.alerts import AlertKind
from ehcp_workflow.errors import BadInput
from ehcp_workflow.messages.outgoing import Outgoing
from ehcp_workflow.messages.transport import transports
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.sealed_links import without_keys
from ehcp_workflow.services.simulating import saying
from ehcp_workflow.services.simulating.busy_days import busy_days
from ehcp_workflow.services.simulating.copies import in_a_copy
from ehcp_workflow.services.simulating.living import Kept, kept_by, live
from ehcp_workflow.services.simulating.obstacles import Obstacles
from ehcp_workflow.store import casebook, copying, told
from ehcp_workflow.store.told import Line
from ehcp_workflow.today import LONDON

LONGEST = 366
Change = Callable[[Installation], object]
"""Something that is done to a case, in whatever installation it is handed."""


def no_change(_copy: Installation) -> None:
    """Leaves a case as it is."""


@dataclass(frozen=True)
class Foreseen:
    """One thing that somebody would be told, or that would not reach them.

    Attributes:
        at: when its message would leave, London time; for what would not, when it would have been planned.
        role, person_id: to whom; never the address.
        channel: how; None when no message would tell it.
        what: in one line: `REQ-02 Tell the family …: due soon, 7 days before Monday 30 November 2026`.
        kind, rule, rung, due: the same apart; `rule` is its reference, `rung` is in words.
        why: why then and so, such as `urgent` or `digest at 08:30`; or why not.
        waiting: whether it is planned already and waits to leave.
        message: the number of its message in this preview, so that what leaves together is seen; None without one.
    """

    at: datetime
    role: str
    person_id: int
    channel: str | None
    what: str
    kind: str
    rule: str | None
    rung: str
    due: str
    why: str
    waiting: bool
    message: int | None


@dataclass(frozen=True)
class Preview:
    """What would be told of a case, in order; `words` are subject and text by the number of the message."""

    reference: str
    first: date
    last: date
    foreseen: tuple[Foreseen, ...]
    words: Mapping[int, tuple[str, str]] = field(repr=False)


def preview(installation: Installation, reference: str, days: int, change: Change = no_change) -> Preview:
    """What would be told of a case from now on, if nothing more happened in it and nobody acknowledged anything.

    Nothing is sent and nothing is stored: the case is copied, and the days are lived through in the copy. An adviser's
    message may hold dates of their other cases too; those are not shown.

    Args:
        installation: the installation; its database is only read.
        reference: the case.
        days: how many, today included.
        change: what is done in the copy first, for seeing what would follow from it.

    Raises:
        NotFound: there is no such case.
        BadInput: the days are too few or too many.
        EhcpError: whatever the change raises.
    """
    if not 1 <= days <= LONGEST:
        raise BadInput(f"{days} days cannot be previewed. Choose from 1 to {LONGEST}.")
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
    began, first = installation.now(), installation.today()
    last = date.fromordinal(first.toordinal() + days - 1)
    with in_a_copy(installation) as copy:
        copying.copy_case(installation.database, copy.database, record.id)
        copy.fixed_now = began
        way, obstacles = Kept(), Obstacles(copy)
        change(copy)
        for _ in live(copy, busy_days(copy, first, last), kept_by(way)):
            obstacles.look()
        foreseen = _foreseen(copy, obstacles, transports(installation.settings))
        return Preview(record.reference, first, last, foreseen, _words(copy, foreseen, way.messages))


def _foreseen(copy: Installation, obstacles: Obstacles, served: Collection[str]) -> tuple[Foreseen, ...]:
    with copy.database.read() as unit:
        lines, parts = obstacles.still_open(unit), told.roles(unit)
    seen = (line for line in lines if line.told_at or line.id in obstacles.found)
    found = [_one(copy, line, parts, _why(copy, line, served) if line.told_at else "", obstacles) for line in seen]
    return tuple(sorted(found, key=lambda one: (one.at, one.person_id, one.message or 0)))


def _one(
    copy: Installation, line: Line, parts: Mapping[tuple[int, int], str], why: str, obstacles: Obstacles
) -> Foreseen:
    rule = saying.rule_of(copy.rulebook, line)
    return Foreseen(
        at=(line.told_at or max(line.planned_at, obstacles.began)).astimezone(LONDON),
        role=parts.get((line.case_id, line.person_id), line.audience),
        person_id=line.person_id,
        channel=line.channel if line.told_at else None,
        what=saying.in_one_line(copy.rulebook, line),
        kind=line.kind,
        rule=rule.ref if rule else None,
        rung=saying.rung_in_words(line),
        due=saying.due_of(line),
        why=why or obstacles.found[line.id],
        waiting=line.id in obstacles.before,
        message=line.message_id if line.told_at else None,
    )


def _why(copy: Installation, line: Line, served: Collection[str]) -> str:
    then = "" if line.channel in served else f", once something is set up to send by {line.channel}"
    return _when(copy, line) + then


def _when(copy: Installation, line: Line) -> str:
    if line.kind == AlertKind.UPDATE:
        return "nothing was told for a while"
    if line.urgent:
        return "urgent"
    if line.audience == "family":
        return f"from {copy.policy.sending_hours.from_:%H:%M} on"
    return f"digest at {copy.policy.digest.at:%H:%M}"


def _words(
    copy: Installation, foreseen: tuple[Foreseen, ...], messages: Mapping[str, Outgoing]
) -> dict[int, tuple[str, str]]:
    with copy.database.read() as unit:
        left = {line.message_id: messages.get(line.sent_as or "") for line in told.lines(unit)}
    shown = {one.message for one in foreseen}
    return {
        number: (sent.subject, without_keys(sent.text))
        for number, sent in left.items()
        if number in shown and number and sent
    }
