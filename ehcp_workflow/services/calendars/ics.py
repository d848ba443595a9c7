"""Dates in the form that calendar programs read.

Source: RFC 5545 (iCalendar), RFC 5546 section 3.2.1 (PUBLISH), RFC 7986 (REFRESH-INTERVAL, NAME).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress

from ehcp_workflow.store.calendar_entries import Told

PRODID = "-//Dates//Dates//EN"
REFRESH = timedelta(hours=6)
_NEXT_DAY = timedelta(days=1)
# Counted back from midnight of the first day: nine in the morning of the seventh day before it, and of the day before.
REMINDERS = (timedelta(days=-6, hours=-15), timedelta(hours=-15))


@dataclass(frozen=True)
class Line:
    """A date with its words for one calendar; none of them names anybody or says what the case is about.

    Attributes:
        uid: the same in every version of the calendar.
        entry: the days, and how often they changed.
        title, description: what people read.
        url: the page of the case; empty where there is none to be named.
        reminds: whether the program reminds of it.
    """

    uid: str
    entry: Told
    title: str
    description: str = ""
    url: str = ""
    reminds: bool = False


def as_ics(name: str, lines: Iterable[Line], sender: tuple[str, str]) -> bytes:
    """A whole calendar; the same dates give the same bytes.

    Args:
        name: of the calendar, as programs list it.
        lines: its dates.
        sender: who publishes it, as a neutral name and an e-mail address; RFC 5546 asks for it in each date.
    """
    organizer = vCalAddress(f"mailto:{sender[1]}")
    organizer.params["CN"] = sender[0]
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for line in lines:
        calendar.add_component(_event(line, organizer))
    return bytes(calendar.to_ical())


def _event(line: Line, organizer: vCalAddress) -> Event:
    entry, event = line.entry, Event()
    event.add("organizer", organizer)
    event.add("uid", line.uid)
    event.add("dtstamp", _whole_seconds(entry.changed_at))
    event.add("last-modified", _whole_seconds(entry.changed_at))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + _NEXT_DAY)  # exclusive
    event.add("summary", line.title)
    event.add("status", "CANCELLED" if entry.cancelled_at else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if line.description:
        event.add("description", line.description)
    if line.url:
        event.add("url", line.url)
    if line.reminds and not entry.cancelled_at:
        for before in REMINDERS:
            event.add_component(_alarm(line.title, before))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm


def _whole_seconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
