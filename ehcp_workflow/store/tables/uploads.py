"""Files that somebody uploaded and has not imported yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class UploadRow(Table):
    """One uploaded file, for the account that sent it alone, until it is imported or a day has passed.

    The file's name is not kept: it may be a child's. `name` is the random name it has in addresses. `content_sealed`
    is emptied when the file was imported; `verdicts_sealed` is what became, or would become, of each row. `about` is
    the reference of the case whose deliveries it holds; None for a caseload.
    `choices` says which column each place in a row means, where a person chose it.
    """

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    about: Mapped[str | None] = mapped_column(String(20))
    content_sealed: Mapped[str | None]
    choices: Mapped[dict[str, Any]]
    verdicts_sealed: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(index=True)
