"""Copying records into a database of their own, so that something can be tried there and nothing here is touched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Table, insert, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.engine import Database
from ehcp_workflow.store.tables import (
    AttemptRow,
    CasePersonRow,
    CaseRow,
    ConsentRow,
    ContactPointRow,
    DeliveryRow,
    EventRow,
    EvidenceRow,
    NeedRow,
    NoticeRow,
    OutboxRow,
    PersonRow,
    ProvisionLineRow,
    SilenceRow,
    SupportTargetRow,
    SuppressionRow,
    TaskRow,
    TermCalendarRow,
)
from ehcp_workflow.store.tables import Table as Row

_AT_ONCE = 1000


def copy_caseload(source: Database, target: Database, first_update_on: date) -> None:
    """Copy cases, what happened in them and the people, as if nobody had been told of anything and nothing looked at.

    Args:
        source: the database to copy from; it is only read.
        target: an empty one of this version, on SQLite.
        first_update_on: when those who want to hear that nothing has changed hear it first.
    """
    before_the_plan = (NeedRow, SupportTargetRow, EvidenceRow)
    records = (CaseRow, EventRow, *before_the_plan, ProvisionLineRow, DeliveryRow, TermCalendarRow)
    whole = (*records, PersonRow, CasePersonRow, ContactPointRow, ConsentRow, SuppressionRow)
    with source.read() as old, target.write() as new:
        _begin(source, old, new)
        for row in whole:
            _copy(old, new, row)
        _forget_what_was_worked_out(new)
        wanting = update(PersonRow).where(PersonRow.next_update_on.is_not(None))
        new.execute(wanting.values(next_update_on=first_update_on))


def copy_case(source: Database, target: Database, case_id: int) -> None:
    """Copy one case with its people and what they were told of it; of other cases only that messages left or wait.

    Args:
        source: the database to copy from; it is only read.
        target: an empty one of this version, on SQLite.
        case_id: the case.
    """
    people = select(CasePersonRow.person_id).where(CasePersonRow.case_id == case_id)
    points = select(ContactPointRow.id).where(ContactPointRow.person_id.in_(people))
    messages = select(OutboxRow.id).where(OutboxRow.person_id.in_(people))
    parts: tuple[tuple[type[Row], ColumnElement[bool] | None], ...] = (
        (CaseRow, CaseRow.id == case_id),
        (EventRow, EventRow.case_id == case_id),
        (NeedRow, NeedRow.case_id == case_id),
        (SupportTargetRow, SupportTargetRow.case_id == case_id),
        (EvidenceRow, EvidenceRow.case_id == case_id),
        (ProvisionLineRow, ProvisionLineRow.case_id == case_id),
        (DeliveryRow, DeliveryRow.case_id == case_id),
        (TermCalendarRow, None),
        (PersonRow, PersonRow.id.in_(people)),
        (CasePersonRow, CasePersonRow.case_id == case_id),
        (ContactPointRow, ContactPointRow.person_id.in_(people)),
        (ConsentRow, ConsentRow.contact_point_id.in_(points)),
        (SuppressionRow, None),
        (SilenceRow, None),
        (OutboxRow, OutboxRow.person_id.in_(people)),
        (AttemptRow, AttemptRow.outbox_id.in_(messages)),
        (NoticeRow, NoticeRow.case_id == case_id),
        (TaskRow, TaskRow.case_id == case_id),
    )
    with source.read() as old, target.write() as new:
        _begin(source, old, new)
        for row, which in parts:
            _copy(old, new, row, which)


def let_nothing_leave(target: Database) -> None:
    """Make sure that nothing can be sent from a copy that is kept, whatever is set up around it later."""
    with target.write() as unit:
        unit.execute(update(ContactPointRow).values(do_not_use=True))


def _begin(source: Database, old: Session, new: Session) -> None:
    """See one moment of the source, and let rows of the copy arrive in any order."""
    if not source.is_sqlite:
        old.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    new.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def _copy(old: Session, new: Session, row: type[Row], which: ColumnElement[bool] | None = None) -> None:
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows the type: a mapped class may stand on a join as well
    question = select(table) if which is None else select(table).where(which)
    for part in old.execute(question).mappings().partitions(_AT_ONCE):
        new.execute(insert(table), [dict(values) for values in part])


def _forget_what_was_worked_out(new: Session) -> None:
    """The kept positions are those of today; in a life lived anew every case is looked at first."""
    worked_out: Iterable[str] = (
        "fingerprint",
        "looked_on",
        "stage",
        "stage_state",
        "next_due",
        "late_from",
        "ahead",
        "silent_since",
        "lapsed",
        "position",
        "shown_position",
        "next_clock_look",
        "next_silence_look",
        "quiet",
    )
    new.execute(update(CaseRow).values(dict.fromkeys(worked_out)))
