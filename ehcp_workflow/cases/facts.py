"""What is known of a case beside what happened in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ehcp_workflow.errors import BadInput


@dataclass(frozen=True)
class Closure:
    """Days on which a school was closed: the first and the last closed day, both inclusive."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadInput(f"The closure {self.first} to {self.last} ends before it begins. Swap the two dates.")


@dataclass(frozen=True)
class CaseFacts:
    """Facts that are not events; all of them may be missing.

    Attributes:
        date_of_birth: of the child or young person, from which the end of compulsory school age follows.
        school_closures: long closures of the school or setting, for exemptions that turn on them.
    """

    date_of_birth: date | None = None
    school_closures: tuple[Closure, ...] = ()


NO_FACTS = CaseFacts()
