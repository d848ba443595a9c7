"""Questions to families whether help was given, and the entries of the delivery log that their answers make."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ehcp_workflow.cases.section_f.entry import Entry, EntryKind, Source
from ehcp_workflow.store.provision import add_answer
from ehcp_workflow.store.tables import CheckInRow, DeliveryRow


@dataclass(frozen=True)
class CheckIn:
    """One question to one person about one case.

    Attributes:
        lines: codes of the lines it asks about; first, last: the days, both inclusive.
        answers: what was answered of each line; empty until then.
        expires_at: from then on it can no longer be answered; revoked: whether another took its place.
    """

    id: int
    case_id: int
    person_id: int
    token_lookup: str
    lines: tuple[str, ...]
    first: date
    last: date
    expires_at: datetime
    answers: Mapping[str, str]
    revoked: bool


def add_check_in(  # noqa: PLR0913 - a question is all of these
    session: Session,
    *,
    case_id: int,
    person_id: int,
    lines: Collection[str],
    days: tuple[date, date],
    asked_at: datetime,
    expires_at: datetime,
    lookup_of: Callable[[int], str],
) -> int:
    """Keep a question, and revoke those asked of the same person about the same case before; its number.

    Args:
        session: the transaction; it holds the case.
        case_id: the case it is about.
        person_id: whom it asks.
        lines: the codes of the lines.
        days: the first and the last day, both inclusive.
        asked_at: now.
        expires_at: from when on it can no longer be answered.
        lookup_of: the look-up of the token for the number that the question is given.
    """
    earlier = (CheckInRow.case_id == case_id, CheckInRow.person_id == person_id, CheckInRow.revoked_at.is_(None))
    session.execute(update(CheckInRow).where(*earlier).values(revoked_at=asked_at))
    row = CheckInRow(
        case_id=case_id,
        person_id=person_id,
        token_lookup=uuid.uuid4().hex,  # nobody has a token of it; its own needs the number it is given
        lines=sorted(lines),
        first=days[0],
        last=days[1],
        asked_at=asked_at,
        expires_at=expires_at,
        answers={},
    )
    session.add(row)
    session.flush()
    row.token_lookup = lookup_of(row.id)
    session.flush()
    return row.id


def find_check_in(session: Session, token_lookup: str) -> CheckIn | None:
    """The question of a token, also one that can no longer be answered."""
    row = session.scalar(select(CheckInRow).where(CheckInRow.token_lookup == token_lookup))
    return _check_in(row) if row else None


def open_check_in_of(session: Session, case_id: int, person_id: int) -> int | None:
    """The number of the latest question to a person about a case that no other took the place of; it may be over."""
    theirs = (CheckInRow.case_id == case_id, CheckInRow.person_id == person_id, CheckInRow.revoked_at.is_(None))
    return session.scalar(select(CheckInRow.id).where(*theirs).order_by(CheckInRow.id.desc()).limit(1))


def revoke(session: Session, check_in_id: int, now: datetime) -> None:
    """End a question before its time; doing so again changes nothing."""
    still = (CheckInRow.id == check_in_id, CheckInRow.revoked_at.is_(None))
    session.execute(update(CheckInRow).where(*still).values(revoked_at=now))


def keep_answers(
    session: Session, check_in: CheckIn, answers: Mapping[str, tuple[str, EntryKind]], now: datetime
) -> tuple[str, ...]:
    """Keep what was answered and log it; the lines of which the log already has a correction by somebody else.

    The same answer again adds nothing; another one corrects the entry of the first.

    Args:
        session: the transaction; it holds the case.
        check_in: the question as it was just read.
        answers: of each line the answer and what it is in the log.
        now: when it was answered.
    """
    row = session.get_one(CheckInRow, check_in.id)
    left = []
    for line, (answer, kind) in sorted(answers.items()):
        if check_in.answers.get(line) != answer and not _log(session, check_in, line, kind, now):
            left.append(line)
    row.answers = {**row.answers, **{line: answer for line, (answer, _) in answers.items()}}
    row.answered_at = now
    return tuple(left)


def _log(session: Session, check_in: CheckIn, line: str, kind: EntryKind, now: datetime) -> bool:
    """Log one answer; not where somebody corrected the entry of an earlier one, for they looked at it."""
    prefix = f"check-in {check_in.id} {line} "
    ours = select(DeliveryRow).where(
        DeliveryRow.case_id == check_in.case_id, DeliveryRow.import_key.startswith(prefix, autoescape=True)
    )
    entries = list(session.scalars(ours))
    replaced = {entry.replaces for entry in entries}
    last = next((entry.id for entry in entries if entry.id not in replaced), None)
    if last and session.scalar(select(DeliveryRow.id).where(DeliveryRow.replaces == last)):
        return False
    entry = Entry(
        id=str(uuid.uuid4()),
        line=line,
        kind=kind,
        first=check_in.first,
        last=check_in.last,
        source=Source.CHECK_IN,
        replaces=last,
        recorded_at=now,
    )
    add_answer(session, check_in.case_id, entry, f"person {check_in.person_id}", f"{prefix}{len(entries) + 1}")
    return True


def _check_in(row: CheckInRow) -> CheckIn:
    return CheckIn(
        id=row.id,
        case_id=row.case_id,
        person_id=row.person_id,
        token_lookup=row.token_lookup,
        lines=tuple(row.lines),
        first=row.first,
        last=row.last,
        expires_at=row.expires_at,
        answers=dict(row.answers),
        revoked=row.revoked_at is not None,
    )
