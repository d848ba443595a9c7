"""Views of the caseload that people keep for themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ehcp_workflow.store.tables.table import Table


class SavedViewRow(Table):
    """What somebody asks of the caseload again and again, under a name of theirs; nobody else sees it.

    `asked` is the query of the address, such as `flag=late&council=302`: filters only, nothing of a case.
    """

    __tablename__ = "saved_views"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(60))
    asked: Mapped[str] = mapped_column(String(400))
    made_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("account_id", "name", name="uq_saved_views_account_id"),)
