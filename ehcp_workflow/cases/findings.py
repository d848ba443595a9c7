"""What is odd about a record: said, with a severity, and never a reason to refuse the record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: worth knowing, worth checking, or a date could not be worked out.

    Good practice missed stands apart: guidance was not followed, which breaks no limit and counts in none.
    """

    NOTE = "note"
    PRACTICE = "good practice missed"
    CHECK = "check"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One odd thing, in one sentence, about one event where it is about one."""

    severity: Severity
    message: str
    event_id: str | None = None
