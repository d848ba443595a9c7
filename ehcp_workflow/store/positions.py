"""What was last worked out for each case: a cache beside the events, and the indexes the daily checks run on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.cases.clocks import ClockFacts
from ehcp_workflow.cases.glance import glance_at
from ehcp_workflow.cases.position import Position
from ehcp_workflow.cases.timeliness import steps_taken
from ehcp_workflow.store import timings
from ehcp_workflow.store.tables import CaseRow, ClockRow
from ehcp_workflow.store.visibility import EVERYTHING, Sees, visible


class Watch(StrEnum):
    """What a check watches; each has its own "look again on" column."""

    DEADLINES = "deadlines"
    SILENCE = "silence"


_LOOK = {Watch.DEADLINES: CaseRow.next_clock_look, Watch.SILENCE: CaseRow.next_silence_look}


def save_position(
    session: Session, case_id: int, position: Position, fingerprint: str, looks: dict[Watch, date]
) -> bool:
    """Keep what was worked out for a case, clocks replaced whole.

    Args:
        session: the transaction.
        case_id: whose position it is.
        position: what was worked out.
        fingerprint: of the rulebook and policy it was worked out with.
        looks: the next day on which each watch must look again; a watch left out keeps its day.

    Returns:
        Whether anything an operator sees has changed.
    """
    before = session.execute(select(CaseRow.position).where(CaseRow.id == case_id)).scalar_one()
    open_clocks = position.open_clocks()
    values: dict[str, object] = {
        "fingerprint": fingerprint,
        "looked_on": position.as_at,
        "stage": position.stage.id,
        "stage_state": position.stage.state.value,
        "next_due": open_clocks[0][0].due.earliest if open_clocks else None,
        **vars(glance_at(position)),
        "position": position.digest,
        **{_LOOK[watch].key: day for watch, day in looks.items()},
    }
    session.execute(update(CaseRow).where(CaseRow.id == case_id).values(values))
    timings.save(session, case_id, steps_taken(position.clocks, position.events))
    session.execute(delete(ClockRow).where(ClockRow.case_id == case_id))
    if position.clocks:
        session.execute(insert(ClockRow), [_row(case_id, clock.facts) for clock in position.clocks])
    return bool(before != position.digest)


def worked_out_otherwise(session: Session, case_ids: Collection[int], fingerprint: str) -> set[int]:
    """Which of some cases were last worked out with other rules, policy or code than now."""
    question = select(CaseRow.id).where(
        CaseRow.id.in_(case_ids), CaseRow.fingerprint.is_not(None), CaseRow.fingerprint != fingerprint
    )
    return set(session.scalars(question))


def quiet_of(session: Session, case_ids: Collection[int]) -> dict[int, str]:
    """Why what some cases have to tell is held, for those of which it is."""
    question = select(CaseRow.id, CaseRow.quiet).where(CaseRow.id.in_(case_ids), CaseRow.quiet.is_not(None))
    return {id_: quiet for id_, quiet in session.execute(question) if quiet}


def set_quiet(session: Session, case_ids: Collection[int], why: str | None) -> None:
    """Hold what some cases have to tell, for a reason, or no longer (None)."""
    session.execute(update(CaseRow).where(CaseRow.id.in_(case_ids)).values(quiet=why))


def end_quiet(session: Session, why: str | None, knows: Sees = EVERYTHING) -> int:
    """What cases tell is held no longer for a reason, or for any (None); in how many cases it was."""
    question = select(CaseRow.id).where(CaseRow.quiet.is_not(None), visible(knows))
    ids = list(session.scalars(question if why is None else question.where(CaseRow.quiet == why)))
    set_quiet(session, ids, None)
    return len(ids)


def count_quiet(session: Session, knows: Sees = EVERYTHING) -> dict[str, int]:
    """In how many cases whatever there is to tell is held, by the reason."""
    question = select(CaseRow.quiet, func.count()).where(CaseRow.quiet.is_not(None), visible(knows))
    question = question.group_by(CaseRow.quiet)
    return {why: n for why, n in session.execute(question.order_by(CaseRow.quiet)) if why}


def look_again(session: Session, case_ids: Collection[int], day: date) -> None:
    """Have the next checks look at some cases, because people in them can be told what they could not be before."""
    values = {"next_clock_look": day, "next_silence_look": day}
    session.execute(update(CaseRow).where(CaseRow.id.in_(case_ids)).values(values))


def cases_to_look_at(
    session: Session, watch: Watch, as_at: date, fingerprint: str, after: int = 0, limit: int = 200
) -> list[int]:
    """The next cases in which time may have changed something, or that were worked out with other rules; by id."""
    waiting = _waits_for(watch, as_at, fingerprint)
    question = select(CaseRow.id).where(CaseRow.id > after, waiting).order_by(CaseRow.id).limit(limit)
    return list(session.scalars(question))


def count_to_look_at(session: Session, watch: Watch, as_at: date, fingerprint: str) -> int:
    """How many cases wait to be looked at; after a check of the day it is the number that failed."""
    question = select(func.count()).select_from(CaseRow).where(_waits_for(watch, as_at, fingerprint))
    return session.scalar(question) or 0


def _waits_for(watch: Watch, as_at: date, fingerprint: str) -> ColumnElement[bool]:
    column = _LOOK[watch]
    return or_(column.is_(None), column <= as_at, CaseRow.fingerprint.is_distinct_from(fingerprint))


def fingerprint_of(session: Session, case_id: int) -> str | None:
    """What a case was last worked out with."""
    return session.scalars(select(CaseRow.fingerprint).where(CaseRow.id == case_id)).one()


def clock_facts(session: Session, case_ids: list[int] | None = None) -> dict[int, list[ClockFacts]]:
    """The kept clocks, by case."""
    question = select(ClockRow) if case_ids is None else select(ClockRow).where(ClockRow.case_id.in_(case_ids))
    found: dict[int, list[ClockFacts]] = {}
    for row in session.scalars(question):
        found.setdefault(row.case_id, []).append(_facts(row))
    return found


def references_to_show(session: Session, limit: int | None = None) -> list[str]:
    """References of the cases whose position operators have not been shown yet, oldest case first."""
    question = (
        select(CaseRow.reference)
        .where(CaseRow.position.is_not(None), CaseRow.shown_position.is_distinct_from(CaseRow.position))
        .order_by(CaseRow.id)
        .limit(limit)
    )
    return list(session.scalars(question))


def mark_shown(session: Session, reference: str, position: str) -> None:
    """Note which position of a case operators were shown."""
    session.execute(update(CaseRow).where(CaseRow.reference == reference).values(shown_position=position))


def _row(case_id: int, facts: ClockFacts) -> dict[str, object]:
    return {
        "case_id": case_id,
        "rule": facts.rule,
        "started_by": facts.started_by,
        "started": facts.started,
        "due": facts.due,
        "met": facts.met,
        "ended": facts.ended,
        "superseded": facts.superseded,
        "lapses": facts.lapses,
        "governed_by": facts.governed_by,
        "undated": facts.undated,
        "claim": facts.claim,
        "due_earliest": facts.due.earliest,
    }


def _facts(row: ClockRow) -> ClockFacts:
    return ClockFacts(
        rule=row.rule,
        started_by=row.started_by,
        started=row.started,
        due=row.due,
        met=row.met,
        ended=row.ended,
        superseded=row.superseded,
        lapses=row.lapses,
        governed_by=row.governed_by,
        undated=row.undated,
        claim=row.claim,
    )
