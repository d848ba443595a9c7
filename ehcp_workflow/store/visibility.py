"""Which cases somebody may see, as a condition that every list of cases and every look at one carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, select, true
from sqlalchemy.orm import Session

from ehcp_workflow.store.tables import CaseDeskRow, CaseRow, CaseWallRow, NoticeRow, OutboxRow


@dataclass(frozen=True)
class Sees:
    """What somebody may see.

    Attributes:
        account_id: whose walls count; None where nobody is asked for, as at the terminal of the machine itself.
        any_team: whether cases of every team are seen; otherwise those of `teams`, and cases of no team.
        nothing: whether no case is seen at all.
    """

    account_id: int | None = None
    any_team: bool = True
    teams: tuple[int, ...] = ()
    nothing: bool = False


EVERYTHING = Sees()
"""What the machine itself sees: the checks, and whoever has its terminal."""


def visible(sees: Sees) -> ColumnElement[bool]:
    """The condition on `CaseRow` that a case may be seen; to be put into the where of any question about cases."""
    if sees.nothing:
        return false()
    return and_(true(), *_conditions(sees))


def tells_of_nothing_else(sees: Sees) -> ColumnElement[bool]:
    """The condition on `OutboxRow` that a message tells nothing of a case that may not be seen.

    A message of several cases is seen, released and tried again by whoever may see all of them.
    """
    if sees == EVERYTHING:
        return true()
    of_another = exists().where(NoticeRow.outbox_id == OutboxRow.id, NoticeRow.case_id == CaseRow.id, ~visible(sees))
    # The question around it may speak of notices and cases, too; only the message is the same.
    return ~of_another.correlate(OutboxRow)


def _conditions(sees: Sees) -> Iterator[ColumnElement[bool]]:
    if not sees.any_team:
        desk = CaseDeskRow.case_id == CaseRow.id
        other = exists().where(desk, CaseDeskRow.team_id.is_not(None), CaseDeskRow.team_id.not_in(sees.teams))
        yield ~other.correlate(CaseRow)  # only with the case, also in a question that asks for its desk itself
    if sees.account_id is not None:
        wall = exists().where(CaseWallRow.case_id == CaseRow.id, CaseWallRow.account_id == sees.account_id)
        yield ~wall.correlate(CaseRow)


def may_see(session: Session, sees: Sees, case_id: int) -> bool:
    """Whether one case may be seen."""
    return session.scalar(select(CaseRow.id).where(CaseRow.id == case_id, visible(sees))) is not None
