"""The caseload as lists show it, asked of the database page by page: what was last worked out for each case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from ehcp_workflow.cases.glance import Flag, Glance
from ehcp_workflow.store.tables import CaseDeskRow, CaseFailureRow, CaseRow, NeedRow
from ehcp_workflow.store.visibility import Sees, visible
from ehcp_workflow.store.wanted import NONE, Wanted, conditions, has_flag, primary_needs, with_held_messages


@dataclass(frozen=True)
class Standing:
    """A case as last worked out, for lists. It holds a reference and no name.

    Attributes:
        next_due: the soonest open due date (its earliest day), if any.
        looked_on: the day for which it was worked out.
        glance: what decides its flags.
        quiet: why what it has to tell is held, if it is.
        adviser, team: whose it is, by the numbers of the account and the team.
    """

    id: int
    reference: str
    council_code: str | None
    stage: str | None
    stage_state: str | None
    next_due: date | None
    glance: Glance
    quiet: str | None
    adviser: int | None
    team: int | None


@dataclass(frozen=True)
class Range:
    """Which cases are asked for.

    Attributes:
        sees: what whoever asks may see; wanted: what of it they want; day: the day they ask for.
        holding: a fingerprint, where only cases whose kept position is true on the day are asked for.
    """

    sees: Sees
    wanted: Wanted
    day: date
    holding: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on `CaseRow`."""
        holding = [_holds(self.day, self.holding)] if self.holding else []
        return [visible(self.sees), *conditions(self.wanted, self.day), *holding]


def page(
    session: Session, asked: Range, after: tuple[date, str] | None, size: int, *, few: bool = False
) -> list[Standing]:
    """The next cases after a key, soonest date first and by reference; those without a date come last.

    Args:
        session: the transaction.
        asked: which cases.
        after: the date (`date.max` for none) and reference of the last line already seen.
        size: how many lines at most.
        few: whether few cases are asked for: then they are all found and sorted, which is quicker than going through
            the whole caseload in the order of its dates.
    """
    if few:
        place = func.coalesce(CaseRow.next_due, date.max)
        question = _standings(asked).order_by(place, CaseRow.reference)
        if after:
            question = question.where(tuple_(place, CaseRow.reference) > tuple_(*after))
        return _read(session, question.limit(size))
    found: list[Standing] = []
    if after is None or after[0] != date.max:
        dated = _standings(asked).where(CaseRow.next_due.is_not(None)).order_by(CaseRow.next_due, CaseRow.reference)
        if after:
            dated = dated.where(tuple_(CaseRow.next_due, CaseRow.reference) > tuple_(*after))
        found = _read(session, dated.limit(size))
    if len(found) < size:
        undated = _standings(asked).where(CaseRow.next_due.is_(None)).order_by(CaseRow.reference)
        if after and after[0] == date.max:
            undated = undated.where(CaseRow.reference > after[1])
        found += _read(session, undated.limit(size - len(found)))
    return found


def standings_of(session: Session, case_ids: Collection[int]) -> list[Standing]:
    """Some cases as last worked out, in no order."""
    return _read(session, _all().where(CaseRow.id.in_(case_ids)))


def count(session: Session, asked: Range) -> tuple[dict[str, int], dict[Flag, int]]:
    """How many cases there are of each council, by its DfE number or `none`, and how many of all with each flag."""
    council = _council()
    sums = [func.sum(case((has_flag(flag, asked.day), 1), else_=0)) for flag in Flag]
    question = select(council, func.count(), *sums).where(*asked.conditions()).group_by(council)
    rows = [tuple(row) for row in session.execute(question)]
    by_flag = {flag: sum(row[2 + place] for row in rows) for place, flag in enumerate(Flag)}
    return {row[0]: row[1] for row in rows}, by_flag


