"""Uploaded files, sealed, for whoever sent them alone, and no longer than a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ehcp_workflow.store.cipher import Cipher
from ehcp_workflow.store.tables import UploadRow

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Upload:
    """One uploaded file.

    Attributes:
        name: its random name in addresses.
        about: the case whose deliveries it holds; None for a caseload.
        content: what is in it, as text that `services.importing.uploads` reads; None once it was imported.
        choices: what a person said its headings mean, by their place in the row.
        verdicts: what became, or would become, of each row, as JSON; None before that was asked.
        state: `new`, `checked`, `importing` or `imported`.
        at: when it was sent, UTC.
    """

    name: str
    about: str | None
    content: str | None = field(repr=False)
    choices: dict[str, Any] = field(repr=False)
    verdicts: str | None = field(repr=False)
    state: str
    at: datetime


def add_upload(
    session: Session,
    cipher: Cipher,
    account_id: int,
    name: str,
    content: str,
    now: datetime,
    about: str | None = None,
) -> None:
    """Keep a file; those older than a day, and whatever else the account had sent and not imported, go."""
    forget_old(session, now)
    session.execute(delete(UploadRow).where(UploadRow.account_id == account_id, UploadRow.state != "imported"))
    session.add(
        UploadRow(
            name=name,
            account_id=account_id,
            about=about,
            content_sealed=cipher.seal(content),
            choices={},
            state="new",
            at=now,
        )
    )


def forget_old(session: Session, now: datetime) -> int:
    """Forget the files older than a day; how many."""
    old = delete(UploadRow).where(UploadRow.at <= now - KEPT_FOR).returning(UploadRow.id)
    return len(session.execute(old).all())


def find_upload(
    session: Session,
    cipher: Cipher,
    account_id: int,
    name: str,
    now: datetime,
    about: str | None = None,
    *,
    lock: bool = False,
) -> Upload | None:
    """A file of an account that is not a day old: a caseload, or the deliveries of a case."""
    question = select(UploadRow).where(
        UploadRow.name == name, UploadRow.account_id == account_id, UploadRow.at > now - KEPT_FOR
    )
    row = session.scalar(question.with_for_update() if lock else question)
    if row is None or row.about != about:
        return None
    content, verdicts = cipher.open_if(row.content_sealed), cipher.open_if(row.verdicts_sealed)
    return Upload(row.name, row.about, content, row.choices, verdicts, row.state, row.at)


def choose(session: Session, name: str, choices: dict[str, Any]) -> None:
    """Keep what its headings mean; what would have become of its rows before is forgotten."""
    one = update(UploadRow).where(UploadRow.name == name)
    session.execute(one.values(choices=choices, verdicts_sealed=None, state="new"))


def begin_import(session: Session, name: str) -> None:
    """Note that a file is being imported, so that it is not begun twice."""
    session.execute(update(UploadRow).where(UploadRow.name == name).values(state="importing"))


def keep_verdicts(session: Session, cipher: Cipher, name: str, verdicts: str, state: str) -> None:
    """Keep what became of its rows; once it was imported the file itself goes."""
    one = update(UploadRow).where(UploadRow.name == name)
    session.execute(one.values(verdicts_sealed=cipher.seal(verdicts), state=state))
    if state == "imported":
        session.execute(one.values(content_sealed=None))


def drop(session: Session, account_id: int, name: str) -> None:
    """Forget a file at once."""
    session.execute(delete(UploadRow).where(UploadRow.name == name, UploadRow.account_id == account_id))
