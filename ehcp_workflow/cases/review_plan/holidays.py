"""Whether the last day for a meeting is one on which the school is open."""

from __future__ import annotations

from datetime import date

from ehcp_workflow.cases.section_f.record import SectionF
from ehcp_workflow.cases.section_f.terms import TermCalendar
from ehcp_workflow.law.counting import add_days
from ehcp_workflow.law.when import When, day_in_words

LOOK_DAYS = 70
"""Longer than any school holiday."""


def holiday_hint(section_f: SectionF, last: When) -> str | None:
    """Which school day comes before a last day that is none; nothing where the council's term dates are not known."""
    calendar = section_f.calendars.get(section_f.council or "")
    if calendar is None or last.earliest is None or not calendar.known_from <= last.earliest <= calendar.known_to:
        return None
    if calendar.is_school_day(last.earliest):
        return None
    last_open, opens = _school_day(calendar, last.earliest, -1), _school_day(calendar, last.earliest, 1)
    if last_open is None:
        return None
    again = f" until {day_in_words(opens)}" if opens else ""
    return (
        f"By the term dates of {calendar.title} schools are closed on {day_in_words(last.earliest)} and do not open "
        f"again{again}: the last school day before it is {day_in_words(last_open)}."
    )


def _school_day(calendar: TermCalendar, day: date, way: int) -> date | None:
    """The next school day after a day, or the last before it; None where none is known near by."""
    days = (add_days(day, way * n) for n in range(1, LOOK_DAYS))
    return next((day for day in days if calendar.is_school_day(day)), None)
