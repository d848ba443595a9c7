"""Forms of the desk that were sent, so that one that is sent twice does its work once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class SentFormRow(Table):
    """A form that did its work: the key that was made with it, and the case it did it in."""

    __tablename__ = "sent_forms"

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime]
