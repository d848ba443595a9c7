"""House policy about stages that stand still: what a stage may wait for, and for how long."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from ehcp_workflow.law.versions import Strict

REVIEW_DUE = "support_plan_review_due"
"""What a rule counts from that is no event: the last day planned for a review of the school's support plan."""
LONGEST = 3653
"""As for every interval of house policy: ten years, in days."""
_CODE = re.compile(r"[a-z][a-z_]{0,27}")
_Number = Annotated[int, Field(ge=1, le=LONGEST)]


class StallRule(Strict):
    """One thing that a stage waits for, and how long that may take before the stage counts as stalled.

    Attributes:
        stage: the stage.
        says: what is missing, as the rest of a sentence, such as `the school has not answered`; no names, no needs.
        since: the event it counts from, or `support_plan_review_due`.
        answered_by: events that answer it, so that it counts no more.
        days, school_days, terms: how long, in one of the three: calendar days, school days, or whole terms that begin
            after the day counted from. Where term dates are not known, working days stand in for school days.
        or_days: for terms, how many calendar days stand in where term dates are not known.
    """

    stage: str
    says: str = Field(min_length=1)
    since: str
    answered_by: tuple[str, ...] = ()
    days: _Number | None = None
    school_days: _Number | None = None
    terms: _Number | None = None
    or_days: _Number | None = None

    @model_validator(mode="after")
    def _one_length(self) -> StallRule:
        given = [length for length in (self.days, self.school_days, self.terms) if length is not None]
        if len(given) != 1:
            raise ValueError("say how long in one of days, school_days and terms, and in one only")
        if (self.terms is None) != (self.or_days is None):
            raise ValueError("`or_days` belongs to `terms`: how many days where term dates are not known")
        if self.since == REVIEW_DUE and self.answered_by:
            raise ValueError("a review of the support plan is answered by the review itself; leave answered_by out")
        return self


def short_codes(rules: dict[str, StallRule | None]) -> dict[str, StallRule | None]:
    """The same rules, each of whose names is fit to stand in the key by which people are told once.

    Raises:
        ValueError: a name is not a short code.
    """
    for name in rules:
        if not _CODE.fullmatch(name):
            raise ValueError(f"'{name}' must be a code of small letters and underscores, at most 28 long")
    return rules
