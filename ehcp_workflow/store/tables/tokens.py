"""What lets programs in as somebody, and what they were answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class ApiTokenRow(Table):
    """A secret by which a program acts as an account. Only a hash of it is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    may_change: Mapped[bool]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class ApiAnswerRow(Table):
    """A request that a program may repeat without doing it twice, and what it was answered.

    `status` is empty while the request is being done. `asked` is a hash of what was asked: the same key with another
    request is a mistake. The answer may hold what only the case page shows, so it is sealed.
    """

    __tablename__ = "api_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"))
    key: Mapped[str] = mapped_column(String(64))
    asked: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    answer_sealed: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (UniqueConstraint("token_id", "key", name="uq_api_answers_token_id"),)
