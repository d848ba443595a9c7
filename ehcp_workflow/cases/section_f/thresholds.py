"""House policy about provision: for how long help may be missing, or nobody say anything, before it is called so."""

from __future__ import annotations

from pydantic import Field

from ehcp_workflow.law.versions import Strict


class ProvisionPolicy(Strict):
    """When a line of Section F is called lapsed, put right or not reported. Weeks are weeks in which help was owed.

    Attributes:
        lapsed_after_weeks: nothing was given for so many weeks in a row, each of them reported.
        short_tells_after_weeks: after so many weeks in a row with less than specified it is told like a lapse.
        in_place_after_weeks: nothing is missing for so many weeks in a row after something was.
        not_reported_after_weeks: nobody said anything for so many weeks in a row, so the family is asked.
    """

    lapsed_after_weeks: int = Field(ge=1, le=52)
    short_tells_after_weeks: int = Field(ge=1, le=52)
    in_place_after_weeks: int = Field(ge=1, le=52)
    not_reported_after_weeks: int = Field(ge=1, le=52)