def count_all(session: Session, asked: Range) -> dict[str, int]:
    """How many cases there are of each council, whatever is wanted."""
    everything, council = replace(asked, wanted=Wanted()), _council()
    question = select(council, func.count()).where(*everything.conditions()).group_by(council)
    return dict(session.execute(question).all())


def _council() -> ColumnElement[str]:
    """The council or `none`, as an expression: by the index of councils alone counting takes three times as long."""
    return func.coalesce(CaseRow.council_code, literal_column(f"'{NONE}'"))


def ids(session: Session, sees: Sees, limit: int | None) -> list[int]:
    """The cases somebody may see, at most so many."""
    return list(session.scalars(select(CaseRow.id).where(visible(sees)).order_by(CaseRow.id).limit(limit)))


def not_holding(session: Session, sees: Sees, day: date, fingerprint: str, limit: int | None) -> list[int]:
    """The cases, at most so many, whose kept position may not be true on a day, as `_holds` has it."""
    question = select(CaseRow.id).where(visible(sees), ~_holds(day, fingerprint))
    return list(session.scalars(question.limit(limit)))


def count_not_of(session: Session, sees: Sees, day: date, fingerprint: str) -> int:
    """How many cases were neither worked out on a day, nor at a time from which it still holds."""
    of_day = and_(CaseRow.fingerprint == fingerprint, CaseRow.looked_on == day)
    known = func.coalesce(or_(of_day, _holds(day, fingerprint)), False)
    return session.scalar(select(func.count()).select_from(CaseRow).where(visible(sees), ~known)) or 0


def held_of(session: Session, case_ids: Collection[int]) -> set[int]:
    """The cases among some of which something waits until a person releases it."""
    question = select(CaseRow.id).where(CaseRow.id.in_(case_ids), CaseRow.id.in_(with_held_messages()))
    return set(session.scalars(question))


def failing_of(session: Session, case_ids: Collection[int]) -> set[int]:
    """The cases among some that could not be worked out."""
    return set(session.scalars(select(CaseFailureRow.case_id).where(CaseFailureRow.case_id.in_(case_ids))))


def needs_of(session: Session, case_ids: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    """The codes of the primary need of some cases, where it is recorded; there may be two by an oversight."""
    question = select(NeedRow.case_id, NeedRow.sen_type).where(NeedRow.case_id.in_(case_ids), *primary_needs())
    found: dict[int, tuple[str, ...]] = {}
    for case_id, code in session.execute(question.order_by(NeedRow.case_id, NeedRow.sen_type)):
        found[case_id] = (*found.get(case_id, ()), code)
    return found


def _holds(day: date, fingerprint: str) -> ColumnElement[bool]:
    """That a kept position is still true; a case never worked out counts as one that does not hold."""
    return func.coalesce(
        and_(
            CaseRow.fingerprint == fingerprint,
            CaseRow.looked_on <= day,
            CaseRow.next_clock_look > day,
            CaseRow.next_silence_look > day,
        ),
        False,
    )


def _standings(asked: Range) -> Select[CaseRow, int | None, int | None]:
    return _all().where(*asked.conditions())


def _all() -> Select[CaseRow, int | None, int | None]:
    desk = aliased(CaseDeskRow)  # by another name, because conditions may ask for desks too
    return select(CaseRow, desk.account_id, desk.team_id).outerjoin(desk, desk.case_id == CaseRow.id)


def _read(session: Session, question: Select[CaseRow, int | None, int | None]) -> list[Standing]:
    return [_standing(*row) for row in session.execute(question)]


def _standing(row: CaseRow, adviser: int | None, team: int | None) -> Standing:
    return Standing(
        id=row.id,
        reference=row.reference,
        council_code=row.council_code,
        stage=row.stage,
        stage_state=row.stage_state,
        next_due=row.next_due,
        glance=Glance(row.late_from, row.ahead, row.silent_since, row.lapsed or 0),
        quiet=row.quiet,
        adviser=adviser,
        team=team,
    )
