"""Targets of the school's own support plan, and how each went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a target went, as the review found."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Target:
    """A target of a support plan.

    Attributes:
        id: unique name of this record.
        plan: code of the support plan, as its events have it.
        outcome: how it went; None before a review.
        replaces: id of the record this one corrects.
        withdrawn: whether this record only takes the corrected one back.
        recorded_at: when it was written down, UTC.
    """

    id: str
    plan: str
    outcome: Outcome | None = None
    replaces: str | None = None
    withdrawn: bool = False
    recorded_at: datetime | None = None
