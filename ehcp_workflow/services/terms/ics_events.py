"""Term dates from an iCalendar file, as schools publish them: all-day events that end on the day after their last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Component

from ehcp_workflow.cases.section_f.term_events import TermEvent
from ehcp_workflow.errors import BadInput
from ehcp_workflow.today import london_date

MAX_EVENTS = 2000
_DAY = timedelta(days=1)


def ics_events(name: str, content: bytes) -> list[TermEvent]:
    """The events in an iCalendar file, each with its place: the number of the event in the file, from 1.

    Events that repeat are refused rather than spread out: a term does not repeat, and a rule without an end never ends.
    Events at a time of day are no days of a calendar and are refused too, unless they begin and end on days.

    Raises:
        BadInput: it is no iCalendar file, has too many events, or an event in it has no day that can be used; every
            such event is named.

    Source: RFC 5545 sections 3.6.1 and 3.8.2.2: DTEND of an all-day event is the day after its last day.
    """
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise BadInput(f"{name} is no iCalendar file ({type(error).__name__}). Export the calendar again.") from None
    found = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    if not found:
        raise BadInput(f"{name} holds no event. Export the calendar again, with its term dates in it.")
    if len(found) > MAX_EVENTS:
        raise BadInput(f"{name} has more than {MAX_EVENTS} events, which no calendar of terms has. Leave others out.")
    events: list[TermEvent] = []
    problems: list[str] = []
    for number, event in enumerate(found, start=1):
        if str(event.get("STATUS", "")).upper() != "CANCELLED":
            _add(event, f"{name}:event {number}", events, problems)
    if problems:
        raise BadInput("\n".join(problems))
    return events


def _add(event: Component, place: str, events: list[TermEvent], problems: list[str]) -> None:
    words = " ".join(str(event.get("SUMMARY", "")).split())
    wrong = list(_problems(event, place, words))
    first, last = (None, None) if wrong else _days(event)
    if first and last and last < first:
        wrong.append(f"{place}: '{words}' ends on {last}, before it begins on {first}. Swap the two days.")
    problems += wrong
    if not wrong and first:
        events.append(TermEvent(words, first, last if last != first else None, place))


def _problems(event: Component, place: str, words: str) -> Iterator[str]:
    if event.errors:
        yield f"{place}: '{words}' has a value that cannot be read ({event.errors[0][0]}). Correct it."
    elif "DTSTART" not in event:
        yield f"{place}: '{words}' has no day. Give it one, or take it out."
    if not words:
        yield f"{place}: nothing says what this is. Give the event a title."
    if "RRULE" in event or "RDATE" in event:
        yield f"{place}: '{words}' repeats, and no term does. Write each day as an event of its own."


def _days(event: Component) -> tuple[date, date]:
    """The first and last day, both inclusive; a time of day is read as its day in London."""
    first = event.decoded("DTSTART")
    end = event.decoded("DTEND", None)
    if end is None:
        length = event.decoded("DURATION", _DAY)
        return _day(first), max(_day(first), _day(first) + length - _DAY)
    last = _day(end) if isinstance(end, datetime) else end - _DAY
    return _day(first), max(last, _day(first)) if _day(end) == _day(first) else last


def _day(value: date) -> date:
    if isinstance(value, datetime):
        return london_date(value) if value.tzinfo else value.date()
    return value
