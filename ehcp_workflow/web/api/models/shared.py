"""What several shapes share: text without control characters, and dates as exact as the record."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ehcp_workflow.law.when import When
from ehcp_workflow.web.asking import EARLIEST, LATEST

_NO_CONTROLS = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
_ONE_LINE = r"^[^\u0000-\u001f\u007f]*$"
_DAY = r"\d{4}-\d{2}-\d{2}"

Words = Annotated[str, StringConstraints(max_length=4000, pattern=_NO_CONTROLS)]
"""Free text; kept sealed."""
Short = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_ONE_LINE)]
"""A line of text."""
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A code of ours, such as `health` or `school_1`; never a name."""
LineCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,3}[a-z]?$")]
"""The code of a line of Section F, such as `F1`."""
WhenText = Annotated[
    str,
    StringConstraints(pattern=rf"^(unknown|\d{{4}}-\d{{2}}|{_DAY}|{_DAY}/{_DAY})$"),
    Field(
        description="A date as exact as the record: a day, a month, a first and a last day (both inclusive), or "
        "`unknown`.",
        examples=["2026-11-23", "2026-11", "2026-11-02/2026-11-09", "unknown"],
    ),
]
Reference = Annotated[
    str,
    Path(
        min_length=1,
        max_length=60,
        pattern=r"^EHC-\d{4}-\d{4,}$",
        description="The case, by our reference.",
        examples=["EHC-2026-0042"],
    ),
]
AsAt = Annotated[
    date | None,
    Query(description="The day to answer for, in London; today if none is given.", ge=EARLIEST, le=LATEST),
]


class Shape(BaseModel):
    """What a program sends; a part we do not know is refused, since it would be lost without a word."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(BaseModel):
    """A first and a last day, both inclusive; one day has the same twice."""

    earliest: date
    latest: date


def span_of(when: When | None) -> Span | None:
    """A date as its two ends; None where nothing is known of it."""
    if when is None or when.earliest is None or when.latest is None:
        return None
    return Span(earliest=when.earliest, latest=when.latest)
