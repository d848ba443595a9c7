"""Until when nobody is told of something: a date that was snoozed, a case, a council, a person or a kind of alert."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.cases.policy import Audience
from ehcp_workflow.errors import NotFound
from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.notices import Notice
from ehcp_workflow.store.tables import NoticeRow, OutboxRow, SilenceRow

SCOPES = ("case", "council", "person", "kind")


@dataclass(frozen=True)
class Silence:
    """Something nobody is told of for a while.

    Attributes:
        scope, value: of what: the number of a case or person, the code of a council, or a kind of alert.
        subject: only of this one thing in a case, for example one date; None for all of it.
        until: when it ends; reason: why, for the case's own page.
    """

    id: int
    scope: str
    value: str
    subject: str | None
    until: datetime
    reason: str = field(repr=False)
    by: str

    def covers(self, notice: Notice, council: str | None) -> bool:
        """Whether a notice falls under it; one date that an adviser snoozed is silent for those who work on it only."""
        mine = {
            "case": str(notice.case_id),
            "council": council,
            "person": str(notice.person_id),
            "kind": notice.kind,
        }[self.scope]
        if self.subject is None or mine != self.value:
            return mine == self.value
        return self.subject == notice.subject and notice.audience != Audience.FAMILY


def add(  # noqa: PLR0913 - a silence is all of these
    session: Session,
    cipher: Cipher,
    *,
    scope: str,
    value: str,
    subject: str | None,
    until: datetime,
    reason: str,
    by: str,
    at: datetime,
) -> int:
    """Begin a silence; its number."""
    row = SilenceRow(
        scope=scope, value=value, subject=subject, since=at, until=until, reason_sealed=cipher.seal(reason), by=by
    )
    session.add(row)
    session.flush()
    return row.id


def end(session: Session, silence_id: int, at: datetime) -> None:
    """End a silence before its time.

    Raises:
        NotFound: there is no such silence, or it has ended.
    """
    running = update(SilenceRow).where(
        SilenceRow.id == silence_id, SilenceRow.ended_at.is_(None), SilenceRow.until > at
    )
    if not session.execute(running.values(ended_at=at).returning(SilenceRow.id)).all():
        raise NotFound(f"There is no silence {silence_id} that still runs. `ehcp silence list` shows them.")


def bring_forward(session: Session, now: datetime) -> None:
    """Look again, with the next delivery, at messages put off to later days; what is still silenced is put off anew."""
    later = update(OutboxRow).where(
        OutboxRow.state == "due",
        OutboxRow.next_at > now,
        OutboxRow.attempts == 0,
        OutboxRow.planned_at < OutboxRow.next_at,
        OutboxRow.released_by.is_(None),
        OutboxRow.content_sealed.is_(None),
        exists().where(NoticeRow.outbox_id == OutboxRow.id, NoticeRow.state == "planned"),
    )
    session.execute(later.values(next_at=now))


def running(session: Session, cipher: Cipher, at: datetime) -> list[Silence]:
    """The silences that hold at an instant."""
    question = select(SilenceRow).where(SilenceRow.since <= at, SilenceRow.until > at, SilenceRow.ended_at.is_(None))
    return [
        Silence(row.id, row.scope, row.value, row.subject, row.until, cipher.open(row.reason_sealed), row.by)
        for row in session.scalars(question.order_by(SilenceRow.id))
    ]


def latest_end(found: Iterable[Silence]) -> datetime | None:
    """When the last of some silences ends."""
    return max((silence.until for silence in found), default=None)
