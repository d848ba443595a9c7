"""What will change before it is saved: the same code does it in a copy of the case, and the days are lived through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ehcp_workflow.cases.difference import Difference, compare
from ehcp_workflow.cases.position import Position
from ehcp_workflow.services.installation import Installation
from ehcp_workflow.services.once import mark_of
from ehcp_workflow.services.previewing import Foreseen, Preview, preview
from ehcp_workflow.services.reading import read_sheet
from ehcp_workflow.store import casebook

DAYS_AHEAD = 28
Step = Callable[[Installation], Position]
"""Something that is recorded in a case, in whatever installation it is handed; where the case stands then."""


@dataclass(frozen=True)
class Foresight:
    """What will change in a case when something is recorded, and who is told what of it.

    Attributes:
        reference: the case.
        difference: dates, stages, findings and promises that become different.
        added: what people will be told in the next days that they would not be told otherwise.
        withdrawn: what they would be told and will not be.
        words: subject and text of the messages in which they are told, by the number of the message.
        last: the last day that was looked at, inclusive.
        mark: of the case as it was looked at; what is saved with it is what was shown.
    """

    reference: str
    difference: Difference
    added: tuple[Foreseen, ...]
    withdrawn: tuple[Foreseen, ...]
    words: Mapping[int, tuple[str, str]] = field(repr=False)
    last: date
    mark: str


def foresee(installation: Installation, reference: str, step: Step) -> Foresight:
    """What will change in a case, and what people will be told until four weeks from now, when something is recorded.

    Nothing is stored and nothing is sent. The step is taken in a copy by the code that saves it, and both the case as
    it is and the case as it will be are lived through by the code that plans and sends.

    Args:
        installation: the installation; its database is only read.
        reference: the case.
        step: what is recorded.

    Raises:
        NotFound: there is no such case.
        EhcpError: whatever the step raises: what cannot be saved cannot be foreseen.
    """
    after: list[Position] = []
    with installation.database.read() as unit:
        record = casebook.find_case(unit, installation.cipher, reference)
        mark = mark_of(installation, casebook.read_case(unit, record))
    then = preview(installation, reference, DAYS_AHEAD, lambda copy: after.append(step(copy)))
    now = preview(installation, reference, DAYS_AHEAD)
    return Foresight(
        reference=record.reference,
        difference=compare(read_sheet(installation, reference).position, after[0]),
        added=_only_in(then, now),
        withdrawn=_only_in(now, then),
        words=then.words,
        last=then.last,
        mark=mark,
    )


def _only_in(these: Preview, those: Preview) -> tuple[Foreseen, ...]:
    known = {_said(one) for one in those.foreseen}
    return tuple(one for one in these.foreseen if _said(one) not in known)


def _said(one: Foreseen) -> tuple[int, str | None, str, date]:
    """To whom, how, what and on which day; the hour may differ with what else is told."""
    return one.person_id, one.channel, one.what, one.at.date()
