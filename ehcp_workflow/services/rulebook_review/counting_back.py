"""A rule run backwards: the last day on which it may start, or be done, if a date is to be met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ehcp_workflow.errors import BadInput, Refused
from ehcp_workflow.law.backwards import last_notice, last_start
from ehcp_workflow.law.rulebook import Rulebook
from ehcp_workflow.law.rules import Rule
from ehcp_workflow.law.versions import Version
from ehcp_workflow.law.when import day_in_words


@dataclass(frozen=True)
class CountedBack:
    """The last day and the safe day before it.

    Attributes:
        rule: the rule; version: the version used.
        meet: the date that is to be met.
        day: the last day, inclusive; safe: one day earlier.
        is_notice: whether `day` is for the act itself (a notice before a meeting) and not for the start.
    """

    rule: Rule
    version: Version
    meet: date
    day: date
    safe: date
    is_notice: bool

    @property
    def in_words(self) -> str:
        """`To meet Monday 12 April 2027, it must start by Monday 23 November 2026 (safe: ...)`."""
        act = "it must be done by" if self.is_notice else "it must start by"
        return f"To meet {day_in_words(self.meet)}, {act} {day_in_words(self.day)} (safe: {day_in_words(self.safe)})."

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "rule": self.rule.id,
            "ref": self.rule.ref,
            "meet": self.meet.isoformat(),
            "last_day": self.day.isoformat(),
            "safe": self.safe.isoformat(),
            "of": "act" if self.is_notice else "start",
            "citation": str(self.version.citation),
            "confidence": self.version.confidence.in_words,
        }


def count_back(rulebook: Rulebook, name: str, meet: date) -> CountedBack:
    """Run a rule backwards from a date that must be met.

    Raises:
        NotFound: there is no such rule.
        BadInput: the rule chooses between others or sets no date, so there is nothing to count.
        Refused: the rule was not law then.
        BeyondCalendar: a working day outside the bank-holiday file is needed.
    """
    rule = rulebook.rule(name)
    if rule.members:
        members = ", ".join(rulebook.rules[member].ref for member in rule.members)
        raise BadInput(f"{rule.ref} chooses between other rules. Run one of them backwards: {members}.")
    version = rule.version_on(meet)
    if version is None:
        raise Refused(f"{rule.ref} is not law on {day_in_words(meet)}. Choose another date, or another rule.")
    if version.period is None:
        raise BadInput(f"{rule.ref} sets no date, so it cannot be run backwards. `ehcp rules list` shows the others.")
    notice = version.period.way.is_backwards
    found = (last_notice if notice else last_start)(version, meet, rulebook.calendar)
    return CountedBack(rule, version, meet, found.day, found.safe, notice)
