"""Term dates from iCalendar files: all-day events, ends as the day after, and what is refused."""

from datetime import date

import pytest

from ehcp_workflow.cases.section_f.term_events import TermEvent
from ehcp_workflow.errors import BadInput
from ehcp_workflow.services.terms.ics_events import ics_events


def ics(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


HALF_TERM = "SUMMARY:Half term\nDTSTART;VALUE=DATE:20261026\nDTEND;VALUE=DATE:20261031"


def test_the_last_day_of_an_event_is_the_one_before_its_end():
    """Monday 26 to Friday 30 October 2026: the file says that it ends on Saturday the 31st."""
    assert ics_events("t.ics", ics(HALF_TERM)) == [
        TermEvent("Half term", date(2026, 10, 26), date(2026, 10, 30), "t.ics:event 1")
    ]


@pytest.mark.parametrize(
    "days",
    [
        "DTSTART;VALUE=DATE:20260901",
        "DTSTART;VALUE=DATE:20260901\nDTEND;VALUE=DATE:20260902",
        "DTSTART;VALUE=DATE:20260901\nDURATION:P1D",
        "DTSTART:20260901T080000Z\nDTEND:20260901T150000Z",
        "DTSTART;VALUE=DATE:20260901\nDTEND;VALUE=DATE:20260901",
        "DTSTART:20260831T230000Z\nDTEND:20260901T150000Z",
    ],
    ids=["no end", "the day after", "a day long", "hours of a day", "its own day", "midnight in London"],
)
def test_one_day_is_one_day_however_it_is_written(days: str):
    """Tuesday 1 September 2026; British summer time puts 23:00 UTC of the day before into it."""
    assert ics_events("t.ics", ics(f"SUMMARY:INSET day\n{days}")) == [
        TermEvent("INSET day", date(2026, 9, 1), None, "t.ics:event 1")
    ]


def test_a_length_in_days_is_counted_from_the_first():
    event = "SUMMARY:Half term\nDTSTART;VALUE=DATE:20261026\nDURATION:P5D"
    assert ics_events("t.ics", ics(event))[0].last == date(2026, 10, 30)


def test_a_cancelled_event_says_nothing():
    assert len(ics_events("t.ics", ics(HALF_TERM, f"{HALF_TERM}\nSTATUS:CANCELLED"))) == 1


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ("SUMMARY:Term\nDTSTART;VALUE=DATE:20260631", "cannot be read"),
        ("SUMMARY:Term", "has no day"),
        ("DTSTART;VALUE=DATE:20260901", "nothing says what this is"),
        (f"{HALF_TERM}\nRRULE:FREQ=YEARLY", "repeats, and no term does"),
        ("SUMMARY:Term\nDTSTART;VALUE=DATE:20261031\nDTEND;VALUE=DATE:20261026", "before it begins"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(event: str, says: str):
    with pytest.raises(BadInput, match=says) as refused:
        ics_events("t.ics", ics(HALF_TERM, event, event))
    assert str(refused.value).count("t.ics:event 2") == 1
    assert str(refused.value).count("t.ics:event 3") == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "holds no event"),
        (b"PK\x03\x04 not a calendar", "is no iCalendar file"),
        (ics(), "holds no event"),
        (ics(*[HALF_TERM] * 2001), "more than 2000 events"),
    ],
    ids=["empty", "a zip file", "no events", "too many"],
)
def test_what_is_no_calendar_of_terms_is_refused(content: bytes, says: str):
    with pytest.raises(BadInput, match=says):
        ics_events("t.ics", content)
