"""Whether the last day for a meeting is one on which the school is open."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.law.when import When, day_in_words

LOOK_BACK_DAYS = 70
"""Longer than any school holiday."""


def holiday_hint(section_f: SectionF, last: When) -> str | None:
    """Which school day comes before a last day that is none; nothing where the council's term dates are not known."""
    calendar = section_f.calendars.get(section_f.council or "")
    if calendar is None or last.earliest is None or not calendar.known_from <= last.earliest <= calendar.known_to:
        return None
    if calendar.is_school_day(last.earliest):
        return None
    before = (_earlier(last.earliest, days) for days in range(1, LOOK_BACK_DAYS))
    open_day = next((day for day in before if calendar.is_school_day(day)), None)
    if open_day is None:
        return None
    return (
        f"By the term dates of {calendar.title} schools are closed on {day_in_words(last.earliest)}: the last school "
        f"day before it is {day_in_words(open_day)}."
    )


def _earlier(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)
