"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import DeclarativeBase

from ehcp_workflow.law.when import When
from ehcp_workflow.store.types import Instant, WhenText


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The condition that a column holds one of some words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Table(DeclarativeBase):
    """Base of the tables; constraints are named, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {When: WhenText, datetime: Instant, dict[str, Any]: JSON, list[int]: JSON, list[str]: JSON}  # noqa: RUF012
